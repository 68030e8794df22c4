"""`/v1/keys`: what writers prove themselves by, for keys that may make keys."""

from fastapi import Request, Response

from app.http.parts import Service
from app.http.private import answer_private, find_as_read, reading_key, respond_page
from app.http.sent import JSON_TYPES
from app.http.writing import Write, respond_kept
from app.reading.question import parameters
from app.reading.question.parameters import Nothing
from app.store import clock
from app.writing import granting
from app.writing.bodies import read_json
from app.writing.keys import KEYS_SCOPE
from schemas import AccessKey, AccessKeyDraft, AccessKeyPage, AccessKeysQuery, NewAccessKey

KEYS_PATH = "/v1/keys"
ONE_KEY = f"{KEYS_PATH}/{{id}}"


def add_access_key(write: Write) -> NewAccessKey:
    """Make a key.

    It allows nothing that the key which makes it does not allow, from no further networks and for no longer. What it is
    is answered this once.
    """
    write.sent.precondition.check_new()
    draft = read_json(AccessKeyDraft, write.sent.text(JSON_TYPES))
    return granting.grant_key(write.writer.connection, write.key, draft)


def rotate_access_key(write: Write) -> NewAccessKey:
    """Give a key a new secret, which is answered this once.

    The one before works for seven days more. All else stays.
    """
    write.sent.check_empty()
    return granting.renew_key(
        write.writer.connection, write.key, find_as_read(write, granting.find_key, show=granting.show_key)
    )


def revoke_access_key(write: Write) -> AccessKey:
    """Revoke a key for good.

    Not the last one in force that may make keys (409), and none that allows what the key that asks does not (403).
    """
    write.sent.check_empty()
    return granting.end_key(
        write.writer.connection, write.key, find_as_read(write, granting.find_key, show=granting.show_key)
    )


def list_access_keys(service: Service, request: Request) -> Response:
    """The keys that there are, without what they are."""
    parsed = parameters.read_query(AccessKeysQuery, request.scope["query_string"])
    with service.database.read_primary() as connection:
        reading_key(service, connection, request=request, scopes=[KEYS_SCOPE])
        newest = clock.newest(connection).seq
        found = granting.list_granted(connection, parsed.query)
    return respond_page(
        AccessKeyPage, found, KEYS_PATH, parsed, newest=newest, behind=lambda last: {"after": last.name}
    )


def get_access_key(service: Service, request: Request) -> Response:
    """One key, without what it is."""
    parameters.read_query(Nothing, request.scope["query_string"])
    with service.database.read_primary() as connection:
        reading_key(service, connection, request=request, scopes=[KEYS_SCOPE])
        newest = clock.newest(connection).seq
        key = granting.show_key(granting.find_key(connection, request.path_params["id"]))
    return respond_kept(answer_private(key, KEYS_PATH, newest))
