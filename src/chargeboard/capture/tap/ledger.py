"""
What must a tap remember to be honest after a crash?

Which chargers were connected and when it was last there, so that its absence becomes a gap of the collector;
and of which chargers frames were lost since when, until that is told.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from chargeboard.domain.frame import Frame
from chargeboard.time.instants import Instant


class Loss(msgspec.Struct, array_like=True):
    """Frames of a charger that could not be kept."""

    since: Instant
    until: Instant
    frames: int


class Ledger(msgspec.Struct):
    """Kept in a small file beside the spool."""

    alive_at: Instant = 0
    connected: list[str] = []
    """Stations, as of `alive_at`."""
    losses: dict[str, Loss] = {}
    """By station, those that no gap tells of yet."""
    lost_frames: int = 0
    """Ever."""

    def lose(self, frames: list[Frame]) -> None:
        """These frames are not kept."""
        for frame in frames:
            loss = self.losses.setdefault(frame.station, Loss(frame.received_at, frame.received_at, 0))
            loss.since, loss.until = min(loss.since, frame.received_at), max(loss.until, frame.received_at)
            loss.frames += 1
            self.lost_frames += 1

    def away(self, now: Instant) -> list[Frame]:
        """The tap starts: gaps of the chargers that lost their connections with the one before."""
        return [
            _gap(station, [self.alive_at, now, "down"], now)
            for station in self.connected
            if self.alive_at < now
        ]

    def gaps(self) -> list[Frame]:
        """What was lost, as frames."""
        return [_gap(station, [loss.since, loss.until], loss.until) for station, loss in self.losses.items()]

    def write(self, file: Path) -> None:
        """Keep it, durably."""
        draft = file.with_name(f"{file.name}.new")
        with draft.open("wb") as opened:
            opened.write(msgspec.json.encode(self))
            opened.flush()
            os.fdatasync(opened.fileno())
        draft.replace(file)


def read_ledger(file: Path) -> Ledger:
    """The ledger of that file; a blank one where there is none."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Ledger)
    except (OSError, msgspec.DecodeError, ValueError, RecursionError):
        return Ledger()


def _gap(station: str, about: list[object], at: Instant) -> Frame:
    return Frame(station, at, "ws", msgspec.json.encode(["gap", *about]).decode())
