"""
What happens to the copies?

A process of its own reads them, so that nothing it does can hold up the relay: bytes become frames, frames
lose their secrets, and lie in the spool before the relay is told that they are safe.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from chargeboard.capture.formats.systems.own import line_of
from chargeboard.capture.log_lines import LogFormat, begin_log
from chargeboard.capture.redaction import Redactor, Rules, key_in
from chargeboard.capture.tap.conversation import Conversation
from chargeboard.capture.tap.ledger import read_ledger
from chargeboard.capture.tap.records import CONFIRMED, Kind, Missed, Record, Unpacker
from chargeboard.capture.tap.shipping import Shipping
from chargeboard.capture.tap.spool import Spool
from chargeboard.capture.tap.words import say
from chargeboard.domain.frame import AHEAD_MOST, Frame
from chargeboard.time.instants import SECOND, Instant

_log = logging.getLogger(__name__)
LINE = "chargeboard tap: %(message)s"
"""What a line of the tap's log consists of, for people."""
_AT_ONCE = 1 << 18
_WRITE_EVERY = SECOND
_LEAVING_S = 3.0
_NICE = 10
MOST_HELD_BYTES = 1 << 28
"""Of messages whose end has not passed, of all connections."""
_COUNTED = 1 << 14


class Setup(msgspec.Struct):
    """What the relay tells its child."""

    pipe: int
    """The inherited file descriptor."""
    spool: str
    quota_bytes: int
    key: str
    """The file of the key that hides id tokens; empty: it is in none."""
    ingest: str
    """The path of the serving process's socket."""
    rules: Rules = Rules()
    """What the installation hides besides, and what it does not."""
    log_format: LogFormat = "text"
    """How it logs."""


class Copier:
    """Reads copies; has no clock but their instants."""

    def __init__(self, spool: Spool, folder: Path, redact: Callable[[str], str]) -> None:
        self._spool, self._file, self._redact = spool, folder / "ledger.json", redact
        self._ledger = read_ledger(self._file)
        self._live: dict[int, Conversation] = {}
        self._held: dict[Conversation, int] = {}
        self._held_bytes = 0
        self.most_held = MOST_HELD_BYTES
        self._stamp: Instant = 0
        self._written_at: Instant = 0

    def take(self, records: Iterable[Record]) -> None:
        """Keep what the records tell, or write down that it could not be kept."""
        frames, at = list[Frame](), self._written_at
        for record in records:
            frames += map(self._stamped, self._read(record))
            at = record.at
        self._keep(frames)
        if not self._written_at:
            self._written_at = at
        elif not 0 <= at - self._written_at < _WRITE_EVERY:
            self._write_down(at)

    def end(self) -> None:
        """The relay is gone, and the connections with it."""
        self._keep([])
        self._write_down(max(self._stamp, self._written_at))

    def _read(self, record: Record) -> Iterator[Frame]:
        kind, number, at, data = record
        talk = self._live.get(number)
        match kind:
            case Kind.BEGAN:
                yield from self._ledger.away(at)
            case Kind.OPENED:
                self._live[number] = Conversation(number, at)
            case Kind.IN | Kind.OUT if talk is not None:
                yield from talk.received(kind, data, at)
                self._count(talk, at)
            case Kind.MISSED:
                if talk is None:
                    talk = self._live[number] = Conversation(number, at)
                missed = msgspec.msgpack.decode(data, type=Missed)
                yield from talk.missed(missed, at)
                _log.warning(
                    say("copies_lost", station=repr(talk.station), lost_bytes=missed.lost_bytes),
                    extra={"charger": talk.station},
                )
            case Kind.CLOSED if talk is not None:
                del self._live[number]
                self._held_bytes -= self._held.pop(talk, 0)
                yield from talk.closed(at)
            case Kind.TICK:
                for conversation in self._live.values():
                    yield from conversation.time_passed(at)
            case _:
                pass

    def _count(self, talk: Conversation, at: Instant) -> None:
        """What all connections have begun is bounded: who holds the most is given up."""
        held = talk.held_bytes
        if held <= _COUNTED and talk not in self._held:
            return
        self._held_bytes += held - self._held.pop(talk, 0)
        if held > _COUNTED:
            self._held[talk] = held
        else:
            self._held_bytes -= held
        while self._held_bytes > self.most_held:
            largest = max(self._held, key=self._held.__getitem__)
            _log.warning(
                say("copy_too_large", station=repr(largest.station)), extra={"charger": largest.station}
            )
            self._held_bytes -= self._held.pop(largest)
            largest.give_up(at)

    def _stamped(self, frame: Frame) -> Frame:
        """
        No two frames have the same instant, so that the journal never takes one for another.

        What was stamped by a clock that was ahead and set back holds up nothing.
        """
        is_set_back = self._stamp - frame.received_at > AHEAD_MOST
        self._stamp = frame.received_at if is_set_back else max(frame.received_at, self._stamp + 1)
        return Frame(
            frame.station,
            self._stamp,
            frame.direction,
            self._redact(frame.text),
            frame.connection,
            frame.protocol,
        )

    def _keep(self, frames: list[Frame]) -> None:
        if self._ledger.losses:
            gaps = [self._stamped(gap) for gap in self._ledger.gaps()]
            if self._append(gaps):
                self._ledger.losses = {}
        if frames and not (not self._ledger.losses and self._append(frames)):
            if not self._ledger.losses:
                _log.error(say("spool_full"))
            self._ledger.lose(frames)

    def _append(self, frames: list[Frame]) -> bool:
        try:
            return self._spool.append(b"".join(map(line_of, frames)))
        except OSError as error:
            _log.error(say("spool_not_written", error=error))
            return False

    def _write_down(self, at: Instant) -> None:
        """Once a second: have the disk keep frames, and who is connected."""
        self._written_at = at
        self._ledger.alive_at = at
        self._ledger.connected = sorted({talk.station for talk in self._live.values() if talk.station})
        try:
            self._spool.sync()
            self._ledger.write(self._file)
        except OSError as error:
            _log.error(say("spool_not_written", error=error))


def main() -> None:
    """Serve the relay that started this process, until it is gone."""
    setup = msgspec.json.decode(sys.argv[1], type=Setup)
    begin_log("copying", setup.log_format, level=logging.WARNING, form=LINE)
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.SIG_IGN)
    os.nice(_NICE)
    folder = Path(setup.spool)
    spool = Spool(folder, setup.quota_bytes)
    shipping = Shipping(spool, setup.ingest)
    shipping.start()
    copier = Copier(spool, folder, Redactor(key_in(Path(setup.key) if setup.key else None), setup.rules))
    unpacker = Unpacker()
    with socket.socket(fileno=setup.pipe) as pipe, suppress(ConnectionError):
        while data := pipe.recv(_AT_ONCE):
            records = list(unpacker.feed(data))
            copier.take(records)
            if records:
                pipe.sendall(CONFIRMED.pack(records[-1].at))
    copier.end()
    shipping.stop(_LEAVING_S)
    spool.close()


if __name__ == "__main__":
    main()
