"""The vault: secrets that are kept sealed in the database, where there is something to seal them with."""

import base64
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SEALED = "sealed.1."
"""What a sealed secret begins with; then the name of what it was sealed with, a full stop, and Base64."""
NONCE_BYTES = 12
_PURPOSE = b"uk-security-policy-tracker, secrets in the database"


class Locked(Exception):
    """A secret that was sealed with what is not at hand; its text is a sentence for whoever runs the service."""


@dataclass(frozen=True)
class _Key:
    """What seals, and the name that it is told from others by, which gives nothing of it away."""

    name: str
    value: bytes


class Vault:
    """Seals by AES-256-GCM with what the first of the operator's secrets gives; any of them unseals.

    Where there is none, secrets are kept as they are, but for those that are sealed always. What a secret is `about` is
    sealed with it, so that it opens in its own place alone.
    """

    def __init__(self, given: Sequence[str]) -> None:
        self._keys = [_derive_key(each) for each in given]
        self._own = _derive_key(secrets.token_hex(32))

    def seal(self, text: str, *, about: str) -> str:
        """A secret as it is kept."""
        return _seal(self._keys[0], text, about=about) if self._keys else text

    def seal_always(self, text: str, *, about: str) -> str:
        """A secret that is never kept in the clear: without a secret of the operator's, this vault alone unseals it."""
        return _seal(self._keys[0] if self._keys else self._own, text, about=about)

    def unseal(self, kept: str, *, about: str) -> str:
        """A secret from what is kept of it. Raises `Locked`."""
        if not kept.startswith(SEALED):
            return kept
        name, _, sealed = kept.removeprefix(SEALED).partition(".")
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415  # only where something is sealed

        for key in (*self._keys, self._own):
            if key.name == name:
                raw = base64.b64decode(sealed)
                try:
                    opened: bytes = _cipher(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], about.encode())
                except InvalidTag as error:
                    raise Locked("A sealed secret in the database was altered, and cannot be read.") from error
                return opened.decode()
        if not self._keys:
            raise Locked("A secret in the database is sealed, and TRACKER_SECRET is not set: set what sealed it.")
        raise Locked("A secret in the database was sealed with another TRACKER_SECRET than the one that is set.")

    def is_fresh(self, kept: str) -> bool:
        """Whether a secret is kept as `seal` would keep it now."""
        name = f"{SEALED}{self._keys[0].name}." if self._keys else ""
        return kept.startswith(name) if name else not kept.startswith(SEALED)


def _derive_key(given: str) -> _Key:
    """HKDF with SHA-256, and no salt, as what is given was drawn at random (RFC 5869)."""
    extracted = hmac.digest(bytes(32), given.encode(), "sha256")
    value = hmac.digest(extracted, _PURPOSE + b"\x01", "sha256")
    return _Key(hmac.digest(value, b"name", "sha256").hex()[:8], value)


def _seal(key: _Key, text: str, *, about: str) -> str:
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + _cipher(key).encrypt(nonce, text.encode(), about.encode())
    return f"{SEALED}{key.name}.{base64.b64encode(sealed).decode()}"


def _cipher(key: _Key) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  # only where something is sealed

    return AESGCM(key.value)
