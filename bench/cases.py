"""The cases of the comparison, as each of those that are compared is asked for them."""

import random
import subprocess
import sys
import time
from typing import Any
from urllib.parse import quote

import httpx

from bench import asking, generate
from bench.export import memory
from bench.load import developments
from bench.peers import datasette, npm
from bench.run import ACTORS, UNLIMITED, Bench
from tests.servers import free_port


def ours(bench: Bench) -> bytes:
    """Every case of the service; the bytes of its hottest answer."""
    begun = time.perf_counter()
    with bench.serving("app.main", "serve", path="/readyz", TRACKER_DATABASE_URL=bench.url, **UNLIMITED) as (
        port,
        process,
    ):
        address = f"http://127.0.0.1:{port}"
        bench.figures["seconds_to_first_answer"] = round(time.perf_counter() - begun, 2)
        hot = f"/v1/developments?actor={ACTORS[0]}&limit=20"
        body = httpx.get(f"{address}{hot}", headers={"Accept-Encoding": "identity"}).content
        deep = hot.replace("limit=20", "limit=200")
        for _ in range(min(bench.rows // 5, 100_000) // 200):
            page = httpx.get(f"{address}{deep}", timeout=60).json()
            deep = page["links"]["next"] or deep
        ids = random.Random(1).choices(range(bench.rows), k=60_000)
        words = [quote(f"{one} {other}") for one in generate.WORDS for other in generate.WORDS if one < other]
        lists = {
            "hot": [hot],
            "varied": [f"/v1/developments?{each}&limit=20" for each in bench.varied("from")],
            "varied, uncounted": [f"/v1/developments?{each}&limit=20&count=none" for each in bench.varied("to")],
            # Never the same twice, though there may be fewer records than requests.
            "detail": [
                f"/v1/developments/development-{each}?min_snapshot={n % bench.rows}" for n, each in enumerate(ids)
            ],
            "detail, again": [f"/v1/developments/development-{each}" for each in range(5_000)],
            "page one": [f"{hot}&fields=id&from=2000-01-{day:02}" for day in range(1, 29)],
            "deep page": [deep.replace("limit=200", "limit=20")],
            "search, newest": [f"/v1/developments?q={each}&sort=-date&limit=20" for each in words],
            "search, best": [f"/v1/developments?q={each}&limit=20" for each in words],
            "facets": [f"/v1/developments?facets=theme,kind&limit=1&{each}" for each in bench.varied("from")],
        }
        for case, paths in lists.items():
            if case.endswith("again"):
                asking.send(port, [{"method": "GET", "path": each} for each in paths], seconds=20, connections=16)
            bench.take(case, "tracker", port, paths)
        bench.figures["memory_megabytes"] = round(memory(process)[0], 1)
        _post(bench, port)
    return body


def _post(bench: Bench, port: int) -> None:
    headers = {"Authorization": f"Bearer {bench.key}"}

    def sources(run: int, count: int) -> list[dict[str, Any]]:
        return [
            {"title": f"Report {run} {number}", "kind": "report", "publisher": "P", "origin": "p",
             "url": f"https://www.example.org/{run}/{number}"}
            for number in range(count)
        ]  # fmt: skip

    single = [
        [{"method": "POST", "path": "/v1/sources", "headers": headers, "body": each} for each in sources(run, 20_000)]
        for run in range(bench.runs)
    ]
    taken = [asking.send(port, requests, seconds=bench.seconds, connections=16) for requests in single]
    bench.keep("POST one source", "tracker", taken)
    path = "/v1/sources/batch"
    requests = [
        {"method": "POST", "path": path, "headers": headers, "body": sources(100 + number, 500)}
        for number in range(bench.runs * 4)
    ]
    bench.keep("POST 500 sources", "tracker", [asking.send(port, requests, seconds=bench.seconds * 4, connections=1)])


def bare(bench: Bench, body: bytes) -> None:
    """The ceiling of the hottest answer and of a small one."""
    for case, answer in (("hot", body), ("detail", body[:1200]), ("detail, again", body[:1200])):
        (bench.folder / "body").write_bytes(answer)
        command = ("uvicorn", "bench.peers.bare:app", "--no-access-log", "--log-level", "warning")
        with bench.serving(*command, path="", BENCH_BODY=str(bench.folder / "body")) as (port, _):
            bench.take(case, "bare", port, ["/"])


def ordinary(bench: Bench) -> None:
    """The cases that the ordinary app has too."""
    (bench.folder / "ordinary.db").unlink(missing_ok=True)  # of an earlier run: the sources that it was sent differ
    url = f"sqlite:///{bench.folder / 'ordinary.db'}" if bench.server is None else bench.server.create("ordinary")
    file = bench.folder / "developments.ndjson"
    with file.open("w") as lines:
        lines.writelines(f"{draft.model_dump_json(by_alias=True)}\n" for draft in developments(bench.rows))
    subprocess.run([sys.executable, "-m", "bench.peers.ordinary", url, str(file)], check=True, timeout=3600)
    ids = random.Random(1).choices(range(bench.rows), k=20_000)
    lists = {
        "hot": [f"/developments?actor={ACTORS[0]}"],
        "varied": [f"/developments?{each}".replace("from=", "since=") for each in bench.varied("from")],
        "detail": [f"/developments/development-{each}" for each in ids],
        "search, newest": [f"/developments?q={quote(one)}" for one in generate.WORDS],
        "deep page": [f"/developments?actor={ACTORS[0]}&offset={min(bench.rows // 5, 100_000)}"],
    }
    command = ("uvicorn", "bench.peers.ordinary:app", "--no-access-log", "--log-level", "warning")
    with bench.serving(*command, path="", BENCH_ORDINARY=url) as (port, _):
        for case, paths in lists.items():
            bench.take(case, "ordinary", port, paths)
        bodies = [
            [{"title": "Report", "publisher": "P", "url": f"https://www.example.org/{run}/{n}"} for n in range(20_000)]
            for run in range(bench.runs)
        ]
        taken = [
            asking.send(
                port,
                [{"method": "POST", "path": "/sources", "body": each} for each in some],
                seconds=bench.seconds,
                connections=16,
            )
            for some in bodies
        ]
        bench.keep("POST one source", "ordinary", taken)


def others_data(bench: Bench) -> None:
    """Datasette on the tables of the ordinary app, which were made for it."""
    program = datasette.installed(bench.folder)
    port, log = free_port(), bench.folder / "datasette.log"
    command = [
        str(program),
        str(bench.folder / "ordinary.db"),
        "--port",
        str(port),
        "--setting",
        "num_sql_threads",
        "3",
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    asking.pin(process.pid, core=0)
    try:
        time.sleep(5)
        ids = random.Random(1).choices(range(bench.rows), k=20_000)
        pairs = [each.replace("from=", "since=") for each in bench.varied("from")]
        for case, paths in datasette.asked(pairs, ids, generate.WORDS).items():
            bench.take(case, "datasette", port, paths)
    finally:
        process.terminate()
        process.wait(timeout=20)


def others_from_npm(bench: Bench, peer: npm.Peer) -> None:
    """A server from npm on the records of the ordinary app; where it cannot be had, a line says so."""
    try:
        home = npm.install(peer, bench.folder)
    except npm.NotInstalled as why:
        print(f"{peer.name} is left out: {why}.", file=sys.stderr, flush=True)
        return
    npm.flatten(bench.folder / "ordinary.db", bench.folder)
    ids = random.Random(1).choices(range(bench.rows), k=20_000)
    with npm.serving(peer, home, bench.folder / peer.data) as port:
        for case, paths in npm.asked(peer, bench.varied("day"), ids, generate.WORDS).items():
            bench.take(case, peer.name, port, paths)
