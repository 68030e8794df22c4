"""Endpoints: a row of the surface, how the framework serves it, and what the OpenAPI document says of it.

What an endpoint's function says of itself is what the document says: the first sentence is its summary, the rest its
description; its name is the operation's.
"""

import inspect
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from app.errors import Forbidden, Unauthorized
from app.http import costs, openapi
from app.http.answering import Get, Parts, Representation, respond
from app.http.bodies import length_of
from app.http.clients import address_of, network_of
from app.http.descriptions import Responses
from app.http.limits import MAX_BODY
from app.http.parts import Service
from app.http.quotas import COSTLY, REQUESTS, WRITES, Caller
from app.http.sent import JSON_TYPES, Sent, read_sent_head, token_of
from app.http.threads import PLACE_SECONDS
from app.http.writing import carry_out
from app.reading.question.parameters import Nothing
from app.writing.keys import Key
from app.writing.outcome import Outcome
from app.writing.retries import KeptAnswer
from schemas import Contract, WriteQuery

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, kw_only=True)
class Endpoint(ABC):
    """An address and a method, and what answers there.

    `takes` are the parameters; `rel` is what the service document links it as, `status` that of the first answer that
    the OpenAPI document names. `answers` and `says` are what that document says of its answers and of what is taken,
    where it does not follow from the rest. `name`, `summary` and `description` are those of `act` where they are not
    given. What is not `documented` is for browsers. A body may have `most_bytes`, where that is not what any may.
    """

    address: str
    act: Callable[..., Any]
    tag: str
    method: str = "GET"
    takes: type[Contract] = Nothing
    name: str = ""
    summary: str = ""
    description: str | None = None
    rel: str = ""
    status: int = 200
    answers: Responses = field(default_factory=dict)
    says: Mapping[str, Any] = field(default_factory=dict)
    documented: bool = True
    most_bytes: int | None = None

    @abstractmethod
    async def serve(self, service: Service, request: Request, caller: Caller) -> Response:
        """Answer a request, whose path parameters are what stands in the address's braces, and count it."""

    @abstractmethod
    def responses(self) -> Responses:
        """What the document says of the answers."""

    def extra(self) -> dict[str, Any]:
        """What the document says of what is taken."""
        found = [*self.place(), *openapi.query_parameters(self.takes)]
        return {**({"parameters": found} if found else {}), **self.says}

    def place(self) -> list[dict[str, Any]]:
        """The parameters of the path."""
        found = [openapi.id_parameter(self.address.split("/")[2])] if "/{id}" in self.address else []
        return [*found, *([openapi.DELIVERY] if "/{delivery}" in self.address else [])]

    def handler(self, service: Service) -> Handler:
        """What the framework calls."""

        async def handle(request: Request) -> Response:
            return await self.serve(service, request, Caller(network_of(request.scope), service.quotas))

        return handle

    def route(self, service: Service) -> dict[str, Any]:
        """The route, as the framework is told it: without what the document alone needs, which takes long to gather."""
        return {
            "path": self.address,
            "endpoint": self.handler(service),
            "methods": [self.method],
            "response_class": Response,
            "include_in_schema": self.documented,
        }

    def described_route(self, service: Service) -> dict[str, Any]:
        """The route with all that the document says of it."""
        summary, description = read_docstring(self.act)
        return self.route(service) | {
            "tags": [self.tag],
            "status_code": self.status,
            "operation_id": self.name or self.act.__name__,
            "summary": self.summary or summary.format(collection=self.tag),
            "description": description if self.description is None else self.description,
            "responses": self.responses(),
            "openapi_extra": self.extra(),
        }


@dataclass(frozen=True, kw_only=True)
class ReadEndpoint(Endpoint):
    """A read that a client can keep: `act` gives a representation.

    `gives` describes the answer; `refuses` are the statuses of refusals, besides those of every read. It is answered
    among what `is_costly`, as the request tells.
    """

    gives: Mapping[str, Any] = field(default_factory=dict)
    refuses: tuple[int, ...] = ()
    is_costly: Callable[[Scope], bool] = costs.always

    async def serve(self, service: Service, request: Request, caller: Caller) -> Response:
        """Answer a request, in a thread."""
        asked = (self.read, service, request.scope, request.path_params)
        if not self.is_costly(request.scope):
            await caller.count(REQUESTS)
            return await service.quick.run(*asked, receive=request.receive)
        await caller.count(COSTLY, amount=0)
        answer = await service.costly.run_for(caller, *asked, receive=request.receive, seconds=PLACE_SECONDS)
        if isinstance(answer, Parts):
            answer.body_iterator = service.costly.stream(answer.parts, caller)
        return answer

    def read(self, service: Service, scope: Scope, place: Mapping[str, str]) -> Response:
        """Read what is asked for."""
        get = Get(scope, place)
        made: Representation | Response = self.act(service, get)
        return made if isinstance(made, Response) else respond(get, made)

    def responses(self) -> Responses:
        """The answer with its validators, 304, and the refusals."""
        if self.answers:
            return self.answers
        refusals = [status for status in self.refuses if status != 308]
        moved = openapi.MOVED if 308 in self.refuses else {}
        return {**openapi.kept_responses(dict(self.gives), *refusals, 406, 422, 503), **moved}


@dataclass(frozen=True, kw_only=True)
class WriteEndpoint(Endpoint):
    """A write: `act` does it in a transaction, for a key with one of the `scopes`; `answer` makes the answer.

    `body` is what is sent in one of the `types`, in part where it `is_patch`. `match` describes If-Match where it is
    taken. `gives` are the answers where it goes well, `refuses` the statuses of refusals besides those of every write.
    """

    takes: type[WriteQuery] = WriteQuery
    scopes: Sequence[str]
    answer: Callable[[Outcome[Any], Sent], KeptAnswer]
    gives: Responses
    body: type[Contract] | None = None
    types: Sequence[str] = JSON_TYPES
    is_patch: bool = False
    match: Mapping[str, Any] | None = field(default_factory=lambda: openapi.MATCH)
    refuses: tuple[int, ...] = ()

    async def serve(self, service: Service, request: Request, caller: Caller) -> Response:
        """Carry out what was sent, in a thread. Nothing of its body is taken before its head is known to be good."""
        head = read_sent_head(request, self.takes)
        key = await self._find_key(service, request, caller)
        if self._takes_body and length_of(request) != 0:
            head.check_type(self.types)
        async with service.bodies.hold(request, most=self.most_bytes or MAX_BODY, client=key.prefix):
            sent = replace(head, body=await request.body())
            work = partial(carry_out, service, self.act, request.path_params, sent, key=key, answer=self.answer)
            return await service.writers.run(work)  # whoever sent it and is gone meant it all the same

    @property
    def _takes_body(self) -> bool:
        return self.body is not None or "requestBody" in self.says

    async def _find_key(self, service: Service, request: Request, caller: Caller) -> Key:
        """The key that allows it, for which it is counted; for its address, where there is none."""
        token = token_of(request.headers.get("authorization"))
        try:
            key = await service.quick.run(service.transactions.find_key, token, self.scopes, address_of(request.scope))
        except (Unauthorized, Forbidden):
            await caller.count(REQUESTS)
            raise
        await caller.count(WRITES, who=key.prefix)
        return key

    def responses(self) -> Responses:
        """The answers and the refusals."""
        return {**self.gives, **openapi.problems(401, 403, 409, *self.refuses, 503)}

    def extra(self) -> dict[str, Any]:
        """The key, the parameters, and the body."""
        headers = [*([dict(self.match)] if self.match else ()), openapi.IDEMPOTENCY_KEY]
        told = openapi.write_operation(
            self.body, [*self.place(), *headers], types=self.types, partial=self.is_patch, query=self.takes
        )
        return {**told, **self.says}


@dataclass(frozen=True, kw_only=True)
class OtherEndpoint(Endpoint):
    """An endpoint of its own kind: `act` takes the service and the framework's request.

    What `is_free` is not counted.
    """

    is_free: bool = False

    async def serve(self, service: Service, request: Request, caller: Caller) -> Response:
        """Answer a request, on the loop where `act` is asynchronous, else in a thread."""
        if not self.is_free:
            await caller.count(REQUESTS)
        async with service.bodies.hold(request, most=MAX_BODY, client=caller.name):
            if inspect.iscoroutinefunction(self.act):
                response: Response = await self.act(service, request)
            else:
                response = await run_in_threadpool(self.act, service, request)
        return response

    def responses(self) -> Responses:
        """The answers."""
        return self.answers


def read_docstring(act: Callable[..., Any]) -> tuple[str, str]:
    """The summary and the description in a function's docstring."""
    function = act.func if isinstance(act, partial) else act
    summary, _, description = (inspect.getdoc(function) or "").partition("\n\n")
    return summary.replace("\n", " ").removesuffix("."), description
