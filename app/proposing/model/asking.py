"""Model drafting: proposals get a title, a summary and roles from a model, where these name nothing of its own."""

import asyncio
import datetime as dt
import json
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import structlog
from pydantic import TypeAdapter
from sqlalchemy import or_, select, update

from app.proposing.known_records import KnownRecords
from app.proposing.model.endpoint import ModelClient, ModelEndpoint, ModelFailed, ModelUnreachable
from app.proposing.model.judging import DueProposal, Judged, judge_draft, rank_candidates
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.proposal_tables import ProposalRow
from schemas import ProposedPart

MOST_ASKINGS = 3
"""How often a model is asked of one sentence, where no answer can be read."""
ASK_AGAIN = dt.timedelta(minutes=5)
"""How long after a model was asked it is asked again."""
MOST_CANDIDATES = 20
"""How many developments, those most alike by words, a model ranks."""
LONGEST_LEFT_ALONE = 600.0
log = structlog.get_logger()
_proposals = columns_of(ProposalRow)
_parts = TypeAdapter(tuple[ProposedPart, ...])


class ModelDrafter:
    """Asks a model of the proposals of one database, one after the other; what it does not do is left as it is."""

    def __init__(self, database: Database, endpoint: ModelEndpoint, known: KnownRecords) -> None:
        self._database = database
        self._endpoint = endpoint
        self._known = known
        self._failures = 0

    async def draft_all(self, call: Callable[..., Awaitable[Any]], stopping: asyncio.Event) -> float:
        """Ask of every proposal that is due; the seconds to leave the endpoint alone, where it stopped answering.

        `call` calls in a thread. Raises what a database does that does not answer.
        """
        async with self._endpoint.connect() as model:
            while not stopping.is_set():
                due: DueProposal | None = await call(self._take_next)
                if due is None:
                    return 0.0
                try:
                    judged = await self._ask(model, due, call)
                except ModelUnreachable as failure:
                    await call(partial(self._release, due))
                    judged = Judged(None, str(failure))
                else:
                    await call(partial(self._keep, due, judged))
                log.info("model", proposal=due.id, outcome=judged.outcome, reason=judged.reason)
                if self._failures:
                    break
        return min(5.0 * 2 ** min(self._failures - 1, 10), LONGEST_LEFT_ALONE) if self._failures else 0.0

    async def _ask(self, model: ModelClient, due: DueProposal, call: Callable[..., Awaitable[Any]]) -> Judged:
        actors = [each["id"] for each in due.draft.get("actors", ())]
        near: Sequence[ProposedPart] = ()
        try:
            near = await self._rank(model, due)
            answer = await model.draft(due.exact, heading=due.heading, actors=actors)
        except ModelFailed as failure:
            self._failures += 1
            if isinstance(failure, ModelUnreachable):
                raise
            return Judged("failed" if due.tries >= MOST_ASKINGS else None, str(failure), parts=near)
        self._failures = 0
        judged: Judged = await call(partial(judge_draft, answer, due, near, model=self._endpoint.chat))
        return judged

    async def _rank(self, model: ModelClient, due: DueProposal) -> Sequence[ProposedPart]:
        """What a model finds near; nothing where it makes no vectors. Raises `ModelUnreachable`."""
        if not due.candidates:
            return ()
        texts = [due.exact, *(f"{each.title}. {each.summary}" for each in due.candidates)]
        try:
            vectors = await model.embed(texts)
        except ModelUnreachable:
            raise
        except ModelFailed as failure:
            log.info("model", proposal=due.id, outcome="not ranked", reason=str(failure))
            return ()
        return rank_candidates(vectors, due.candidates, model=self._endpoint.embeddings)

    def _take_next(self) -> DueProposal | None:
        """Hold the proposal that is due; it counts as asked of from now on, so that nothing is lost with a process."""
        now = dt.datetime.now(dt.UTC)
        with self._database.write() as connection:
            is_due = _proposals.model_due_at <= now
            is_left = or_(_proposals.state != "open", _proposals.drafted_by.is_not(None))
            connection.execute(update(ProposalRow).where(is_due, is_left).values(model_due_at=None))
            query = select(*_proposals).where(is_due).order_by(_proposals.model_due_at, _proposals.id).limit(1)
            row = connection.execute(query).one_or_none()
            if row is None:
                return None
            tries = (row.model_tries or 0) + 1
            held = {"model_tries": tries, "model_due_at": now + ASK_AGAIN}
            connection.execute(update(ProposalRow).where(_proposals.id == row.id).values(**held))
        with self._database.read_primary() as connection:
            known = self._known.read(connection)
        return DueProposal(
            id=row.id,
            start=row.start,
            exact=row.exact,
            heading=row.heading,
            parts=_parts.validate_json(row.parts),
            draft=json.loads(row.draft),
            revision=row.revision,
            tries=tries,
            register=known.register,
            candidates=known.neighbourhood.most_alike(row.exact, MOST_CANDIDATES),
        )

    def _keep(self, due: DueProposal, judged: Judged) -> None:
        """Write down what came of it, unless somebody has decided, or written a draft, meanwhile."""
        if judged.outcome is None:
            return  # it is asked of again when it is due again
        values: dict[str, Any] = {
            "model": judged.outcome,
            "model_reason": judged.reason,
            "model_due_at": None,
            "parts": _parts.dump_json((*due.parts, *judged.parts)).decode(),
            "draft": json.dumps({**due.draft, **judged.draft}, ensure_ascii=False),
            "revision": due.revision + 1,
            "updated_at": dt.datetime.now(dt.UTC),
        }
        unchanged = (_proposals.id == due.id) & (_proposals.revision == due.revision) & (_proposals.state == "open")
        with self._database.write() as connection:
            connection.execute(update(ProposalRow).where(unchanged).values(**values))

    def _release(self, due: DueProposal) -> None:
        """Have it not count as asked of: nobody was there."""
        with self._database.write() as connection:
            connection.execute(update(ProposalRow).where(_proposals.id == due.id).values(model_tries=due.tries - 1))
