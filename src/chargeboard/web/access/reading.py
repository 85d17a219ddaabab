"""For whom is an answer made? What a request may see is settled once, before anything is looked at."""

from __future__ import annotations

from contextvars import ContextVar

from chargeboard.domain.people import Reader, Role
from chargeboard.run.people.audit import Change

NOBODY = Reader(role=Role.VIEWER, sites=frozenset())
"""Who was not looked at yet: sees nothing."""
_READER: ContextVar[Reader] = ContextVar("reader", default=NOBODY)

_CHANGE: ContextVar[Change | None] = ContextVar("change", default=None)


def reader() -> Reader:
    """Who asks."""
    return _READER.get()


def answer_to(one: Reader) -> None:
    """All that is made from here on in this request is for that reader."""
    _READER.set(one)


def change_of_request() -> Change | None:
    """What this request changes, where it changes anything."""
    return _CHANGE.get()


def changing(change: Change | None) -> None:
    """Something is changed by this request; None: it is not, after all."""
    _CHANGE.set(change)


def made(name: str) -> None:
    """The change is about something that came about by it."""
    change = _CHANGE.get()
    if change is not None:
        change.make(name)


def about(*names: str) -> None:
    """What the change is about, where only what was sent tells; said before anything is changed."""
    change = _CHANGE.get()
    if change is not None:
        change.meet(*names)
