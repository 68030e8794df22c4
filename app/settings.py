"""Settings: every one of them, read from the environment as `TRACKER_…`."""

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.store.database import normalized


class Settings(BaseSettings):
    """What can be set; `tracker settings` prints this page with the values in force."""

    model_config = SettingsConfigDict(env_prefix="TRACKER_", use_attribute_docstrings=True, frozen=True)

    database_url: str = "sqlite:///tracker.db"
    """`sqlite:///file` (relative to the current folder; four slashes for an absolute path) or `postgresql://…`."""
    read_database_url: str | None = None
    """Streaming replicas of a PostgreSQL database, to which reads go: `postgresql://…`. A read that needs what they
    have not yet (`min_snapshot`) waits a little and then asks the primary."""
    pool_size: int = Field(default=10, ge=1, le=200)
    """The most connections to the database, for reading and for writing each, of every process."""
    cors_origins: str = "*"
    """Origins whose pages may read the API, comma-separated; `*` for all. Never with credentials."""
    public_url: str = Field(default="http://127.0.0.1:8000", pattern=r"^https?://[^\s/?#]+(/[^\s?#]*[^\s/?#])?$")
    """Where clients find the service, without a slash at the end; feeds and reconciliation name addresses in full.
    `tracker serve` takes its own host and port where this is not set."""
    cache_bytes: int = Field(default=64 * 1024 * 1024, ge=0, le=2**34)
    """How many bytes of answers each process keeps to give them again; 0 keeps none."""
    webhook_allow_private: bool = False
    """Whether webhooks may lead to private, loopback and link-local addresses; for tests and closed networks."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """The least level that is logged."""

    @field_validator("database_url", "read_database_url")
    @classmethod
    def _is_supported(cls, value: str | None) -> str | None:
        if value is not None:
            normalized(value)
        return value

    @model_validator(mode="after")
    def _replicas_are_postgresql(self) -> Self:
        urls = [self.database_url, *filter(None, [self.read_database_url])]
        if len(urls) > 1 and any(normalized(url).get_backend_name() != "postgresql" for url in urls):
            raise ValueError("replicas need postgresql:// for both databases")
        return self
