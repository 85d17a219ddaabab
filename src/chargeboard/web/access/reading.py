"""For whom is an answer made? What a request may see is settled once, before anything is looked at."""

from __future__ import annotations

from contextvars import ContextVar

from chargeboard.domain.people import Reader, Role

NOBODY = Reader(role=Role.VIEWER, sites=frozenset())
"""Who was not looked at yet: sees nothing."""
_READER: ContextVar[Reader] = ContextVar("reader", default=NOBODY)


def reader() -> Reader:
    """Who asks."""
    return _READER.get()


def answer_to(one: Reader) -> None:
    """All that is made from here on in this request is for that reader."""
    _READER.set(one)
