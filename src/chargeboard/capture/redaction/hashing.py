"""
What stands for a token from now on?

A hash under the installation's own key: the same card stays the same card, in frames and in figures, and
nobody can tell whose it is.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

_MOST_HELD = 16 << 20
_KEPT_WITH_IT = 200


class Hashes:
    """Hashes under one key."""

    def __init__(self, key: bytes, in_clear: Iterable[str] = ()) -> None:
        """`in_clear`: tokens that stay what they are, for they are nobody's."""
        self.key = key
        """Never to be told to anybody but another process of ours."""
        self._in_clear = {_folded(token) for token in in_clear}
        self._known: dict[str, str] = {}
        self._held = 0
        """How many characters of tokens are remembered."""

    def of(self, token: str) -> str:
        """
        What stands for a token from now on: `t:` and 16 hexadecimal digits.

        Letter case does not tell tokens apart (OCPP's CiString). The last four digits prove under our key
        that it is a hash already, so that a frame that comes back from our own journal stays what it is.
        """
        known = self._known.get(token)
        if known is None:
            is_told = self._is_hash(token) or (self._in_clear and _folded(token) in self._in_clear)
            known = token if is_told else self._make(token)
            self._held += len(token) + _KEPT_WITH_IT
            if self._held > _MOST_HELD:
                self._known.clear()
                self._held = len(token) + _KEPT_WITH_IT
            if self._held <= _MOST_HELD:
                self._known[token] = known
        return known

    def forgotten_name(self, token: str, station: str, salt: str) -> str:
        """
        What stands at a charger for a token that is to be forgotten: `f:` and as many digits as a hash has.

        Nobody comes from one to the other without the salt. It is left as it is like a hash.
        """
        digits = self._digest("forgotten", f"{salt}\0{station}\0{token}", 6)
        return f"f:{digits}{self._digest('proof', digits, 2)}"

    def _make(self, token: str) -> str:
        digits = self._digest("token", _folded(token), 6)
        return f"t:{digits}{self._digest('proof', digits, 2)}"

    def _is_hash(self, token: str) -> bool:
        return (
            len(token) == 18
            and token.startswith(("t:", "f:"))
            and token[14:] == self._digest("proof", token[2:14], 2)
        )

    def _digest(self, purpose: str, text: str, size: int) -> str:
        return hashlib.blake2b(
            text.encode("utf-8", "surrogatepass"), key=self.key, digest_size=size, person=purpose.encode()
        ).hexdigest()


def key_in(path: Path | None) -> bytes:
    """The key in a file, made at first use and readable by its owner only; without a file one for now."""
    if path is None:
        return secrets.token_bytes(32)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32))
        try:
            os.link(draft, path)  # whoever came first has made the key; a link never replaces it
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return bytes.fromhex(path.read_text().strip())


def _folded(token: str) -> str:
    return token.strip().casefold()
