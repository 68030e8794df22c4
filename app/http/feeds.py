"""`/v1/feeds`: where sources come from by themselves, for keys that may edit them."""

from fastapi import Request, Response

from app.collecting import feeds
from app.http.parts import Service
from app.http.private import answer_private, find_as_read, reading_key, respond_page
from app.http.sent import JSON_TYPES, PATCH_TYPES
from app.http.writing import Write, respond_kept
from app.reading.question import parameters
from app.reading.question.parameters import Nothing
from app.store import clock
from app.writing.bodies import read_json, read_object
from schemas import Feed, FeedDraft, FeedPage, FeedsQuery, PollPage, PollsQuery

FEEDS_PATH = "/v1/feeds"
ONE_FEED = f"{FEEDS_PATH}/{{id}}"
FEEDS_SCOPE = "feeds:write"


def create_feed(write: Write) -> Feed:
    """Create a feed."""
    write.sent.precondition.check_new()
    draft = read_json(FeedDraft, write.sent.text(JSON_TYPES))
    allow_private = write.service.collects_private
    return feeds.add_feed(write.writer.connection, draft, by=write.key.name, allow_private=allow_private)


def change_feed(write: Write) -> Feed:
    """Change a feed."""
    row, allow_private = find_as_read(write, feeds.find_feed, show=feeds.show_feed), write.service.collects_private
    patch = read_object(write.sent.text(PATCH_TYPES))
    return feeds.edit_feed(write.writer.connection, row, patch, allow_private=allow_private)


def delete_feed(write: Write) -> None:
    """Delete a feed. The sources that came from it stand."""
    feeds.remove_feed(write.writer.connection, find_as_read(write, feeds.find_feed, show=feeds.show_feed))


def list_feeds(service: Service, request: Request) -> Response:
    """The feeds that sources come from."""
    parsed = parameters.read_query(FeedsQuery, request.scope["query_string"])
    with service.database.read_primary() as connection:
        reading_key(service, connection, request=request, scopes=[FEEDS_SCOPE])
        newest = clock.newest(connection).seq
        found = feeds.find_feeds(connection, parsed.query)
    return respond_page(FeedPage, found, FEEDS_PATH, parsed, newest=newest, behind=lambda last: {"after": last.id})


def get_feed(service: Service, request: Request) -> Response:
    """One feed."""
    parameters.read_query(Nothing, request.scope["query_string"])
    with service.database.read_primary() as connection:
        reading_key(service, connection, request=request, scopes=[FEEDS_SCOPE])
        newest = clock.newest(connection).seq
        feed = feeds.show_feed(feeds.find_feed(connection, request.path_params["id"]))
    return respond_kept(answer_private(feed, FEEDS_PATH, newest))


def list_polls(service: Service, request: Request) -> Response:
    """What came of the polls of a feed."""
    parsed = parameters.read_query(PollsQuery, request.scope["query_string"])
    feed_id = request.path_params["id"]
    path = f"{FEEDS_PATH}/{feed_id}/polls"
    with service.database.read_primary() as connection:
        reading_key(service, connection, request=request, scopes=[FEEDS_SCOPE])
        feeds.find_feed(connection, feed_id)
        newest = clock.newest(connection).seq
        found = feeds.find_polls(connection, feed_id, parsed.query)
    return respond_page(PollPage, found, path, parsed, newest=newest, behind=lambda last: {"before": str(last.id)})
