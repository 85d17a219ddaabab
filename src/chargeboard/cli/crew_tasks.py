"""
What can a process of the crew be asked to do, and how does it do that?

Tasks are told as bytes and done one after the other, over a store that the process has for itself.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cached_property
from multiprocessing.connection import Connection
from multiprocessing.queues import Queue
from typing import Self, TypeAlias

import click
import msgspec

from chargeboard.capture.gathering import JournalKeeper
from chargeboard.capture.rejects import Rejects
from chargeboard.cli.backfill.steps import Fill, Spill, fill, spill
from chargeboard.cli.children import begin_child
from chargeboard.cli.place import Place, told_plainly
from chargeboard.cli.terminal import tell
from chargeboard.cli.understood import understood, without_search_for_garbage
from chargeboard.config import Settings
from chargeboard.domain.frame import Direction, Frame
from chargeboard.run.clock import now
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.upkeep.packing import old_before
from chargeboard.store import OwnedStore
from chargeboard.time.instants import Instant

_Row: TypeAlias = tuple[Instant, Direction, str, str, str]


class Begin(msgspec.Struct, tag="begin", frozen=True):
    """A new log begins."""


class Keep(msgspec.Struct, tag="keep", frozen=True):
    """Frames of a charger."""

    station: str
    rows: list[_Row]

    @classmethod
    def of(cls, station: str, frames: Sequence[Frame]) -> Self:
        """These."""
        return cls(
            station,
            [(one.received_at, one.direction, one.text, one.connection, one.protocol) for one in frames],
        )


class Count(msgspec.Struct, tag="count", frozen=True):
    """Say how many were new, once they are kept."""


class Understand(msgspec.Struct, tag="understand", frozen=True):
    """A charger is to be understood: what is new of it, or all again."""

    station: str
    is_again: bool = False


BEGIN, COUNT = Begin(), Count()
Task: TypeAlias = Begin | Keep | Count | Understand | Spill | Fill
encoded = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(Task).decode


class Hands:
    """Does what is asked, over a store that is open."""

    def __init__(self, place: Place, store: OwnedStore, projector: Projector | None = None) -> None:
        self._place, self._store, self._redact = place, store, place.redactor()
        self._projector = projector or place.projector_over(store)
        self._keeper = JournalKeeper(store, self._redact, old_before(now()))

    @cached_property
    def _rejects(self) -> Rejects:
        """To open them all of them are read."""
        return self._place.rejects()

    def do(self, task: Task) -> bytes | None:
        """The answer; None: there is none."""
        match task:
            case Begin():
                self._keeper.begin_delivery()
            case Keep(station, rows):
                self._keeper.keep(station, [Frame(station, *row) for row in rows])
            case Count():
                return str(self._keeper.kept()).encode()
            case Understand(station, is_again):
                return understood(self._projector, station, is_again=is_again).encode()
            case Spill():
                return encoded(spill(task, self._store, self._redact, self._rejects))
            case Fill():
                return encoded(fill(task, self._projector))
        return None


def work(settings: Settings, tasks: Queue[bytes], answers: Connection) -> None:
    """The life of a process."""
    begin_child("crew")
    place = Place(settings)
    place.speak()
    try:
        with told_plainly(), without_search_for_garbage(), place.store() as store:
            hands = Hands(place, store)
            while told := tasks.get():
                answer = hands.do(_DECODE(told))
                if answer is not None:
                    answers.send_bytes(answer)
    except click.ClickException as error:
        tell(error.format_message(), aside=True)
        sys.exit(error.exit_code)
