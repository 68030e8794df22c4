"""What a script does with the client that openapi-python-client makes of the document."""

import datetime as dt
import json
import sys
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from tracker_client import AuthenticatedClient
from tracker_client.api.briefings import get_latest_briefing
from tracker_client.api.changes import list_changes
from tracker_client.api.developments import list_developments
from tracker_client.api.sources import change_source, create_source
from tracker_client.models import (
    Collection,
    DevelopmentField,
    Precision,
    Problem,
    PublishedPatch,
    SourceDraft,
    SourceKind,
    SourcePatch,
)
from tracker_client.types import UNSET

client = AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2], timeout=httpx.Timeout(600))
developments: list[Any] = []
changes: list[Any] = []
cursor, more = UNSET, True
while cursor is not None:
    page = list_developments.sync(client=client, actor=["Russia"], limit=5, cursor=cursor)
    developments += page.data
    cursor = parse_qs(urlsplit(page.links.next_).query)["cursor"][0] if page.links.next_ else None
wanted = [DevelopmentField.ID, DevelopmentField.OCCURRED_FROM]
fields = list_developments.sync(client=client, fields=wanted, limit=200)
draft = SourceDraft(
    title="Evening report", kind=SourceKind.REPORT, publisher="Example Institute", origin="example-institute"
)
made = create_source.sync_detailed(client=client, body=draft)
patch = SourcePatch(
    notes="Read twice.", published=PublishedPatch(on=dt.date(2026, 2, 1), precision=Precision.DAY), owner=None
)
changed = change_source.sync(made.parsed.data.id, client=client, if_match=made.headers["etag"], body=patch)
while more:
    followed = list_changes.sync(client=client, after=changes[-1].seq if changes else 0, limit=50)
    changes += followed.data
    more = followed.links.next_ is not None
latest = get_latest_briefing.sync(client=client, include=[Collection.DEVELOPMENTS, Collection.ACTORS])
refused = list_developments.sync(client=client, actor=["Rusia"])
days = [each.occurred.from_ for each in developments]
print(  # noqa: T201  # for the test that started it
    json.dumps(
        {
            "listed": [each.id for each in developments],
            "days": [day.isoformat() if day else None for day in days],
            "fields": [[each.id, str(each.occurred.from_ or "") or None, each.title or None] for each in fields.data],
            "revision": changed.data.revision,
            "notes": changed.data.notes,
            "published": changed.data.published.on.isoformat(),
            "changes": [each.seq for each in changes],
            "latest": latest.data.title,
            "included": len(latest.included.developments.additional_properties),
            "refused": refused.errors[0].suggestions if isinstance(refused, Problem) else None,
        }
    )
)
