"""The pages that keep the record in order, a row each, and those of what is beside it: feeds, webhooks, keys."""

from collections.abc import Iterator
from functools import partial

from app.desk.frame.text_scopes import TEXT_SCOPES
from app.desk.frame.visits import Row
from app.desk.housekeeping import (
    care,
    ended_page,
    feed_lists,
    feeds_page,
    history_page,
    keys_page,
    mending,
    merging,
    text_versions,
    webhooks_page,
)
from app.http.feeds import FEEDS_SCOPE
from app.http.webhooks import SCOPE as WEBHOOKS_SCOPE
from app.reading.resource import Resource
from app.resources import RESOURCES
from app.writing.keys import KEYS_SCOPE

WRITING = tuple(f"{resource.name}:write" for resource in RESOURCES)
FOR_FEEDS, FOR_WEBHOOKS, FOR_KEYS = (FEEDS_SCOPE,), (WEBHOOKS_SCOPE,), (KEYS_SCOPE,)


def _rows_of(resource: Resource) -> Iterator[Row]:
    """What tells of, merges and brings back records of a collection."""
    scopes, one, ended = (
        (f"{resource.name}:write",),
        f"/desk/{resource.name}/{{id}}",
        f"/desk/ended/{resource.name}/{{id}}",
    )
    show, show_ended = partial(merging.show_merge, resource), partial(ended_page.show_one_ended, resource)
    yield Row(f"{one}/merge", "GET", scopes, show)
    yield Row(f"{one}/merge", "POST", scopes, partial(merging.merge_typed, resource))
    yield Row(f"{one}/history", "GET", WRITING, partial(history_page.show_history, resource))
    yield Row(ended, "GET", scopes, show_ended)
    yield Row(f"{ended}/restore", "POST", scopes, partial(ended_page.restore_typed, resource))


def _rows_of_texts() -> Iterator[Row]:
    """The texts of sources, and what rests on them."""
    one, most, show = "/desk/sources/{id}/passages", text_versions.MOST_TEXT_FORM_BYTES, text_versions.show_text
    yield Row(one, "GET", TEXT_SCOPES, show)
    yield Row(one, "POST", ("sources:write",), text_versions.attach_typed, shows=show, most_bytes=most)
    yield Row(f"{one}/mend", "POST", TEXT_SCOPES, mending.mend_typed, shows=show, most_bytes=most)


def _rows_of_feeds() -> Iterator[Row]:
    """Where sources come from by themselves."""
    many, one = "/desk/feeds", "/desk/feeds/{id}"
    yield Row(many, "GET", FOR_FEEDS, feeds_page.show_feeds, link="Feeds")
    yield Row(f"{many}/opml", "GET", FOR_FEEDS, feed_lists.give_list)
    make, bring, most = feeds_page.make_feed_typed, feeds_page.bring_list_typed, feed_lists.MOST_LIST_BYTES
    yield Row(many, "POST", FOR_FEEDS, make, shows=feeds_page.show_feeds, most_bytes=most)
    yield Row(f"{many}/import", "POST", FOR_FEEDS, bring, shows=feeds_page.show_feeds, most_bytes=most)
    yield Row(one, "GET", FOR_FEEDS, feeds_page.show_one_feed)
    yield Row(one, "POST", FOR_FEEDS, feeds_page.change_feed_typed, shows=feeds_page.show_one_feed)
    yield Row(f"{one}/pause", "POST", FOR_FEEDS, feeds_page.pause_feed)
    yield Row(f"{one}/delete", "POST", FOR_FEEDS, feeds_page.delete_feed_typed)


def _rows_of_webhooks() -> Iterator[Row]:
    """Who is told of changes."""
    many, one = "/desk/webhooks", "/desk/webhooks/{id}"
    yield Row(many, "GET", FOR_WEBHOOKS, webhooks_page.show_webhooks, link="Webhooks")
    yield Row(many, "POST", FOR_WEBHOOKS, webhooks_page.make_webhook_typed, shows=webhooks_page.show_webhooks)
    yield Row(one, "GET", FOR_WEBHOOKS, webhooks_page.show_one_webhook)
    yield Row(one, "POST", FOR_WEBHOOKS, webhooks_page.change_webhook_typed, shows=webhooks_page.show_one_webhook)
    yield Row(f"{one}/rotate", "POST", FOR_WEBHOOKS, webhooks_page.rotate_webhook_typed)
    yield Row(f"{one}/delete", "POST", FOR_WEBHOOKS, webhooks_page.delete_webhook_typed)
    yield Row(f"{one}/deliveries/{{delivery}}/redeliver", "POST", FOR_WEBHOOKS, webhooks_page.redeliver_typed)


def _rows_of_keys() -> Iterator[Row]:
    """What writers prove themselves by."""
    many, one = "/desk/keys", "/desk/keys/{id}"
    yield Row(many, "GET", FOR_KEYS, keys_page.show_keys, link="Keys")
    yield Row(many, "POST", FOR_KEYS, keys_page.make_key_typed, shows=keys_page.show_keys)
    yield Row(one, "GET", FOR_KEYS, keys_page.show_one_key)
    yield Row(f"{one}/rotate", "POST", FOR_KEYS, keys_page.rotate_typed)
    yield Row(f"{one}/revoke", "POST", FOR_KEYS, keys_page.revoke_typed)


def list_housekeeping() -> Iterator[Row]:
    """What keeps the record, and what is beside it, in order."""
    yield Row("/desk/care", "GET", WRITING, care.show_care, link="Care")
    yield Row("/desk/care/{collection}/{finding}", "GET", WRITING, care.show_finding)
    yield Row("/desk/ended", "GET", WRITING, ended_page.show_ended, link="Ended")
    yield from (row for resource in RESOURCES for row in _rows_of(resource))
    yield from (*_rows_of_texts(), *_rows_of_feeds(), *_rows_of_webhooks(), *_rows_of_keys())
