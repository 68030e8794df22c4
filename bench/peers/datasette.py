"""Datasette on the ordinary app's tables, installed apart from this project: what it is asked for the same cases."""

import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlencode

VERSION = "datasette==0.65.5"
VARIED = (
    "select d.* from development d join involved i on i.development_id = d.id "
    "where i.id = :actor and d.date >= :since order by d.date desc, d.id desc limit 20"
)


def installed(folder: Path) -> Path:
    """The program, in a virtual environment of its own; it is no dependency of the project."""
    home = folder / "datasette"
    if not home.exists():
        venv.create(home, with_pip=True)
        subprocess.run([home / "bin" / "pip", "install", "--quiet", VERSION], check=True, timeout=600)
    return home / "bin" / "datasette" if sys.platform != "win32" else home / "Scripts" / "datasette.exe"


def asked(pairs: Iterable[str], ids: Iterable[int], words: Iterable[str]) -> dict[str, list[str]]:
    """The paths of each case; `pairs` are `actor=…&since=…`."""
    return {
        "hot": [f"/ordinary.json?{urlencode({'sql': VARIED, 'actor': 'state-0', 'since': '2000-01-01'})}"],
        "varied": [f"/ordinary.json?{urlencode({'sql': VARIED})}&{pair}" for pair in pairs],
        "detail": [f"/ordinary/development/development-{each}.json" for each in ids],
        "search, newest": [
            f"/ordinary/development.json?{urlencode({'summary__contains': word, '_sort_desc': 'date', '_size': 20})}"
            for word in words
        ],
    }
