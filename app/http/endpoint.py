"""Endpoints: a row of the surface, how the framework serves it, and what the OpenAPI document says of it.

What an endpoint's function says of itself is what the document says: the first sentence is its summary, the rest its
description; its name is the operation's.
"""

import inspect
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from app.http import openapi
from app.http.answering import Get, Representation, respond
from app.http.parts import Service
from app.reading.question.parameters import Nothing
from schemas import Contract

Responses = dict[int | str, dict[str, Any]]
Handler = Callable[..., Response | Awaitable[Response]]
STANDS = (404, 410, 308)
"""How a read of something that a record must stand for ends where it does not."""


@dataclass(frozen=True, kw_only=True)
class Endpoint(ABC):
    """An address and a method, and what answers there.

    `takes` are the parameters; `rel` is what the service document links it as. `answers` and `says` are what the
    OpenAPI document says of its answers and of what is taken, where that does not follow from the rest. `name`,
    `summary` and `description` are those of `act` where they are not given. What is not `documented` is for browsers.
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
    answers: Responses = field(default_factory=dict)
    says: Mapping[str, Any] = field(default_factory=dict)
    documented: bool = True

    @abstractmethod
    def handler(self, service: Service) -> Handler:
        """What the framework calls."""

    @abstractmethod
    def responses(self) -> Responses:
        """What the document says of the answers."""

    def extra(self) -> dict[str, Any]:
        """What the document says of what is taken."""
        found = [*self.place(), *openapi.query_parameters(self.takes)]
        return {**({"parameters": found} if found else {}), **self.says}

    def place(self) -> list[dict[str, Any]]:
        """The parameters of the path."""
        return [openapi.id_parameter(self.address.split("/")[2])] if "/{id}" in self.address else []

    def route(self, service: Service) -> dict[str, Any]:
        """The route, as the framework is told it."""
        summary, description = told_by(self.act)
        return {
            "path": self.address,
            "endpoint": self.handler(service),
            "methods": [self.method],
            "tags": [self.tag],
            "response_class": Response,
            "operation_id": self.name or self.act.__name__,
            "summary": self.summary or summary,
            "description": description if self.description is None else self.description,
            "responses": self.responses() if self.documented else None,
            "openapi_extra": self.extra() if self.documented else None,
            "include_in_schema": self.documented,
        }


@dataclass(frozen=True, kw_only=True)
class Read(Endpoint):
    """A read that a client can keep: `act` gives a representation.

    `gives` describes the answer; `refuses` are the statuses of refusals, besides those of every read.
    """

    gives: Mapping[str, Any] = field(default_factory=dict)
    refuses: tuple[int, ...] = ()

    def answer(self, service: Service, scope: Scope, place: Mapping[str, str]) -> Response:
        """Answer a request."""
        get = Get(scope, place)
        made: Representation | Response = self.act(service, get)
        return made if isinstance(made, Response) else respond(get, made)

    def handler(self, service: Service) -> Handler:
        """What the framework calls, in a thread."""

        def handle(request: Request) -> Response:
            return self.answer(service, request.scope, request.path_params)

        return handle

    def responses(self) -> Responses:
        """The answer with its validators, 304, and the refusals."""
        if self.answers:
            return self.answers
        refusals = [status for status in self.refuses if status != 308]
        moved = openapi.MOVED if 308 in self.refuses else {}
        return {**openapi.kept(dict(self.gives), *refusals, 406, 422, 503), **moved}


@dataclass(frozen=True, kw_only=True)
class Plain(Endpoint):
    """An endpoint of its own kind: `act` takes the service and the framework's request."""

    def handler(self, service: Service) -> Handler:
        """What the framework calls: on the loop where it is asynchronous, else in a thread."""
        if inspect.iscoroutinefunction(self.act):

            async def handle_on_the_loop(request: Request) -> Response:
                response: Response = await self.act(service, request)
                return response

            return handle_on_the_loop

        def handle(request: Request) -> Response:
            response: Response = self.act(service, request)
            return response

        return handle

    def responses(self) -> Responses:
        """The answers."""
        return self.answers


def told_by(act: Callable[..., Any]) -> tuple[str, str]:
    """The summary and the description in a function's docstring."""
    function = act.func if isinstance(act, partial) else act
    summary, _, description = (inspect.getdoc(function) or "").partition("\n\n")
    return summary.replace("\n", " ").removesuffix("."), description
