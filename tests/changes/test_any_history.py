"""Any history: whatever is done, the changes alone give every state, and what is refused leaves no trace."""

from hashlib import sha256
from typing import Any

from hypothesis import Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from seed.loader import load
from tests import draws
from tests.changes.copies import NAMES, Witness, sharing, titled
from tests.databases import Server
from tests.editors import draft
from tests.scratch import corroboration, is_refused

TITLES = st.sampled_from(["One", "Two", "Three", "Four"])
PLACES = st.integers(0, 30)
TEXTS = st.sampled_from(
    ["They met in Strelsau.", "Then they met in Strelsau. Nobody came.", "They met in Strelsau twice."]
)
WORDS = "met in Strelsau"


class History(Witness):
    """Random writes over HTTP, each with the answer that it must have."""

    @rule(name=st.sampled_from(NAMES), title=TITLES)
    def create(self, name: str, title: str) -> None:
        self.made(name, titled(name, title))

    @rule(title=TITLES)
    def call(self, title: str) -> None:
        """An actor with a name that no other is to have."""
        answer = self.send("POST", "/v1/actors", draft("actors") | {"name": title})
        asked = self.client.get(f"/v1/developments?actor={title}&limit=1")
        if answer.status_code == 201:
            self.standing["actors"].append(answer.json()["data"]["id"])
            assert asked.json()["meta"]["resolved"] == {title: self.standing["actors"][-1]}
        else:
            assert answer.status_code == 409, answer.text

    @rule(place=PLACES, other=PLACES, title=TITLES, denied=st.booleans(), text=TEXTS)
    def cite(self, place: int, other: int, title: str, denied: bool, text: str) -> None:
        """A development that names an actor, a condition and two sources, where there are any, and selects a passage.

        It cannot select what does not stand in the text that is attached.
        """
        named: dict[str, Any] = {"title": title}
        if actor := self.any("actors", place):
            named["actors"] = [{"id": actor, "role": "host"}]
        if condition := self.any("conditions", place):
            named["conditions"] = [{"id": condition, "effect": "advances"}]
        if source := self.any("sources", other):
            start, end = text.index(WORDS), text.index(WORDS) + len(WORDS)
            selector = {"start": start, "end": end, "sha256": sha256(WORDS.encode()).hexdigest()}
            via = self.any("sources", place)
            evidence = {"source": source, "via": via, "selector": selector}
            named["evidence"] = [{**evidence, "stance": "denies" if denied else "asserts"}]
            attached = self.texts.get(via or source)
            if attached is not None and attached[start:end] != WORDS:
                assert self.send("POST", "/v1/developments", draft("developments") | named).status_code == 422
                return
        self.made("developments", named)

    @rule(place=PLACES, text=TEXTS, away=st.booleans())
    def attach(self, place: int, text: str, away: bool) -> None:
        """Give a source a text, or take it away."""
        if (source := self.any("sources", place)) is None:
            return
        path = f"/v1/sources/{source}/text"
        if away:
            removed = self.client.request("DELETE", path)
            assert removed.status_code == (200 if source in self.texts else 404), removed.text
            self.texts.pop(source, None)
        else:
            answer = self.client.request("PUT", path, content=text, headers={"Content-Type": "text/plain"})
            assert answer.status_code == 200, answer.text
            self.texts[source] = text

    @rule(place=PLACES, origin=st.sampled_from(["gazette", "herald"]), owned=st.booleans(), aggregator=st.booleans())
    def sort_out(self, place: int, origin: str, owned: bool, aggregator: bool) -> None:
        """Say whose reporting a source is."""
        if (source := self.any("sources", place)) is None:
            return
        patch = {"origin": origin, "owner": "press-group" if owned else None, "aggregator": aggregator}
        assert self.send("PATCH", f"/v1/sources/{source}", patch, tag="*").status_code == 200

    @rule(place=PLACES, other=PLACES, kind=st.sampled_from(["contradicts", "corrects", "follows"]), gone=st.booleans())
    def relate(self, place: int, other: int, kind: str, gone: bool) -> None:
        """Set a development against another, and withdraw it or not."""
        record_id, target = self.any("developments", place), self.any("developments", other)
        if record_id is None or record_id == target:
            return
        patch = {"relations": [{"id": target, "kind": kind}], "status": "retracted" if gone else "reported"}
        answer = self.send("PATCH", f"/v1/developments/{record_id}", patch, tag="*")
        assert answer.status_code == 200, answer.text

    @rule(place=PLACES, other=PLACES, confirmed=st.booleans(), grade=st.sampled_from([None, 1, 3]))
    def claim(self, place: int, other: int, confirmed: bool, grade: int | None) -> None:
        """Give a development two sources, or one, and call it what only independent ones confirm, or not."""
        named = [self.any("sources", other), self.any("sources", other + 1)]
        if (record_id := self.any("developments", place)) is None or named[0] is None:
            return
        evidence = [{"source": each, "via": None, "stance": "asserts"} for each in named]
        patch = {"evidence": evidence, "status": "confirmed" if confirmed else "reported", "credibility": grade}
        sources = {str(each): self.client.get(f"/v1/sources/{each}").json()["data"] for each in named}
        origins = corroboration(patch, sources)["independent_origins"]
        before = self.client.get(f"/v1/developments/{record_id}").json()["data"]
        answer = self.send("PATCH", f"/v1/developments/{record_id}", patch, tag="*")
        assert answer.status_code == (422 if is_refused(before, patch, origins) else 200), answer.text

    @rule(place=PLACES, day=st.integers(1, 9), other=PLACES, sourced=st.booleans())
    def assess(self, place: int, day: int, other: int, sourced: bool) -> None:
        """Judge a condition, on a source or on none."""
        if (record_id := self.any("conditions", place)) is None:
            return
        source = self.any("sources", other) if sourced else None
        judged: dict[str, Any] = {"on": f"2026-02-0{day}", "status": "unmet", "rationale": "R."}
        judged["evidence"] = [{"source": source}] if source else []
        answer = self.send("POST", f"/v1/conditions/{record_id}/assessments", judged)
        assert answer.status_code == 200, answer.text

    @rule(name=st.sampled_from(NAMES), place=PLACES, title=TITLES, stale=st.booleans())
    def change(self, name: str, place: int, title: str, stale: bool) -> None:
        if (record_id := self.any(name, place)) is None:
            return
        [(field, title)] = titled(name, title).items()
        there = self.client.get(f"/v1/{name}/{record_id}")
        tag = '"r999-0-0"' if stale else there.headers["etag"]
        answer = self.send("PATCH", f"/v1/{name}/{record_id}{sharing(name)}", {field: title}, tag=tag)
        kept = (name, record_id) in self.final and title != there.json()["data"][field]
        assert answer.status_code == (412 if stale else 409 if kept else 200), answer.text

    @rule(name=st.sampled_from(NAMES), place=PLACES, title=TITLES, cited=st.booleans())
    def brief(self, name: str, place: int, title: str, cited: bool) -> None:
        """Draft an edition that cites a record, or forgets to."""
        if record_id := self.any(name, place):
            cites = [f"{name}/{record_id}"] if cited else []
            self.made("briefings", {**titled("briefings", title), "lead": [{"text": "They have met.", "cites": cites}]})

    @rule(place=PLACES)
    def publish(self, place: int) -> None:
        """Publish an edition: once, and only if it says something and every statement cites a record."""
        if published := self.any("briefings", place):
            assert self.send("POST", f"/v1/briefings/{published}/publish").status_code == 409
        if not self.drafts:
            return
        draft_id = self.drafts[place % len(self.drafts)]
        assert self.client.get(f"/v1/briefings/{draft_id}").status_code == 404
        check = self.client.get(f"/v1/drafts/{draft_id}/check").json()["data"]
        lead = self.client.get(f"/v1/drafts/{draft_id}").json()["data"]["lead"]
        cited = [cited.split("/") for statement in lead for cited in statement["cites"]]
        there = all(record_id in self.standing[name] for name, record_id in cited)
        holds = bool(lead) and all(statement["cites"] for statement in lead) and there
        assert (check["faults"] == []) is holds, check
        answer = self.send("POST", f"/v1/briefings/{draft_id}/publish")
        assert answer.status_code == (200 if holds else 422), answer.text
        if answer.status_code == 200:
            self.drafts.remove(draft_id)
            self.standing["briefings"].append(draft_id)
            self.final.add(("briefings", draft_id))

    @rule(place=PLACES, title=TITLES, gone=st.booleans())
    def redraft(self, place: int, title: str, gone: bool) -> None:
        """Change a draft, or give it up: the record knows nothing of it."""
        if not self.drafts:
            return
        draft_id = self.drafts[place % len(self.drafts)]
        before = self.client.get("/v1/export").text
        if gone:
            assert self.send("DELETE", f"/v1/briefings/{draft_id}", tag="*").status_code == 200
            self.drafts.remove(draft_id)
        else:
            patch = titled("briefings", title)
            assert self.send("PATCH", f"/v1/briefings/{draft_id}", patch, tag="*").status_code == 200
        assert self.client.get("/v1/export").text == before

    @rule(name=st.sampled_from(NAMES), place=PLACES)
    def delete(self, name: str, place: int) -> None:
        if (record_id := self.any(name, place)) is None:
            return
        must_stay = (name, record_id) in self.final or self.is_named(name, record_id)
        answer = self.send("DELETE", f"/v1/{name}/{record_id}", tag="*")
        assert answer.status_code == (409 if must_stay else 200), answer.text
        if answer.status_code == 200:
            self.ended(name, record_id)

    @rule(name=st.sampled_from(NAMES), place=PLACES, other=PLACES)
    def merge(self, name: str, place: int, other: int) -> None:
        record_id, into = self.any(name, place), self.any(name, other)
        if record_id is None or into is None:
            return
        differ = self.kind(name, record_id) != self.kind(name, into)
        answer = self.send("POST", f"/v1/{name}/{record_id}/merge", {"into": into})
        expected = 422 if record_id == into or differ else 409 if (name, record_id) in self.final else 200
        assert answer.status_code == expected, answer.text
        if answer.status_code == 200:
            self.ended(name, record_id, merged=True)
            self.went[name, record_id] = into

    @rule(name=st.sampled_from(NAMES), place=PLACES, stale=st.booleans())
    def restore(self, name: str, place: int, stale: bool) -> None:
        """Bring back what was deleted, or split off what was merged, as far as what it names is there."""
        if not self.gone[name]:
            return
        record_id = sorted(self.gone[name])[place % len(self.gone[name])]
        path = f"/v1/{name}/{record_id}"
        last = self.client.get(f"{path}/revisions?limit=200").json()["data"][-1]["record"]
        tag = f'"r{last["revision"] - 1 if stale else last["revision"]}-0-0"'
        answer = self.send("POST", f"{path}/restore{sharing(name)}", tag=tag)
        assert answer.status_code in ((412,) if stale else (200, 409, 422)), answer.text
        if answer.status_code == 200:
            back = answer.json()
            was_merged = self.gone[name].pop(record_id)
            self.went.pop((name, record_id), None)
            assert (back["data"]["revision"], "moved" in back["meta"]) == (last["revision"] + 1, was_merged)
            assert self.client.get(path).json()["data"] == back["data"]
            self.standing[name].append(record_id)

    @rule(now=st.integers(0, 5).map(lambda number: number == 0))
    def seed(self, now: bool) -> None:
        """Load the seed now and then, over what has been done to it meanwhile."""
        if now:
            load(self.database)
            for name in NAMES:
                page = self.client.get(f"/v1/{name}?limit=200").json()
                assert page["links"]["next"] is None
                self.standing[name] = [record["id"] for record in page["data"]]
                self.final |= {(name, record["id"]) for record in page["data"] if record.get("state") == "published"}

    @rule(name=st.sampled_from(NAMES))
    def fail(self, name: str) -> None:
        """A write that cannot be: nothing is changed by it."""
        before = self.client.get("/v1/export").text
        note = {"caveats": [{"kind": "other", "note": "N.", "refers_to": "actors/nobody-at-all"}]}
        assert self.send("POST", f"/v1/{name}", draft(name) | note).status_code == 422
        assert self.send("POST", f"/v1/{name}", {}).status_code == 422
        assert self.client.get("/v1/export").text == before


def test_a_copy_made_of_the_changes_alone_is_the_export(servers: dict[str, Server], engine: str) -> None:
    @seed(draws.SEED)
    class Machine(History):
        def __init__(self) -> None:
            super().__init__(servers[engine].url("empty"))

    # Not made smaller: what a failure is told by is its seed, and the same history again takes a second.
    bounds = settings(draws.bounds(5), stateful_step_count=80, phases=[Phase.generate])
    run_state_machine_as_test(Machine, settings=bounds)
