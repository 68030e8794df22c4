"""One command for everything: `python3 dev.py run | test | check | lock | sbom | openapi | format | bench`.

Standard library only, so that a fresh machine with Python 3.11+, venv and pip needs nothing else. It makes `.venv` from
the hash-pinned lock and stamps it, so that a second start installs nothing and a pull installs what changed.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
SBOM = ROOT / "sbom.json"
OLDEST_PYTHON = (3, 11)
STOPPED = 130
"""The status of what was stopped from the keyboard."""


def call(*command: str | Path) -> None:
    """Run a command of the environment in the project's folder; end with its status if it fails."""
    name, *rest = map(str, command)
    tool = BIN / name
    status = subprocess.run([str(tool) if tool.exists() else name, *rest], cwd=ROOT, check=False).returncode
    if status:
        print(f"dev.py: {' '.join([name, *rest])} ended with status {status}", file=sys.stderr)
        raise SystemExit(status)


def call_together(*commands: Sequence[str]) -> None:
    """Run commands of the environment at the same time, print what each says, and end with an error if any fails."""

    def run_one(command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, check=False, capture_output=True)

    with ThreadPoolExecutor(len(commands)) as pool:
        done = list(pool.map(run_one, commands))
    for command, each in zip(commands, done, strict=True):
        sys.stdout.write((each.stdout + each.stderr).decode(errors="replace"))
        if each.returncode:
            print(f"dev.py: {' '.join(command)} ended with status {each.returncode}", file=sys.stderr, flush=True)
    if any(each.returncode for each in done):
        raise SystemExit(1)


def stamp_of(kind: str) -> str:
    """A digest of everything that an installed environment depends on."""
    parts = [kind, sys.version, str(ROOT), (ROOT / "pyproject.toml").read_text("utf-8"), LOCKS[kind].read_text("utf-8")]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def install(kind: str) -> None:
    """Bring `.venv` to the lock of this kind: `run`, or `dev`, which holds all of `run`."""
    if sys.version_info < OLDEST_PYTHON:
        raise SystemExit(
            f"dev.py: Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed, this is {sys.version.split()[0]}"
        )
    stamp = VENV / "stamp"
    installed = stamp.read_text("utf-8").split() if stamp.exists() else []
    if stamp_of(kind) in installed or stamp_of("dev") in installed:
        return
    print(f"dev.py: installing into {VENV.name} (once, and again when the lock changes)", file=sys.stderr)
    create_environment()
    pip = ("python", "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps")
    call(*pip, "--require-hashes", "--requirement", LOCKS[kind])
    call(*pip, "--no-build-isolation", "--editable", ROOT)
    stamp.write_text(stamp_of(kind), "utf-8")


def create_environment() -> None:
    """Make `.venv` anew, with pip in it; end with an error where the machine's Python lacks what that needs."""
    try:
        venv.create(VENV, clear=True, with_pip=True)
    except subprocess.CalledProcessError:
        raise SystemExit("dev.py: this Python has no venv or pip: install them (on Debian, python3-venv)") from None


def run(arguments: Sequence[str]) -> None:
    """Serve the seeded tracker on SQLite at 127.0.0.1:8000; further arguments go to `tracker serve`."""
    install("run")
    tracker = str(BIN / "tracker")
    os.execv(tracker, [tracker, "serve", *arguments])


def test(arguments: Sequence[str]) -> None:
    """Run all tests, on both databases; `--coverage` fails under the floor, `--long` tries more at random.

    Further arguments go to pytest, which then runs what they name, one test after the other, whatever that covers.
    """
    install("dev")
    further = [argument for argument in arguments if argument not in ("--coverage", "--long")]
    if "--long" in arguments:
        os.environ["TEST_LONG"] = "1"
    at_once = ("--numprocesses", str(workers()), "--dist", "worksteal")
    coverage = ("--cov", "--cov-report", "term")
    if "--coverage" not in arguments:
        call("pytest", *(further or at_once))
    elif further:
        call("pytest", *coverage, "--cov-fail-under", "0", *further)
    else:
        # The floor stands in pyproject.toml, and which tests are of which part in tests/conftest.py.
        call("pytest", "--part", "measured", *coverage, *at_once)
        call("pytest", "--part", "rest", *at_once)


def workers() -> int:
    """How many processes run tests: three for two cores, as tests often wait for a server, a deadline or a browser."""
    return ((os.cpu_count() or 1) * 3 + 1) // 2


def check(_: Sequence[str]) -> None:
    """Lint, formatting, types, import rules, Dockerfile, and whether lock and OpenAPI document are up to date."""
    install("dev")
    check_lock()
    lint = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("hadolint", "Dockerfile"))
    call_together(*lint, ("mypy",), ("lint-imports", "--no-cache"), ("tracker", "openapi", "--check", "openapi.json"))


def check_lock() -> None:
    """End with an error unless the locks were made from today's dependencies in pyproject.toml."""
    for lock in LOCKS.values():
        if lock.read_text("utf-8").splitlines()[0] != inputs_line():
            raise SystemExit(f"dev.py: {lock.name} was not made from this pyproject.toml: run `python3 dev.py lock`")


def inputs_line() -> str:
    """The first line of each lock: a digest of the dependencies that it was made from."""
    import tomllib  # noqa: PLC0415  # after the check of Python's version

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    inputs = repr((project["project"]["dependencies"], sorted(project["dependency-groups"].items())))
    digest = hashlib.sha256(inputs.encode()).hexdigest()
    return f"# Made by `python3 dev.py lock` from the dependencies with digest {digest}"


def lock(arguments: Sequence[str]) -> None:
    """Make the locks anew; `--upgrade` takes the newest versions instead of keeping what is locked."""
    if not (BIN / "uv").exists():
        create_environment()
        call("python", "-m", "pip", "--quiet", "install", "uv")
    for kind, group in (("dev", "dev"), ("run", "build")):
        compile_lock(LOCKS[kind], group=group, arguments=arguments)


def compile_lock(path: Path, *, group: str, arguments: Sequence[str]) -> None:
    """Make one lock: every package with its version and hashes, and no address of where it came from."""
    constraint = () if path == LOCKS["dev"] else ("--constraint", LOCKS["dev"].name)
    form = ("--quiet", "--universal", "--generate-hashes", "--no-header", "--python-version", "3.11")
    call("uv", "pip", "compile", *form, "--group", group, *constraint, *arguments, "pyproject.toml", "-o", path.name)
    text = path.read_text("utf-8")
    path.write_text(f"{inputs_line()}\n{text.removeprefix(inputs_line()).lstrip()}", "utf-8")


def sbom(_: Sequence[str]) -> None:
    """Write sbom.json: what the image is made of, in CycloneDX 1.6; the same lock gives the same bytes."""
    install("dev")
    write_sbom(SBOM)


def write_sbom(path: Path) -> None:
    """Write what requirements.lock pins, with digests and what needs what, but no address of where it came from."""
    form = ("--mc-type", "application", "--spec-version", "1.6", "--output-format", "JSON", "--output-reproducible")
    # It warns that a lock says nothing of what needs what; uv's comments do, which are read below.
    tool = ("python", "-W", "ignore", "-m", "cyclonedx_py", "requirements", *form)
    call(*tool, "--pyproject", "pyproject.toml", LOCKS["run"].name, "--output-file", path)
    text = json.loads(path.read_text("utf-8"))
    root = text["metadata"]["component"]
    refs: dict[str, set[str]] = {root["name"]: {root["bom-ref"]}}
    for each in text["components"]:  # some are locked in two versions, for different Pythons
        refs.setdefault(each["name"], set()).add(each["purl"])
    needs: dict[str, set[str]] = {ref: set() for named in refs.values() for ref in named}
    for name, users in read_users(LOCKS["run"].read_text("utf-8")):
        for ref in (ref for user in users for ref in refs[user]):
            needs[ref] |= refs[name]
    for tool_used in text["metadata"]["tools"]["components"]:
        tool_used.pop("externalReferences", None)
    for each in text["components"]:
        each["hashes"] = [digest for source in each.pop("externalReferences") for digest in source["hashes"]]
        each["bom-ref"] = each["purl"]
        del each["description"]  # the lines of the lock
    text["dependencies"] = [{"ref": ref, "dependsOn": sorted(needed)} for ref, needed in sorted(needs.items())]
    path.write_text(json.dumps(text, indent=2, sort_keys=True) + "\n", "utf-8")


def read_users(text: str) -> list[tuple[str, list[str]]]:
    """Each package of a lock, and the packages that it is there for, by uv's comments below it."""
    blocks = [block for block in re.split(r"\n(?=\S)", text) if "==" in block]
    user = re.compile(r"# +(?:via )?([a-z0-9][\w.-]*)")
    return [(block.partition("==")[0], sorted({*user.findall(block)} - {"via"})) for block in blocks]


def openapi(_: Sequence[str]) -> None:
    """Write openapi.json anew."""
    install("dev")
    call("tracker", "openapi", "--write", "openapi.json")


def format_code(_: Sequence[str]) -> None:
    """Format the code, and mend what the linter can."""
    install("dev")
    call("ruff", "format", ".")
    call("ruff", "check", "--fix", ".")


def bench(arguments: Sequence[str]) -> None:
    """Take the figures of one benchmark: `bench export`; further arguments go to it."""
    install("dev")
    if not arguments:
        raise SystemExit(
            "dev.py: name a benchmark: attach, clock, collect, compare, crowd, export, kills, proposals, questions, "
            "soak, start or stories"
        )
    call("python", "-m", f"bench.{arguments[0]}", *arguments[1:])


COMMANDS: dict[str, Callable[[Sequence[str]], None]] = {
    "run": run,
    "test": test,
    "check": check,
    "lock": lock,
    "sbom": sbom,
    "openapi": openapi,
    "format": format_code,
    "bench": bench,
}


def main() -> None:
    """Do what the first argument says."""
    if len(sys.argv) > 1 and (command := COMMANDS.get(sys.argv[1])):
        try:
            command(sys.argv[2:])
        except OSError as error:
            raise SystemExit(f"dev.py: {error.filename or sys.argv[1]}: {error.strerror or error}") from None
        except KeyboardInterrupt:
            raise SystemExit(STOPPED) from None
        return
    print(__doc__)
    for name, function in COMMANDS.items():
        print(f"  {name:8} {(function.__doc__ or '').splitlines()[0]}")
    raise SystemExit(0 if len(sys.argv) > 1 and sys.argv[1] in ("-h", "--help", "help") else 2)


if __name__ == "__main__":
    main()
