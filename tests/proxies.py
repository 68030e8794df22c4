"""The proxies of the guide, as real programs in front of a real server: their files, with ports put into them alone."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.servers import free_port, running_program, wait_until_listening

FILES = Path(__file__).parents[1] / "docs" / "proxies"
NAMES = ("nginx", "caddy")
PLACES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
"""What nginx wants a folder for, whether it is used or not."""


@contextmanager
def fronting(name: str, server: str, folder: Path) -> Iterator[str]:
    """A proxy in front of a server; its address. Skips where the proxy is not on this machine."""
    if shutil.which(name) is None:
        pytest.skip(f"there is no {name} on this machine; .ci/run installs Debian's")
    port, log, upstream = free_port(), folder / f"{name}.log", urlsplit(server).netloc
    command = nginx(folder, port, upstream) if name == "nginx" else caddy(folder)
    environment = {
        "TRACKER_SITE": f"http://127.0.0.1:{port}",
        "TRACKER_UPSTREAMS": upstream,
        **dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(folder)),
    }
    with running_program(command, log, environment) as process:
        wait_until_listening(port, process, log)
        yield f"http://127.0.0.1:{port}"


def nginx(folder: Path, port: int, upstream: str) -> list[str]:
    """What starts nginx with its file, on a port of this test's own, and with folders of its own."""
    text = (FILES / "nginx.conf").read_text("utf-8")
    text = put(text, "listen 80;", f"listen 127.0.0.1:{port};")
    text = put(text, "server 127.0.0.1:8000;", f"server {upstream};")
    places = "".join(f"{each}_temp_path {folder / each};\n" for each in PLACES)
    (folder / "nginx.conf").write_text(put(text, "\nhttp {\n", f"\nhttp {{\n{places}"), "utf-8")
    options = f"daemon off; pid {folder / 'nginx.pid'}; error_log stderr;"
    return ["nginx", "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf"), "-g", options]


def caddy(folder: Path) -> list[str]:
    """What starts Caddy with its file, for this machine alone; a port of this test's own comes by the environment."""
    text = (FILES / "Caddyfile").read_text("utf-8")
    site = "{$TRACKER_SITE:http://127.0.0.1:8080} {\n"
    (folder / "Caddyfile").write_text(put(text, site, f"{site}\tbind 127.0.0.1\n"), "utf-8")
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


def put(text: str, old: str, new: str) -> str:
    """A text with one part of it replaced, which stands in it once."""
    assert text.count(old) == 1, old
    return text.replace(old, new)
