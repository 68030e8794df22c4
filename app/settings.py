"""Settings: every one of them, read from the environment as `TRACKER_…`."""

import os
import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL, make_url

from app.language.suggesting import nearest
from app.rules.hosts import hosts_in
from app.store.connections import normalize_url

PREFIX = "TRACKER_"
_LIMIT = re.compile(r"[1-9][0-9]{0,8}\s*(/|per)\s*([1-9][0-9]{0,3}\s+)?(second|minute|hour|day)s?", re.IGNORECASE)
SHORTEST_SECRET = 32
"""How many characters what seals has at least: it is not guessed, if it was drawn at random."""
_OF_A_PLATFORM = re.compile(r"TRACKER_([A-Z0-9_]+_)?(SERVICE_(HOST|PORT)|PORT_[0-9]+_)")
"""What Kubernetes sets in every container where a service is named `tracker` or `tracker-…`."""


class Unknown(ValueError):
    """Variables of the environment that look like settings and are none; `sentences` names each, and the nearest."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Settings(BaseSettings):
    """What can be set; `tracker settings` prints this page with the values in force."""

    model_config = SettingsConfigDict(env_prefix="TRACKER_", use_attribute_docstrings=True, frozen=True)

    database_url: str = "sqlite:///tracker.db"
    """`sqlite:///file` (relative to the current folder; four slashes for an absolute path) or `postgresql://…`."""
    read_database_url: str | None = None
    """Streaming replicas of a PostgreSQL database, to which reads go: `postgresql://…`. A read that needs what they
    have not yet (`min_snapshot`) waits a little and then asks the primary."""
    pool_size: int = Field(default=10, ge=1, le=200)
    """The most connections to the database, for reading and for writing each, of every process. SQLite is written on
    one."""
    cors_origins: str = "*"
    """Origins whose pages may read the API, comma-separated; `*` for all. Never with credentials."""
    public_url: str | None = Field(default=None, pattern=r"^https?://[^\s/?#]+(/[^\s?#]*[^\s/?#])?$")
    """Where clients find the service, without a slash at the end: feeds and reconciliation name addresses in full.
    Where it is not set, or empty, they name the address that the connection came in on. The image sets it."""
    allowed_hosts: str = ""
    """Hosts, comma-separated, that clients may find the service by where `TRACKER_PUBLIC_URL` is not set: the `Host`
    of a request is named in addresses only where it is one of these, with its port or, where none is given, any."""
    cache_bytes: int = Field(default=64 * 1024 * 1024, ge=0, le=2**34)
    """How many bytes of answers each process keeps to give them again; 0 keeps none."""
    webhook_allow_private: bool = False
    """Whether webhooks may lead to private, loopback and link-local addresses; for tests and closed networks."""
    collect: bool = False
    """Whether `tracker work`, and on SQLite `tracker serve`, poll feeds as well."""
    collect_allow_private: bool = False
    """Whether feeds may lead to private, loopback and link-local addresses; for tests and closed networks."""
    two_people: bool = False
    """Whether whoever has edited the draft of a proposal, or of a briefing, has somebody else accept or publish it.

    Keys with the same person are one person's.
    """
    model_url: str | None = Field(default=None, pattern=r"^https?://[^\s/?#]+(/[^\s?#]*[^\s/?#])?$")
    """A model that drafts proposals, at an address as OpenAI's API has it, such as `http://127.0.0.1:11434/v1`; what it
    names and the quoted words do not is dropped. Where it is not set, or empty, no model is asked."""
    model_key: SecretStr | None = None
    """What it needs as `Authorization: Bearer …`."""
    model_chat: str = "default"
    """The model's name at `/chat/completions`, which drafts titles, summaries and roles."""
    model_embeddings: str = "default"
    """The model's name at `/embeddings`, by which developments are ranked as near."""
    limit_requests: str = "60000 per minute"
    """How many requests an address may send, but those counted below; an IPv6 address counts as its /64. Empty for no
    limit, as for the two below."""
    limit_costly: str = "120000 per minute"
    """How many milliseconds an address may have the service work at what may take long: searches, facets, exports."""
    limit_writes: str = "30000 per minute"
    """How many writes a key may send."""
    limits_url: str | None = Field(default=None, pattern=r"^(rediss?|redis\+unix)://.+")
    """Where several processes count together what clients ask for: `redis://…`. Where it is not set, or empty, each
    process counts for itself. It needs the extra `redis`."""
    trusted_proxies: str = ""
    """Addresses and networks, comma-separated, of the proxies in front, whose `X-Forwarded-For` and
    `X-Forwarded-Proto` are believed: `127.0.0.1, 10.0.0.0/8`."""
    metrics_key: SecretStr | None = None
    """What `/metrics` needs as `Authorization: Bearer …`. Where it is not set, or empty, it is open to all."""
    otlp_url: str | None = Field(default=None, pattern=r"^https?://.+")
    """A collector that takes OpenTelemetry's protocol over HTTP, to which a span is told for each request, as
    `http://127.0.0.1:4318`. It needs the extra `otel`."""
    secret: SecretStr | None = None
    """What the secrets of webhooks are sealed with in the database: 32 characters or more, drawn at random; where it is
    not set, they are kept in the clear. Several, comma-separated, all unseal, and the first seals: `tracker migrate`
    seals again what another has sealed."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """The least level that is logged."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What seals, and what only unseals."""
        return _parts_of(self.secret) if self.secret is not None else ()

    @field_validator(
        "public_url", "limits_url", "metrics_key", "model_key", "model_url", "otlp_url", "secret", mode="before"
    )
    @classmethod
    def _empty_is_not_set(cls, value: object) -> object:
        return value or None

    @field_validator("database_url", "read_database_url")
    @classmethod
    def _is_supported(cls, value: str | None) -> str | None:
        if value is not None:
            normalize_url(value)
        return value

    @field_validator("secret")
    @classmethod
    def _is_long(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and any(len(part) < SHORTEST_SECRET for part in _parts_of(value)):
            raise ValueError(f"must have at least {SHORTEST_SECRET} characters, as `openssl rand -hex 32` draws them")
        return value

    @field_validator("allowed_hosts")
    @classmethod
    def _are_hosts(cls, value: str) -> str:
        hosts_in(value)
        return value

    @field_validator("limit_requests", "limit_costly", "limit_writes")
    @classmethod
    def _are_limits(cls, value: str) -> str:
        if value.strip() and not _LIMIT.fullmatch(value.strip()):
            raise ValueError("must be a number in a time, as `600 per minute` or `10000 per 2 hours`")
        return value.strip()

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        for each in filter(None, map(str.strip, value.split(","))):
            try:
                ip_network(each)
            except ValueError:
                raise ValueError(f"{each} is no address or network, as 127.0.0.1 or 10.0.0.0/8") from None
        return value

    @model_validator(mode="after")
    def _replicas_are_postgresql(self) -> Self:
        urls = [self.database_url, *filter(None, [self.read_database_url])]
        if len(urls) > 1 and any(normalize_url(url).get_backend_name() != "postgresql" for url in urls):
            raise ValueError("TRACKER_READ_DATABASE_URL: replicas need postgresql:// for both databases")
        return self


def of_environment() -> Settings:
    """The settings of the environment. Raises pydantic's `ValidationError` for a wrong value, `Unknown` for a name."""
    if unknown := list(_unknown(os.environ)):
        raise Unknown(unknown)
    return Settings()


def _parts_of(secret: SecretStr) -> tuple[str, ...]:
    return tuple(part.strip() for part in secret.get_secret_value().split(","))


def secrets_in(url: URL) -> list[str]:
    """The parameters of a database's URL that nobody is to read."""
    return [name for name in url.query if "password" in name]


def without_password(url: str | URL) -> str:
    """A database's URL as it may be shown."""
    given = make_url(url)
    return given.update_query_dict(dict.fromkeys(secrets_in(given), "***")).render_as_string(hide_password=True)


def _unknown(environment: Mapping[str, str]) -> Iterator[str]:
    known = [name.upper() for name in Settings.model_fields]
    for name in sorted(environment):
        word = name.upper().removeprefix(PREFIX)
        if not name.upper().startswith(PREFIX) or word in known or _OF_A_PLATFORM.match(name):
            continue
        if environment[name].startswith(("tcp://", "udp://", "sctp://")):  # Kubernetes' TRACKER_PORT
            continue
        near = nearest(word, known)
        hint = f"Did you mean {PREFIX}{near[0]}?" if near else "`tracker settings` lists them."
        yield f"{name} is no setting. {hint}"
