"""What becomes of logs that are brought in, and how is it told?"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from time import monotonic
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chargeboard.capture.gathering import JournalKeeper
from chargeboard.capture.importing import import_files
from chargeboard.capture.lines import STDIN, Unpack
from chargeboard.capture.session_files.importing import import_sessions
from chargeboard.capture.session_files.revising import Revising
from chargeboard.capture.session_files.settling import Settled
from chargeboard.capture.unpacking import blocks
from chargeboard.cli.crew import cores, crew_of, understand
from chargeboard.cli.database.hide_command import hidden_again
from chargeboard.cli.logs.marked_as_log import MarkedAsLog
from chargeboard.cli.logs.telling import SHOWN, Counted, about_file, reaches, summary
from chargeboard.cli.logs.words import say
from chargeboard.cli.place import Place
from chargeboard.cli.progress import Bar
from chargeboard.run.clock import now
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.upkeep.packing import old_before
from chargeboard.time.days import zone_of

_WORTH_SHARING_BYTES = 64 << 20
"""Of smaller logs more is done before a process is there to share the work than it would do."""


class Wanted(NamedTuple):
    """What is to be taken in, and what is said of it."""

    files: Sequence[str]
    format: str = "auto"
    station: str = ""
    zone: ZoneInfo | None = None
    jobs: int | None = None
    shown: int = SHOWN
    """So many of the lines that could not be read are told one by one."""
    unpack: Unpack = blocks
    """How files are unpacked."""
    sessions: Sequence[Settled] = ()
    """Files of sessions, and how each is read."""


class Brought(NamedTuple):
    """What came of it, in words."""

    lines: list[str]
    stations: list[str]
    is_whole: bool
    """Every file was read to its end, and all of it was understood."""


def bring_in(place: Place, wanted: Wanted, bar: Bar) -> Brought:
    """Have all that is new kept and understood."""
    files = wanted.files
    with place.store(is_made=True) as store, ExitStack() as shared:
        place.begin_keeping(store)
        heard = set(store.stations())
        total = sum(Path(path).stat().st_size for path in files if path != STDIN and Path(path).is_file())
        projector, redact = place.projector_over(store), place.redactor()
        jobs = wanted.jobs or (cores() if total >= _WORTH_SHARING_BYTES else 1)
        crew = shared.enter_context(crew_of(place, jobs, store.heads()))
        reading, begun_at = bar.begin(say("reading"), total or None), monotonic()

        def told(read_bytes: int, frames: int) -> None:
            elapsed_s = monotonic() - begun_at
            reading(read_bytes, pace=say("rate", n=frames / elapsed_s) if elapsed_s > 0.5 else "")

        keeper = MarkedAsLog(crew or JournalKeeper(store, redact, old_before(now())), store, heard)
        report = import_files(
            keeper,
            files,
            redact=redact,
            rejects=place.rejects(),
            format=wanted.format,
            station=wanted.station,
            zone=wanted.zone,
            clock=now,
            progress=told,
            unpack=wanted.unpack,
        )
        told_whole = import_sessions(
            Revising(keeper, store, redact),
            wanted.sessions,
            redact=redact,
            rejects=place.rejects(),
            zone_of=partial(_zone_of, projector),
            clock=now,
            progress=told,
        )
        report = report.joined(told_whole)
        heads = store.heads()
        stations = sorted({heads.get(one, one) for one in report.stations})
        changed = {*stations, *hidden_again(place, store, bar)}
        failures = understand(projector, sorted(changed), bar, crew)
        known = reaches(projector, stations) if report.new else []
    is_whole = not failures and not any(file.problem for file in report.files)
    counted = Counted(
        say("new_frames" if files else "new_sessions", n=report.new),
        report.frames,
        report.new,
        len(report.stations),
        report.rejected,
        [f"{one.file}:{one.line}: {one.reason}" for one in report.first_rejected],
    )
    lines = [
        *(text for file in report.files for text in about_file(file)),
        *summary(counted, place.address.beside.rejected, wanted.shown),
    ]
    return Brought([*lines, *known], stations, is_whole)


def _zone_of(projector: Projector, station: str) -> ZoneInfo | None:
    profile = projector.profile_of(station)
    return None if profile.timezone_is_default else zone_of(profile.policy.timezone)
