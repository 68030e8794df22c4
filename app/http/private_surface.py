"""The surface of what is beside the record: endpoints that answer nobody without a key, a row each."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from app.http import deliveries, drafts, feeds, keys, private, proposals, stories, webhooks
from app.http.descriptions import describe_creation, describe_statuses
from app.http.endpoint import Endpoint
from app.http.openapi import IF_MATCH, MOVED
from app.http.private import answer_written
from app.http.rows import BARE, ENDED, SENT, other, write
from app.http.sent import PATCH_TYPES
from app.http.writing import CREATED
from schemas import (
    Acceptance,
    AccessKeyDetail,
    AccessKeyDraft,
    AccessKeyPage,
    AccessKeysQuery,
    BriefingDraft,
    BriefingRequest,
    DeliveriesQuery,
    DeliveryDetail,
    DeliveryPage,
    DraftCheckDetail,
    DraftDetail,
    DraftDiffQuery,
    DraftPage,
    DraftQuery,
    DraftsQuery,
    EditionDiffDetail,
    FeedDetail,
    FeedDraft,
    FeedPage,
    FeedsQuery,
    NewAccessKeyDetail,
    NewWebhookDetail,
    PollPage,
    PollsQuery,
    ProposalDetail,
    ProposalEdit,
    ProposalPage,
    ProposalsQuery,
    Rejection,
    StoriesQuery,
    StoryChoice,
    StoryDetail,
    StoryPage,
    WebhookDetail,
    WebhookDraft,
    WebhookPage,
)


def surface_of_webhooks() -> Iterator[Endpoint]:
    """Who is told of changes."""
    many, one = webhooks.WEBHOOKS_PATH, webhooks.ONE
    key: dict[str, Any] = {"security": [{"key": []}]}
    asked = partial(other, says=key)
    made, changed = (
        partial(write, answer=partial(answer_written, path=many, status=CREATED)),
        partial(write, answer=partial(answer_written, path=many)),
    )
    yield asked(many, webhooks.list_webhooks, answers=describe_statuses({200: WebhookPage}, 401, 403, 404, 422, 503))
    first = partial(made, gives=describe_statuses({201: NewWebhookDetail}), match=None, refuses=SENT)
    yield first("POST", many, webhooks.create_webhook, WebhookDraft)
    yield asked(one, webhooks.get_webhook, answers=describe_statuses({200: WebhookDetail}, 401, 403, 404, 422, 503))
    patch = partial(changed, gives=describe_statuses({200: WebhookDetail}), types=PATCH_TYPES, is_patch=True)
    yield patch("PATCH", one, webhooks.change_webhook, WebhookDraft, refuses=(404, *SENT))
    gone = partial(write, gives=describe_statuses({204: None}), answer=private.answer_nothing, refuses=(404, *BARE))
    yield gone("DELETE", one, webhooks.delete_webhook)
    again = partial(changed, gives=describe_statuses({200: NewWebhookDetail}), refuses=(404, *BARE))
    yield again("POST", f"{one}/rotate", webhooks.rotate_webhook)
    log, page = f"{one}/deliveries", describe_statuses({200: DeliveryPage}, 401, 403, 404, 422, 503)
    yield asked(log, deliveries.list_deliveries, DeliveriesQuery, answers=page)
    more = partial(
        write, gives=describe_statuses({202: DeliveryDetail}), answer=deliveries.answer_redelivery, status=202
    )
    more = partial(more, refuses=(404, *BARE))
    yield more("POST", f"{log}/{{delivery}}/redeliver", deliveries.redeliver)


def surface_of_feeds() -> Iterator[Endpoint]:
    """Where sources come from by themselves."""
    many, one = feeds.FEEDS_PATH, feeds.ONE_FEED
    asked = partial(other, says={"security": [{"key": []}]})
    made, changed = (
        partial(write, answer=partial(answer_written, path=many, status=CREATED)),
        partial(write, answer=partial(answer_written, path=many)),
    )
    listed = describe_statuses({200: FeedPage}, 401, 403, 404, 422, 503)
    yield asked(many, feeds.list_feeds, FeedsQuery, answers=listed)
    first = partial(made, gives=describe_statuses({201: FeedDetail}), match=None, refuses=(409, *SENT))
    yield first("POST", many, feeds.create_feed, FeedDraft)
    yield asked(one, feeds.get_feed, answers=describe_statuses({200: FeedDetail}, 401, 403, 404, 422, 503))
    patch = partial(changed, gives=describe_statuses({200: FeedDetail}), types=PATCH_TYPES, is_patch=True)
    yield patch("PATCH", one, feeds.change_feed, FeedDraft, refuses=(404, *SENT))
    gone = partial(write, gives=describe_statuses({204: None}), answer=private.answer_nothing, refuses=(404, *BARE))
    yield gone("DELETE", one, feeds.delete_feed)
    log = describe_statuses({200: PollPage}, 401, 403, 404, 422, 503)
    yield asked(f"{one}/polls", feeds.list_polls, PollsQuery, answers=log)


def surface_of_proposals() -> Iterator[Endpoint]:
    """What sentences could become, until somebody has decided."""
    many, one = proposals.PROPOSALS_PATH, proposals.ONE_PROPOSAL
    asked = partial(other, says={"security": [{"key": []}]})
    listed = describe_statuses({200: ProposalPage}, 401, 403, 404, 422, 503)
    yield asked(many, proposals.list_proposals, ProposalsQuery, answers=listed)
    shown = describe_statuses({200: ProposalDetail}, 401, 403, 404, 422, 503)
    yield asked(one, proposals.get_proposal, answers=shown)
    row = partial(write, answer=partial(answer_written, path=many), gives=describe_statuses({200: ProposalDetail}))
    row = partial(row, refuses=(404, 409, *SENT))
    yield row("PATCH", one, proposals.edit_draft, ProposalEdit, types=PATCH_TYPES)
    yield row("POST", f"{one}/accept", proposals.accept, Acceptance)
    yield row("POST", f"{one}/reject", proposals.reject, Rejection)
    yield partial(row, refuses=(404, 409, *BARE))("POST", f"{one}/reopen", proposals.reopen)


def surface_of_drafts() -> Iterator[Endpoint]:
    """Briefings, until they are published."""
    many, one = drafts.DRAFTS_PATH, drafts.ONE_DRAFT
    asked = partial(other, says={"security": [{"key": []}]})
    told = (DraftPage, DraftDetail, DraftCheckDetail, EditionDiffDetail)
    page, shown, checked, differing = (describe_statuses({200: each}, 401, 403, 404, 422, 503) for each in told)
    yield asked(many, drafts.list_drafts, DraftsQuery, answers=page)
    scoped = partial(write, scopes=(drafts.DRAFTING_SCOPE,))
    made = partial(
        scoped, answer=partial(answer_written, path=many, status=CREATED), gives=describe_statuses({201: DraftDetail})
    )
    made = partial(made, match=None, refuses=(409, *SENT))
    yield made("POST", many, drafts.create_draft, BriefingDraft)
    yield made("POST", f"{many}/assemble", drafts.assemble_draft, BriefingRequest)
    yield asked(one, drafts.get_draft, DraftQuery, answers=shown)
    patch = partial(scoped, answer=partial(answer_written, path=many), gives=describe_statuses({200: DraftDetail}))
    patch = partial(patch, types=PATCH_TYPES, is_patch=True, match=IF_MATCH, refuses=(404, 409, *SENT, 428))
    yield patch("PATCH", one, drafts.change_draft, BriefingDraft)
    gone = partial(scoped, answer=private.answer_nothing, gives=describe_statuses({204: None}))
    yield gone("DELETE", one, drafts.delete_draft, match=IF_MATCH, refuses=(404, *BARE, 428))
    yield asked(f"{one}/check", drafts.get_draft_check, answers=checked)
    yield asked(f"{one}/diff", drafts.get_draft_diff, DraftDiffQuery, answers=differing)
    publish = partial(scoped, gives=describe_creation("Briefing"), refuses=(404, *SENT))
    yield publish("POST", f"{one}/publish", drafts.publish_draft)


def surface_of_stories() -> Iterator[Endpoint]:
    """Which sources tell the same."""
    asked = partial(other, says={"security": [{"key": []}]})
    page, one = (describe_statuses({200: each}, 401, 403, 404, 422, 503) for each in (StoryPage, StoryDetail))
    yield asked(stories.STORIES_PATH, stories.list_stories, StoriesQuery, answers=page)
    yield asked(f"{stories.STORIES_PATH}/{{id}}", stories.get_story, answers=one)
    row = partial(write, scopes=(stories.CORRECTING,), answer=stories.answer_story, refuses=(*ENDED, *SENT))
    row = partial(row, gives={**describe_statuses({200: StoryDetail}), **MOVED})
    yield row("PUT", "/v1/sources/{id}/story", stories.place_source, StoryChoice)


def surface_of_keys() -> Iterator[Endpoint]:
    """What writers prove themselves by."""
    many, one = keys.KEYS_PATH, keys.ONE_KEY
    asked = partial(other, says={"security": [{"key": []}]})
    listed, shown = (
        describe_statuses({200: each}, 401, 403, 404, 422, 503) for each in (AccessKeyPage, AccessKeyDetail)
    )
    yield asked(many, keys.list_access_keys, AccessKeysQuery, answers=listed, name="list_keys")
    made = describe_statuses({201: NewAccessKeyDetail})
    first = partial(
        write, answer=partial(answer_written, path=many, status=CREATED), gives=made, match=None, refuses=(409, *SENT)
    )
    yield first("POST", many, keys.add_access_key, AccessKeyDraft, name="create_key")
    yield asked(one, keys.get_access_key, answers=shown, name="get_key")
    row = partial(write, answer=partial(answer_written, path=many), refuses=(404, 409, *BARE))
    again, ended = (describe_statuses({200: each}) for each in (NewAccessKeyDetail, AccessKeyDetail))
    yield row("POST", f"{one}/rotate", keys.rotate_access_key, gives=again, name="rotate_key")
    yield row("POST", f"{one}/revoke", keys.revoke_access_key, gives=ended, name="revoke_key")
