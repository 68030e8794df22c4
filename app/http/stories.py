"""`/v1/stories`: which sources tell the same, and putting that right by hand."""

from fastapi import Request, Response

from app.collecting.shown import find_stories, number_of_story, read_story
from app.collecting.stories import correct
from app.http.parts import Service
from app.http.private import reading_key, respond_page
from app.http.proposals import READING_SCOPES
from app.http.sent import JSON_TYPES, Sent
from app.http.writing import Write, answer_json, respond_kept
from app.reading.question import parameters
from app.reading.question.parameters import Nothing
from app.resources import SOURCES
from app.store import clock
from app.writing import records
from app.writing.bodies import read_json
from app.writing.outcome import Outcome
from app.writing.retries import KeptAnswer
from schemas import Links, Meta, StoriesQuery, Story, StoryChoice, StoryDetail, StoryPage

STORIES_PATH = "/v1/stories"
CORRECTING = "proposals:write"
"""The scope of those who may put stories right."""


def list_stories(service: Service, request: Request) -> Response:
    """Stories of at least two sources."""
    parsed = parameters.read_query(StoriesQuery, request.scope["query_string"])
    with service.database.read_primary() as connection:
        reading_key(service, connection, request=request, scopes=READING_SCOPES)
        newest = clock.newest(connection).seq
        found = find_stories(connection, parsed.query)
    return respond_page(
        StoryPage,
        found,
        STORIES_PATH,
        parsed,
        newest=newest,
        behind=lambda last: {"before": str(number_of_story(last.id))},
    )


def get_story(service: Service, request: Request) -> Response:
    """One story, or the one that it became part of."""
    parameters.read_query(Nothing, request.scope["query_string"])
    with service.database.read_primary() as connection:
        reading_key(service, connection, request=request, scopes=READING_SCOPES)
        newest = clock.newest(connection).seq
        story = read_story(connection, request.path_params["id"])
    return respond_kept(_answer(story, newest))


def place_source(write: Write) -> Story:
    """Place a source in a story.

    It stays there, whatever comes after. What only it held together where it was before parts.
    """
    source = records.find_standing(write.writer, SOURCES, write.id, behind="/story")
    choice = read_json(StoryChoice, write.sent.text(JSON_TYPES))
    write.sent.precondition.check(source)
    wanted = number_of_story(choice.story) if choice.story is not None else None
    number = correct(write.writer.connection, write.id, wanted)
    return read_story(write.writer.connection, f"st-{number}")


def answer_story(outcome: Outcome[Story], _: Sent) -> KeptAnswer:
    """The answer with the story that a source was placed in."""
    return _answer(outcome.done, outcome.snapshot.seq)


def _answer(story: Story, newest: int) -> KeptAnswer:
    links = Links(self=f"{STORIES_PATH}/{story.id}")
    return answer_json(StoryDetail(data=story, meta=Meta(snapshot=newest), links=links))
