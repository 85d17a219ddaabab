"""What is told of logs that were brought in?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from chargeboard.capture.formats.settling import ahead_h
from chargeboard.capture.importing import FileReport
from chargeboard.capture.rejects import MOST_KEPT
from chargeboard.capture.session_files.importing import FORMAT as SESSIONS
from chargeboard.cli.logs.words import say
from chargeboard.run.understanding.projector import Projector
from chargeboard.time.days import day_of

SHOWN = 5
"""So many chargers, and lines that could not be read, are told one by one."""


def reaches(projector: Projector, stations: Sequence[str]) -> list[str]:
    """From when to when something is known of each charger, of the first few."""
    said = []
    for station in stations[:SHOWN]:
        known, zone = projector.store.progress(station), projector.profile_of(station).policy.timezone
        if known.first_fact_at is not None and known.newest_fact_at is not None:
            first, last = (day_of(at, zone) for at in (known.first_fact_at, known.newest_fact_at))
            said.append(f"  {say('known_from', station=station, first=first, last=last)}")
    return [
        *said,
        *([f"  {say('more_chargers', n=len(stations) - SHOWN)}"] if len(stations) > SHOWN else []),
    ]


class Counted(NamedTuple):
    """What logs held."""

    said: str
    """How much was new, in words."""
    frames: int
    new: int
    chargers: int
    rejected: int
    first_rejected: Sequence[str]
    """A few lines that could not be read, with where and why."""


def summary(counted: Counted, rejected: Path | None, shown: int) -> list[str]:
    """How much was new, and what could not be read; those lines are kept in `rejected`."""
    new = say(
        "new_frames_of",
        frames=counted.said,
        chargers=say("chargers", n=counted.chargers),
    )
    unread = say("unread", n=counted.rejected)
    lines = [say("imported", counted=new, known=counted.frames - counted.new, unread=unread)]
    if counted.rejected:
        lines += [f"  {one}" for one in counted.first_rejected[:shown]]
        if counted.rejected > shown:
            lines.append(f"  {say('and_more', n=counted.rejected - shown)}")
        kept = say("all") if counted.rejected <= MOST_KEPT else say("the_first_kept", n=MOST_KEPT)
        if rejected is not None:
            lines.append(f"  {say('rejected_kept', kept=kept, path=rejected)}")
    return lines


def about_file(file: FileReport) -> list[str]:
    """What its reader noticed in a log."""
    notes, said = file.notes, list[str]()
    if file.problem:
        said.append(file.problem)
    if not (file.problem or file.frames or file.rejected):
        said.append(say("nothing_in_it"))
    if file.format == SESSIONS:
        return [f"{file.file}: {text}" for text in (*said, *_about_sessions(file))]
    if file.frames and file.format != "jsonl":
        counted = say("frames", n=file.frames - file.turns)
        turns = say("about_links", n=file.turns) if file.turns else ""
        said.append(say("read_as", counted=counted, turns=turns, format=file.format))
    if file.rejected and file.frames:
        said.append(say("not_all_read", n=file.rejected))
    if notes.torn:
        said.append(say("cut_off", n=notes.torn))
    if notes.zone_unused:
        said.append(say("zone_not_needed"))
    elif (hours := ahead_h(notes)) and file.frames:
        said.append(say("times_wrong", hours=f"{hours:+g}"))
    elif notes.assumed_utc and hours is None and file.frames:
        said.append(say("assumed_utc", n=notes.assumed_utc))
    if notes.undated:
        said.append(say("undated", n=notes.undated))
    if notes.ambiguous_times:
        said.append(say("ambiguous_times", n=notes.ambiguous_times))
    return [f"{file.file}: {text}" for text in said]


def _about_sessions(file: FileReport) -> Iterator[str]:
    if file.rejected and file.frames:
        yield say("not_all_sessions", n=file.rejected)
    if file.notes.other_lines:
        yield say("rows_of_sums", n=file.notes.other_lines)
    if lines := file.notes.overlapping:
        yield say("sessions_overlap", n=len(lines), line=lines[0])
    if file.notes.ambiguous_times:
        yield say("hours_changed", n=file.notes.ambiguous_times)
