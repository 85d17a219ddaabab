"""
What are the two steps of a backfill, each done by whichever process is free?

A file is read, hidden and laid down by parts; then a part of all files is kept and understood. Either may be
done again: a file that was laid down is not read again, and a frame that is kept is known.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from chargeboard.capture.gathering import Gathered, JournalKeeper
from chargeboard.capture.importing import Report, import_files
from chargeboard.capture.parquet_log import blocks_also_of_parquet
from chargeboard.capture.rejects import Rejects
from chargeboard.cli.backfill.files import key_of
from chargeboard.cli.backfill.spill_file import SpillDamagedError, SpillWriter, about_spill, frames_of
from chargeboard.cli.logs.marked_as_log import MarkedAsLog
from chargeboard.cli.logs.telling import about_file
from chargeboard.cli.understood import understood
from chargeboard.ports.backfill import BackfillPort
from chargeboard.run.clock import now
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.upkeep.packing import old_before
from chargeboard.time.days import zone_of


class Spill(msgspec.Struct, tag="spill", frozen=True):
    """A file is to be laid down by parts."""

    number: int
    path: str
    folder: str
    hidden_by: str
    """Names how frames are hidden and who was merged: what was laid down otherwise is not used."""
    format: str = "auto"
    station: str = ""
    zone: str = ""
    heads: dict[str, str] = {}
    """For each charger that was merged, the one that its frames count for."""
    is_again: bool = False
    """Also a file that was taken in before."""


class Spilled(msgspec.Struct):
    """What became of a file."""

    path: str = ""
    number: int = 0
    key: str = ""
    """Names what is in it; empty: it cannot be read."""
    known_as: str = ""
    """It was taken in before, under this name."""
    was_there: bool = False
    """It was laid down by a command before, which was cut off."""
    spill: str = ""
    """Where it was laid down."""
    is_whole: bool = False
    frames: dict[int, int] = {}
    """By part."""
    rejected: int = 0
    first_rejected: list[str] = []
    said: list[str] = []
    """What is to be told of it."""


class Fill(msgspec.Struct, tag="fill", frozen=True):
    """A part of these files is to be kept and understood."""

    part: int
    spills: list[str]
    note: str
    """What is noted in the store when it is done."""


class Filled(msgspec.Struct):
    """What became of a part."""

    part: int
    new: int = 0
    stations: list[str] = []
    failures: list[str] = []
    """Of which chargers something could not be understood, in words."""
    damaged: list[str] = []
    """Files that are to be laid down again."""


def spill(task: Spill, store: BackfillPort, redact: Callable[[str], str], rejects: Rejects) -> Spilled:
    """Lay a file down, unless that was done."""
    done = Spilled(task.path, task.number)
    try:
        done.key = key_of(task.path, f"{task.format}\0{task.station}\0{task.zone}")
    except OSError as error:
        done.said = [f"{task.path}: {error.strerror or error}"]
        return done
    known = {} if task.is_again else store.backfilled([done.key])
    if done.key in known:
        done.known_as, done.is_whole = known[done.key] or task.path, True
        return done
    path = Path(task.folder) / f"{done.key}-{task.hidden_by}.spill"
    done.spill = str(path)
    try:
        there = msgspec.msgpack.decode(about_spill(path), type=Spilled)
    except (FileNotFoundError, SpillDamagedError):
        there = done
    if not there.is_whole:  # what was missing may be there now
        return _laid_down(task, done, path, redact, rejects)
    return msgspec.structs.replace(
        there, path=task.path, number=task.number, spill=done.spill, was_there=True
    )


def _laid_down(
    task: Spill, done: Spilled, path: Path, redact: Callable[[str], str], rejects: Rejects
) -> Spilled:
    writer = SpillWriter(path, redact, task.heads)
    try:
        report = import_files(
            writer,
            [task.path],
            redact=redact,
            rejects=rejects,
            format=task.format,
            station=task.station,
            zone=zone_of(task.zone) if task.zone else None,
            clock=now,
            unpack=blocks_also_of_parquet,
        )
        _note(done, writer, report)
        writer.finish(msgspec.msgpack.encode(done))
    finally:
        writer.give_up()
    return done


def _note(done: Spilled, writer: SpillWriter, report: Report) -> None:
    (file,) = report.files
    done.frames, done.rejected = writer.frames, report.rejected
    done.first_rejected = [f"{one.file}:{one.line}: {one.reason}" for one in report.first_rejected]
    done.said, done.is_whole = about_file(file), not file.problem


def fill(task: Fill, projector: Projector) -> Filled:
    """Keep and understand a part, file by file in their order."""
    store, done, stations = projector.store, Filled(task.part), set[str]()
    keeper = JournalKeeper(store, _hidden_already, old_before(projector.now()))
    marked = MarkedAsLog(keeper, store, set(store.stations()))
    for path in map(Path, task.spills):
        keeper.begin_delivery()
        gathered = Gathered(marked)
        try:
            for frame in frames_of(path, task.part):
                gathered.add(frame)
        except (SpillDamagedError, FileNotFoundError):
            done.damaged.append(str(path))
        gathered.hand_over_all()
        done.new += keeper.kept()
        stations |= gathered.stations
    heads = store.heads()
    done.stations = sorted({heads.get(one, one) for one in stations})
    done.failures = [said for station in done.stations if (said := understood(projector, station))]
    if not done.damaged:
        store.note_backfilled({task.note: ""})
    return done


def _hidden_already(text: str) -> str:
    return text
