"""Why does somebody not get in by another service?"""

from __future__ import annotations


class IssuerError(Exception):
    """The service, or what it says, is not as it should be; says so, and as which status."""

    def __init__(self, why: str, status: int = 502) -> None:
        super().__init__(why)
        self.status = status


class UnknownKeyError(Exception):
    """What it says is signed by a key that we have not seen."""
