"""What a script does with the Python client that openapi-generator makes of the document."""

import datetime as dt
import json
import sys
from typing import Any
from urllib.parse import parse_qs, urlsplit

import tracker_client
from tracker_client import BriefingsApi, ChangesApi, DevelopmentsApi, SourceDraft, SourcePatch, SourcesApi, WebhooksApi
from tracker_client.exceptions import UnprocessableEntityException

with tracker_client.ApiClient(tracker_client.Configuration(host=sys.argv[1], access_token=sys.argv[2])) as api:
    developments: list[Any] = []
    changes: list[Any] = []
    cursor, more = None, True
    while cursor is not None or not developments:
        page = DevelopmentsApi(api).list_developments(actor=["Russia"], limit=5, cursor=cursor)
        developments += page.data
        cursor = parse_qs(urlsplit(page.links.next).query)["cursor"][0] if page.links.next else None
    fields = DevelopmentsApi(api).list_developments(fields=["id", "occurred.from"], limit=200)
    draft = SourceDraft(title="Late report", kind="report", publisher="Example Institute", origin="example-institute")
    made = SourcesApi(api).create_source_with_http_info(draft)
    patch = SourcePatch.from_dict(
        {"notes": "Read twice.", "published": {"on": dt.date(2026, 2, 1), "precision": "day"}, "owner": None}
    )
    changed = SourcesApi(api).change_source(made.data.data.id, made.headers["etag"], patch)
    while more:
        followed = ChangesApi(api).list_changes(after=changes[-1].seq if changes else 0, limit=50)
        changes += followed.data
        more = followed.links.next is not None
    latest = BriefingsApi(api).get_latest_briefing(include=["developments", "actors"])
    refused = None
    try:
        DevelopmentsApi(api).list_developments(actor=["Rusia"])
    except UnprocessableEntityException as error:
        refused = error.data.errors[0].suggestions
    assert WebhooksApi(api).list_webhooks().data == []

days = [each.occurred.var_from for each in developments]
print(  # noqa: T201  # for the test that started it
    json.dumps(
        {
            "listed": [each.id for each in developments],
            "days": [day.isoformat() if day else None for day in days],
            "fields": [[each.id, str(each.occurred.var_from or "") or None, each.title] for each in fields.data],
            "revision": changed.data.revision,
            "notes": changed.data.notes,
            "published": changed.data.published.on.isoformat(),
            "changes": [each.seq for each in changes],
            "latest": latest.data.title,
            "included": len(latest.included.developments),
            "refused": refused,
        }
    )
)
