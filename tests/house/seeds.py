"""The seed's files, and everything that they hold."""

import tomllib

from seed.loader import DATA

FILES = {path.stem: tomllib.loads(path.read_text("utf-8"))[path.stem] for path in sorted(DATA.glob("*.toml"))}
EVERYTHING = [(name, record) for name, records in FILES.items() for record in records]
