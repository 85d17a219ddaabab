"""What becomes of logs that are brought in, and how is it told?"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chargeboard.capture.formats.settling import ahead_h
from chargeboard.capture.gathering import JournalKeeper, Keeper
from chargeboard.capture.importing import FileReport, Report, import_files
from chargeboard.capture.lines import STDIN, Unpack
from chargeboard.capture.rejects import MOST_KEPT
from chargeboard.capture.unpacking import blocks
from chargeboard.cli.crew import cores, crew_of, understand
from chargeboard.cli.database.hide_command import hidden_again
from chargeboard.cli.logs.words import say
from chargeboard.cli.place import Place
from chargeboard.cli.progress import Bar
from chargeboard.domain.frame import Frame
from chargeboard.ports.collector import CollectorPort
from chargeboard.run.clock import now
from chargeboard.run.desk import Desk
from chargeboard.time.days import day_of

_SHOWN = 5
_WORTH_SHARING_BYTES = 64 << 20
"""Of smaller logs more is done before a process is there to share the work than it would do."""


class Wanted(NamedTuple):
    """What is to be taken in, and what is said of it."""

    files: Sequence[str]
    format: str = "auto"
    station: str = ""
    zone: ZoneInfo | None = None
    jobs: int | None = None
    shown: int = _SHOWN
    """So many of the lines that could not be read are told one by one."""
    unpack: Unpack = blocks
    """How files are unpacked."""


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
        desk, redact = place.desk_over(store), place.redactor()
        jobs = wanted.jobs or (cores() if total >= _WORTH_SHARING_BYTES else 1)
        crew = shared.enter_context(crew_of(place, jobs, store.heads()))
        reading, begun_at = bar.begin(say("reading"), total or None), monotonic()

        def told(read_bytes: int, frames: int) -> None:
            elapsed_s = monotonic() - begun_at
            reading(read_bytes, pace=say("rate", n=frames / elapsed_s) if elapsed_s > 0.5 else "")

        report = import_files(
            _MarkedAsLog(crew or JournalKeeper(store, redact, desk.old_before), store, heard),
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
        heads = store.heads()
        stations = sorted({heads.get(one, one) for one in report.stations})
        changed = {*stations, *hidden_again(place, store, bar)}
        failures = understand(desk, sorted(changed), bar, crew)
        reaches = _reaches(desk, stations) if report.new else []
    is_whole = not failures and not any(file.problem for file in report.files)
    lines = _summary(report, place.address.beside.rejected, wanted.shown)
    return Brought([*lines, *reaches], stations, is_whole)


class _MarkedAsLog:
    """Says that a log alone tells of a charger before its first frame is kept: a kill may come between."""

    def __init__(self, keeper: Keeper, store: CollectorPort, heard: set[str]) -> None:
        """`heard`: of these something else told before."""
        self._keeper, self._store, self._known = keeper, store, heard
        self.begin_source, self.kept = keeper.begin_source, keeper.kept

    def keep(self, station: str, frames: Sequence[Frame]) -> None:
        if station not in self._known:
            self._known.add(station)
            self._store.put_log(station, is_log=True)
        self._keeper.keep(station, frames)


def _reaches(desk: Desk, stations: Sequence[str]) -> list[str]:
    """From when to when something is known of each charger, of the first few."""
    said = []
    for station in stations[:_SHOWN]:
        known, zone = desk.store.progress(station), desk.profile_of(station).policy.timezone
        if known.first_fact_at is not None and known.newest_fact_at is not None:
            first, last = (day_of(at, zone) for at in (known.first_fact_at, known.newest_fact_at))
            said.append(f"  {say('known_from', station=station, first=first, last=last)}")
    return [
        *said,
        *([f"  {say('more_chargers', n=len(stations) - _SHOWN)}"] if len(stations) > _SHOWN else []),
    ]


def _summary(report: Report, rejected: Path | None, shown: int) -> list[str]:
    lines = [text for file in report.files for text in _about(file)]
    known = report.frames - report.new
    counted = say(
        "new_frames_of",
        frames=say("new_frames", n=report.new),
        chargers=say("chargers", n=len(report.stations)),
    )
    lines.append(say("imported", counted=counted, known=known, unread=say("unread", n=report.rejected)))
    if report.rejected:
        lines += [f"  {one.file}:{one.line}: {one.reason}" for one in report.first_rejected[:shown]]
        if report.rejected > shown:
            lines.append(f"  {say('and_more', n=report.rejected - shown)}")
        kept = say("all") if report.rejected <= MOST_KEPT else say("the_first_kept", n=MOST_KEPT)
        if rejected is not None:
            lines.append(f"  {say('rejected_kept', kept=kept, path=rejected)}")
    return lines


def _about(file: FileReport) -> list[str]:
    source, said = file.source, list[str]()
    if file.problem:
        said.append(file.problem)
    if file.frames and file.format != "jsonl":
        counted = say("frames", n=file.frames - file.turns)
        turns = say("about_links", n=file.turns) if file.turns else ""
        said.append(say("read_as", counted=counted, turns=turns, format=file.format))
    if file.rejected and file.frames:
        said.append(say("not_all_read", n=file.rejected))
    if source.torn:
        said.append(say("cut_off", n=source.torn))
    if source.zone_unused:
        said.append(say("zone_not_needed"))
    elif (hours := ahead_h(source)) and file.frames:
        said.append(say("times_wrong", hours=f"{hours:+g}"))
    elif source.assumed_utc and hours is None and file.frames:
        said.append(say("assumed_utc", n=source.assumed_utc))
    if source.undated:
        said.append(say("undated", n=source.undated))
    if source.ambiguous_times:
        said.append(say("ambiguous_times", n=source.ambiguous_times))
    return [f"{file.file}: {text}" for text in said]
