"""Something on every page of housekeeping: what ended, what needs care, feeds that fail, webhooks, keys."""

import datetime as dt
from typing import Any

import httpx2
from sqlalchemy import insert

from app.store.database import Database
from app.store.feed_tables import FeedPollRow
from app.store.service_tables import WebhookDeliveryRow
from app.writing import keys
from tests.editors import draft

SOURCE, ENDED = "strelsau-communique", "strelsau-gazette"
MOVES, LOST = "They agreed on a fund for the crossing.", "It has ninety million crowns."
TEXT = f"Ministers met in Strelsau on Tuesday. {MOVES} {LOST} They meet again in the spring."
NEW = f"It took long. {TEXT.replace(LOST, 'Ninety-five million crowns are in it.')}"
GRADE = {"grade": "B", "assessed_by": "Ada Byron", "assessed_on": "2026-02-01", "reason": "Mostly right so far."}


def fill_housekeeping(database: Database, address: str, token: str) -> None:
    """Write it with a key."""
    with httpx2.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}) as client:

        def write(path: str, body: Any, *, method: str = "POST", **headers: str) -> Any:
            kind = "content" if isinstance(body, str) else "json"
            answer = client.request(method, path, headers=headers, **{kind: body})
            assert answer.is_success, answer.text
            return answer.json()["data"]

        named = {"strelsau-office": "Foreign Office at Strelsau", "strelsau-ministry": "Ministry of Strelsau"}
        for actor_id, name in (named | {ENDED: "The Strelsau Gazette"}).items():
            write("/v1/actors", draft("actors") | {"id": actor_id, "name": name, "kind": "organisation"})
        hosts = [{"id": "strelsau-office", "role": "host"}]
        write("/v1/developments", draft("developments") | {"id": "a-visit", "title": "Their visit", "actors": hosts})
        write(f"/v1/actors/{ENDED}", None, method="DELETE", **{"If-Match": "*"})
        write("/v1/sources", draft("sources") | {"id": SOURCE, "title": "A communiqué of Strelsau", "url": None})
        write(f"/v1/sources/{SOURCE}/text", TEXT, method="PUT", **{"Content-Type": "text/plain"})
        for record_id, title, words in (("it-moves", "It moves on", MOVES), ("it-is-lost", "It is lost", LOST)):
            evidence = [{"source": SOURCE, "exact": words}, {"source": SOURCE, "locator": "The whole"}]
            write("/v1/developments", draft("developments") | {"id": record_id, "title": title, "evidence": evidence})
        _orphan(write)
        feed = {"url": "https://feeds.example.org/strelsau", "publisher": "The Strelsau Courier", "reliability": GRADE}
        failing = write("/v1/feeds", feed | {"enabled": False})
        hook = write("/v1/webhooks", {"url": "https://hooks.example.org/changes", "description": "For the archive"})
    with database.write() as connection:
        keys.make_key(connection, "gone", ["sources:write"], person="Rudolf Rassendyll")
        keys.revoke(connection, "gone")
        now = dt.datetime.now(dt.UTC)
        connection.exec_driver_sql("UPDATE feed SET failures = 3")
        poll = {"feed": failing["id"], "at": now, "status": 503, "items": 0, "new": 0, "changed": 0, "milliseconds": 7}
        connection.execute(insert(FeedPollRow), [poll | {"outcome": "failed", "problems": "It was answered with 503."}])
        sent = {"webhook": hook["id"], "change": 7, "at": now, "state": "failed", "status": 503}
        connection.execute(insert(WebhookDeliveryRow), [sent | {"error": "The answer was 503.", "milliseconds": 7}])


def _orphan(write: Any) -> None:
    """A record whose passage its source's text has no more."""
    other = "strelsau-minutes"
    write("/v1/sources", draft("sources") | {"id": other, "title": "Minutes of Strelsau", "url": None})
    write(f"/v1/sources/{other}/text", "The chair was taken at nine.", method="PUT", **{"Content-Type": "text/plain"})
    evidence = [{"source": other, "exact": "taken at nine"}]
    write("/v1/developments", draft("developments") | {"id": "chair", "title": "The chair", "evidence": evidence})
    write(f"/v1/sources/{other}/text", "The chair was taken at ten.", method="PUT", **{"Content-Type": "text/plain"})
