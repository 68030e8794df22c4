"""The part of the surface that is of stories: which sources tell the same, for holders of a key alone."""

from collections.abc import Iterator
from functools import partial

from app.http import stories
from app.http.descriptions import describe_statuses
from app.http.endpoint import Endpoint
from app.http.openapi import MOVED
from app.http.rows import ENDED, SENT, other, write
from schemas import StoriesQuery, StoryChoice, StoryDetail, StoryPage


def surface_of_stories() -> Iterator[Endpoint]:
    """The endpoints of stories."""
    asked = partial(other, says={"security": [{"key": []}]})
    page, one = (describe_statuses({200: each}, 401, 403, 404, 422, 503) for each in (StoryPage, StoryDetail))
    yield asked(stories.STORIES_PATH, stories.list_stories, StoriesQuery, answers=page)
    yield asked(f"{stories.STORIES_PATH}/{{id}}", stories.get_story, answers=one)
    row = partial(write, scopes=(stories.CORRECTING,), answer=stories.answer_story, refuses=(*ENDED, *SENT))
    row = partial(row, gives={**describe_statuses({200: StoryDetail}), **MOVED})
    yield row("PUT", "/v1/sources/{id}/story", stories.place_source, StoryChoice)
