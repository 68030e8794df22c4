"""Copies made of changes, as a follower makes them, held against exports, patches and revisions."""

import json
from itertools import pairwise
from typing import Any

import jsonpatch
from httpx2 import Response
from hypothesis.stateful import RuleBasedStateMachine, invariant
from starlette.testclient import TestClient

from app.main import create_app
from app.resources import COLLECTIONS
from app.rules.references import mentions_in
from app.settings import Settings
from app.store.database import Database
from app.store.write import writing
from schemas import ChangePage
from tests.commands.running import run
from tests.editors import RECORDS, draft, key
from tests.scratch import check_grounds
from tests.tallies import check_tallies

NAMES = sorted(COLLECTIONS)
State = dict[tuple[str, str], dict[str, Any]]


class Witness(RuleBasedStateMachine):
    """A client that remembers what the answers said there is.

    `standing` are the records that the answers said there are, `final` the editions that were published among them,
    `went` says into which record another one was merged, and `gone` are those that ended, each with whether it was
    merged. `drafts` are the briefings that are not published, which are nowhere among these.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self.database = Database(url)
        headers = {"Authorization": f"Bearer {key(self.database, 'her', '*')}", "Content-Type": "application/json"}
        app = create_app(Settings(database_url=url))
        self.client = TestClient(app, headers=headers, follow_redirects=False).__enter__()
        self.standing: dict[str, list[str]] = {name: [] for name in NAMES}
        self.gone: dict[str, dict[str, bool]] = {name: {} for name in NAMES}
        self.drafts: list[str] = []
        self.texts: dict[str, str] = {}
        self.final: set[tuple[str, str]] = set()
        self.went: dict[tuple[str, str], str] = {}
        self.newest = 0

    @invariant()
    def numbers_only_grow(self) -> None:
        newest = self.client.get("/v1/changes?limit=1").json()["meta"]["snapshot"]
        assert newest >= self.newest
        self.newest = newest

    def teardown(self) -> None:
        """The copy made of the changes equals the export, now and at any number; patches lead to and fro."""
        try:
            check_grounds(check(self.client), self.texts)
            with writing(self.database, COLLECTIONS, by="tracker") as writer:
                writer.derive_again()
            missed = self.client.get(f"/v1/changes?after={self.newest}").json()["data"]
            assert [(each["collection"], each["id"], each["patch"]) for each in missed] == []
            check_tallies(self.database)
            run("check", status=0, url=self.database.url.render_as_string(hide_password=False))
        finally:
            self.client.__exit__()
            self.database.close()

    def made(self, name: str, members: dict[str, Any]) -> None:
        answer = self.send("POST", f"/v1/{name}{sharing(name)}", draft(name) | members)
        assert answer.status_code == 201, answer.text
        (self.drafts if name == "briefings" else self.standing[name]).append(answer.json()["data"]["id"])

    def ended(self, name: str, record_id: str, *, merged: bool = False) -> None:
        self.standing[name].remove(record_id)
        self.gone[name][record_id] = merged
        if name == "sources":
            self.texts.pop(record_id, None)

    def any(self, name: str, place: int) -> str | None:
        """One of the standing records, if there is any."""
        ids = self.standing[name]
        return ids[place % len(ids)] if ids else None

    def kind(self, name: str, record_id: str) -> Any:
        """What sort of actor it is: only those of one sort can be merged."""
        return self.client.get(f"/v1/{name}/{record_id}").json()["data"]["kind"] if name == "actors" else None

    def is_named(self, name: str, record_id: str) -> bool:
        """Whether any other record that stands names this one, or one that went into it."""
        for (collection, other), document in exported(self.client, "").items():
            for named in mentions_in(RECORDS[collection].model_validate_json(json.dumps(document))):
                target = named.key.id
                while (named.key.collection, target) in self.went:
                    target = self.went[named.key.collection, target]
                if (named.key.collection, target) == (name, record_id) != (collection, other):
                    return True
        return False

    def send(self, method: str, path: str, body: Any = None, *, tag: str | None = None) -> Response:
        headers = {"If-Match": tag} if tag else {}
        return self.client.request(method, path, content=None if body is None else json.dumps(body), headers=headers)


def sharing(name: str) -> str:
    """Titles are few, so actors share their names."""
    return "?shared_names=true" if name == "actors" else ""


def check(client: TestClient) -> State:
    """Follow all changes, and hold the copy against exports, patches and revisions; the copy."""
    changes = []
    following: str | None = "/v1/changes?limit=50"
    while following is not None:
        answer = client.get(following)
        ChangePage.model_validate_json(answer.content)
        changes += answer.json()["data"]
        following = answer.json()["links"]["next"]
    assert [change["seq"] for change in changes] == list(range(1, len(changes) + 1))
    copy: State = {}
    states: dict[tuple[str, str], list[dict[str, Any]]] = {}
    moments = (len(changes) // 3, len(changes) // 2, len(changes))
    ends = {int(client.head(f"/v1/export?as_of={moment}").headers["x-snapshot"]) for moment in moments}
    for change in changes:
        past = states.setdefault((change["collection"], change["id"]), [])
        take(copy, change, past)
        past.append(change["record"])
        if change["seq"] in ends:
            assert exported(client, f"?as_of={change['seq']}") == copy
    assert exported(client, "") == copy
    for (name, record_id), records in list(states.items())[-20:]:
        revisions = client.get(f"/v1/{name}/{record_id}/revisions?limit=200").json()["data"]
        assert [each["record"] for each in revisions] == records
        for earlier, later in pairwise(revisions):
            if later["action"] == "updated":
                back = jsonpatch.make_patch(later["record"], earlier["record"])
                assert back.apply(later["record"]) == earlier["record"]
    return copy


def titled(name: str, title: str) -> dict[str, str]:
    """What a record is called by: no edition by a name of an actor, which what it cites would have to hold."""
    if name == "briefings":
        return {"title": f"What was said, {title.lower()}"}
    return {"name" if name == "actors" else "title": title}


def take(copy: State, change: dict[str, Any], past: list[dict[str, Any]]) -> None:
    """Take a change into a copy, as a follower would: by its patch where it has one; `past` are the record's states."""
    place = (change["collection"], change["id"])
    match change["action"]:
        case "created":
            assert place not in copy
            assert (change["patch"], change["revision"]) == (None, past[-1]["revision"] + 1 if past else 1)
            assert change["record"]["created_at"] == (past[0] if past else change["record"])["created_at"]
            copy[place] = change["record"]
        case "updated":
            patched = jsonpatch.apply_patch(copy[place], change["patch"])
            assert patched == change["record"]
            assert change["revision"] == copy[place]["revision"] + 1
            copy[place] = patched
        case _:
            assert change["record"] == copy.pop(place)
            assert (change["into"] is not None) == (change["action"] == "merged")


def exported(client: TestClient, query: str) -> State:
    lines = (json.loads(line) for line in client.get(f"/v1/export{query}").text.splitlines())
    return {(line["collection"], line["record"]["id"]): line["record"] for line in lines}
