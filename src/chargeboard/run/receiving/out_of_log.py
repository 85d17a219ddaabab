"""
How does what gateways put into a log become part of the journal, each message once?

What came of all parts that a member reads is one commit. The positions go into it: who reads is stopped
anywhere and begins there again. Whoever took a part over has a later epoch, so that what its former reader
still writes is refused, of all parts that are in that commit.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple, Protocol

import msgspec

from chargeboard.domain.entries import Entry, in_order
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Overtaken, Unavailable, Unforeseen
from chargeboard.ports.log import LogPosition, LogStep
from chargeboard.ports.store import Store
from chargeboard.run.words import say
from chargeboard.time.instants import Instant

_log = logging.getLogger(__name__)
_SaidBy = Sequence[tuple[str, Entry]]
"""What was said, each with its gateway."""
MOST_STATIONS = 400
"""Of so many a commit names each; of more it would keep out everybody."""
_MOST_GATEWAYS = 64
"""The numbers of so many are remembered, of those that were heard last."""


class Said(Protocol):
    """A message of the log."""

    @property
    def part(self) -> int: ...

    @property
    def position(self) -> int: ...

    @property
    def gateway(self) -> str: ...

    @property
    def number(self) -> int: ...

    @property
    def entries(self) -> Sequence[Entry]: ...


class Taken(NamedTuple):
    """What came of some messages."""

    heard: set[str]
    """Of whom there is news."""
    routine: set[str]
    """Of whom there are frames that may wait."""
    missing: dict[int, int]
    """By part, how many messages of these gateways were not there."""


class OutOfLog:
    """Takes messages of the parts that one member reads into the journal."""

    def __init__(self, store: Store, epochs: Mapping[int, int]) -> None:
        """By part, the epoch of the lease; a part is left out that somebody reads who came later."""
        self._store, self._epochs = store, epochs
        self._read = dict[int, LogPosition]()
        self._listened = set[str]()
        """Of whom it is written down that somebody listens to them."""
        self._heads: Mapping[str, str] = store.heads()
        """As they were at the last commit."""
        for part, epoch in epochs.items():
            with suppress(Overtaken):
                self._read[part] = store.begin_log_part(part, epoch)

    @property
    def positions(self) -> dict[int, int]:
        """By part, behind which message to go on."""
        return {part: read.position for part, read in self._read.items()}

    def take(self, messages: Sequence[Said], now: Instant) -> Taken:
        """
        Keep what they say, but what was kept before; those of a part are given in its order, none left out.

        Raises: Overtaken where one of the parts is another one's, and nothing of any is kept; Unavailable.
        """
        read, fresh, missing = self._without_repeated(messages)
        steps = [
            LogStep(part, self._epochs[part], self._read[part].position, one) for part, one in read.items()
        ]
        said = [(message.gateway, entry) for message in fresh for entry in message.entries]
        try:
            heads = self._keep_patiently(said, steps, now, self._write)
        except (Overtaken, Unavailable):
            raise
        except Exception:  # noqa: BLE001 - the supervised loop: one bad frame never stops the others
            _log.exception(say("something_not_kept"))
            heads = self._keep_patiently(said, steps, now, self._write_each)
        self._read |= read
        self._listened |= {entry.station for _, entry in said}
        heard = {heads.get(entry.station, entry.station) for _, entry in said if not entry.is_routine}
        routine = {heads.get(entry.station, entry.station) for _, entry in said if entry.is_routine}
        return Taken(heard, routine - heard, missing)

    def _without_repeated(
        self, messages: Sequence[Said]
    ) -> tuple[dict[int, LogPosition], list[Said], dict[int, int]]:
        """How far each part is read then, which messages say something new, and how many are not there."""
        position, fresh, missing = dict[int, int](), list[Said](), Counter[int]()
        told = {message.part: dict(self._read[message.part].told) for message in messages}
        for message in messages:
            part, numbers = message.part, told[message.part]
            last = numbers.pop(message.gateway, None)
            numbers[message.gateway] = max(message.number, last or 0)
            position[part] = message.position
            if last is None or message.number > last:
                fresh.append(message)
                missing[part] += 0 if last is None else message.number - last - 1
        read = {
            part: LogPosition(position[part], dict([*numbers.items()][-_MOST_GATEWAYS:]))
            for part, numbers in told.items()
        }
        return read, fresh, {part: many for part, many in missing.items() if many}

    def _keep_patiently(
        self,
        said: _SaidBy,
        steps: Sequence[LogStep],
        now: Instant,
        write: Callable[[_SaidBy, Instant], None],
    ) -> Mapping[str, str]:
        """Which charger the frames of another one count for, once they are kept."""
        stations = {entry.station for _, entry in said}
        while True:
            heads = self._heads
            try:
                with self._store.together(stations.union(heads[one] for one in stations if one in heads)):
                    self._store.advance_log_parts(steps)
                    write(said, now)
                    self._heads = self._store.heads()
            except Unforeseen:
                # one was merged into another a moment ago
                self._heads = self._store.heads()
                continue
            return self._heads

    def _write(self, said: _SaidBy, now: Instant) -> None:
        store, stations = self._store, {entry.station for _, entry in said}
        frames = [frame for gateway, entry in said for frame in self._frames(gateway, entry)]
        if frames:
            store.append_heard(in_order(frames, store.newest_frames_at(stations)), now)
        if new := stations - self._listened:
            store.are_heard(new)

    def _write_each(self, said: _SaidBy, now: Instant) -> None:
        """Each by itself, but those that cannot be kept."""
        for one in said:
            try:
                with self._store.together([one[1].station]):
                    self._write([one], now)
            except (Unavailable, Unforeseen):
                raise
            except Exception:  # noqa: BLE001 - see above
                _log.exception(say("something_not_kept"))

    def _frames(self, gateway: str, entry: Entry) -> Sequence[Frame]:
        """With what a charger's coming back tells of a gateway that is gone; who holds it now is noted."""
        store, turn = self._store, entry.turn
        if turn is None:
            return entry.frames
        if turn.what == "close":
            store.let_link_go(turn.station, turn.connection)
            return entry.frames
        (opening,) = entry.frames
        since = store.lost_link_of(turn.station)
        is_missed = since is not None and store.let_lost_go(turn.station)
        store.hold_link(turn.station, turn.connection, gateway)
        store.take_links(turn.station, gateway, opening.received_at)
        if since is None or not is_missed:
            return entry.frames
        until = opening.received_at
        gap = msgspec.json.encode(["gap", min(since, until), until, "down"]).decode()
        return [Frame(turn.station, until, "ws", gap, turn.connection), opening]


def within_room(messages: Sequence[Said], most: int = MOST_STATIONS) -> list[list[Said]]:
    """The messages in runs that name no more chargers than a commit may."""
    runs, stations = list[list[Said]](), set[str]()
    for message in messages:
        named = {entry.station for entry in message.entries}
        if not runs or len(stations | named) > most:
            runs.append([])
            stations = set()
        runs[-1].append(message)
        stations |= named
    return runs
