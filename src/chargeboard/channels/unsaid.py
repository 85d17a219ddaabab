"""What of an error may be shown, where a server may repeat what it was sent?"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, quote, unquote, urlsplit

HIDDEN = "…"
_LEAST = 6
"""Letters of a part of an address that may be a secret by itself."""


def unsaid(text: str, secrets: Iterable[str]) -> str:
    """The text without secrets, in clear or as they go over the wire."""
    pieces = {form for secret in secrets if secret for piece in _pieces(secret) for form in _forms(piece)}
    for piece in sorted(pieces, key=len, reverse=True):
        text = text.replace(piece, HIDDEN)
    return text


def _pieces(secret: str) -> Iterator[str]:
    """It as a whole; of an address also what leads to a mailbox or a hook behind its host."""
    yield secret
    if "://" not in secret:
        return
    try:
        parts = urlsplit(secret)
    except ValueError:
        return
    behind = parts._replace(scheme="", netloc="", fragment="").geturl()
    values = [value for _, value in parse_qsl(parts.query)]
    yield from (
        one
        for one in (behind, parts.path, *parts.path.split("/"), parts.username, parts.password, *values)
        if one and len(one) >= _LEAST
    )


def _forms(piece: str) -> Iterator[str]:
    yield from (piece, quote(piece), quote(piece, safe=""), unquote(piece))
    yield base64.b64encode(piece.encode()).decode()
