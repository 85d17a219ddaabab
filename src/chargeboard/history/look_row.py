"""
How does a look begin with what an earlier one found, in whichever process that was?

Who makes a charger's line of the list looks at it first. What that look read of what is stored, and what it
concluded behind it, is kept in one row; the next look reads that row instead of a score of others. It is
what is remembered between looks (`stored.py`), written down: it holds as long as that does, and whoever finds
none of it, or one of another version, reads as if there were no such row.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, Generic, TypeVar

import msgspec

from chargeboard import __version__, zstd
from chargeboard.domain.conclusions import (
    AttemptInBrief,
    Checkpoint,
    Conclusions,
    DayFigures,
    Episode,
    Gap,
    NoEnergy,
    State,
)
from chargeboard.domain.facts import Booted, StatusReported
from chargeboard.domain.figures.strip import Stay
from chargeboard.domain.records import Completed, KeptSince, StoredSessions
from chargeboard.domain.totals import Kind, KindSince
from chargeboard.guidance import found
from chargeboard.guidance.found import FoundBefore
from chargeboard.history.behind import GoneOn
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.checkpoints import conclusions_version
from chargeboard.history.stored import Noted
from chargeboard.metrics import board_notes
from chargeboard.metrics.board_notes import BoardNotes
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.days.day_book import DayPart
from chargeboard.time.instants import Instant
from chargeboard.time.series import Stretch
from chargeboard.time.spans import Span

T = TypeVar("T")
_LEVEL: Final = 1
_MOST_BYTES: Final = 131_072
"""Before it is pressed: 45 sessions a day take 92 kB. With more each line would cost too much."""
_WITH_ROWS: Final = 10
"""So many of the newest stored sessions are kept with their rows, as a page lists them."""
_MOST_ROW_BYTES: Final = 16_384
_SHAPE: Final = 2
"""Of a row; raised when it tells more or less, or tells it otherwise."""
RECALLED: Final = "look row"


class Rows(msgspec.Struct, Generic[T], frozen=True, array_like=True, gc=False):
    """Those of a kind that touch the time since an instant, up to the checkpoint."""

    since: Instant
    rows: list[T]


class Sessions(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What sums need of stored sessions, and their rows; None: they are read where they are asked for."""

    start: Instant
    end: Instant
    completed: Completed
    last_end: Instant | None
    has_reasons: bool
    rows: bytes | None


class Concluded(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What follows from the facts behind the checkpoint, at an instant, of a revision."""

    revision: int
    is_log: bool
    at: Instant
    true_until: Instant
    ahead: Instant
    conclusions: Conclusions
    sockets: dict[int, Instant]
    carry: Carry
    heard_at: Instant | None
    protocol: str


class RowVersion(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How a row begins, whichever version of us wrote the rest: others may be of another shape."""

    version: str


class LookRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a usual look at the present found."""

    version: str
    """First in each version of us."""
    kept_since: KeptSince
    checkpoint: Checkpoint
    concluded: Concluded
    attempts_in_brief: Rows[AttemptInBrief] | None
    states: Rows[tuple[int, list[Stretch[State]]]] | None
    no_energy: Rows[NoEnergy] | None
    gaps: Rows[Gap] | None
    episodes: Rows[Episode] | None
    turns: Rows[Booted | StatusReported] | None
    stays: Rows[Stay] | None
    sessions_from: Instant
    sessions: list[Sessions]
    days_from: date
    days_until: date
    blank: list[date]
    days: list[DayFigures]
    missing: tuple[date, ...]
    sockets: dict[int, Instant]
    parts: dict[date, DayPart]
    lately: list[DayFigures]
    """Days that are told otherwise than they are stored."""
    scope: tuple[tuple[date, date], date]
    """Which dates were looked at, and the last complete one's morrow."""
    notes: BoardNotes
    found: FoundBefore | None
    kinds: tuple[Instant, Kind | None, list[KindSince]] | None
    """What it was before an instant, and became since; None: nobody asked."""
    earlier_sessions: Span | None
    """Of what time sessions are summed up as of `notes.before`."""


KINDS: Final = ("attempts_in_brief", "no_energy", "gaps", "episodes", "turns", "stays")
"""Fields that are rows as they are remembered, under the same name."""
_NOTHING: Final[tuple[None, None]] = (None, None)
_NEEDED: Final = {"brief sessions", "days", "day parts", "day_figures", "made of"}
_ENCODE = msgspec.msgpack.Encoder().encode


def look_row(history: ChargerHistory, noted: Noted) -> bytes:
    """The row of a look, by what it made use of; empty where no later one could begin with it."""
    last, (_, gone_on) = history.known.last_checkpoint, noted.get(("tail",), _NOTHING)
    # what was asked of earlier days was asked behind it
    first = reversed([(what[0], made) for what, (_, made) in noted.items() if isinstance(what[0], tuple)])
    told = {what[0]: (what, made) for what, made in first}
    if last is None or gone_on is None or not told.keys() >= _NEEDED or gone_on.checkpoint != last[1]:
        return b""

    def rows(kind: str) -> Any:  # noqa: ANN401 - of any kind
        version, made = noted.get((kind, history.stored_until), _NOTHING)
        return Rows(*made) if version == history.version else None

    states = rows("states")
    (_, sessions_span), sessions = told["brief sessions"]
    (_, days_from, days_until, blank), days = told["days"]
    (_, missing, sockets), parts = told["day parts"]
    _, figures = told["day_figures"]
    (_, *scope), memory = told["made of"]
    body = _ENCODE(
        LookRow(
            version=version_of(history),
            kept_since=history.kept_since,
            checkpoint=last[1],
            concluded=_concluded(history, gone_on),
            **{kind: rows(kind) for kind in KINDS},
            states=states and Rows(states.since, [(socket, [*series]) for socket, series in states.rows]),
            sessions_from=sessions_span.start,
            sessions=_sessions(sessions),
            days_from=days_from,
            days_until=days_until,
            blank=sorted(blank),
            days=[*days.values()],
            missing=missing,
            sockets=dict(sockets),
            parts=parts,
            lately=[now for on, now in figures.items() if days.get(on) is not now],
            scope=(scope[0], scope[1]),
            notes=board_notes.told(memory),
            found=found.told(memory),
            kinds=_kinds(*told["kinds"]) if "kinds" in told else None,
            earlier_sessions=told["sessions_as_of"][0][1] if "sessions_as_of" in told else None,
        )
    )
    if len(body) > _MOST_BYTES:
        return b""
    keep_in_mind(history)
    return zstd.compress(body, level=_LEVEL)


def _kinds(
    what: tuple[str, Instant], made: tuple[Kind | None, list[KindSince]]
) -> tuple[Instant, Kind | None, list[KindSince]]:
    return what[1], *made


def _concluded(history: ChargerHistory, gone_on: GoneOn) -> Concluded:
    tail = gone_on.tail
    return Concluded(
        revision=history.progress.revision,
        is_log=history.known.is_log,
        at=gone_on.at,
        true_until=gone_on.true_until,
        ahead=tail.ahead,
        conclusions=tail.found.conclusions,
        sockets=tail.found.sockets,
        carry=tail.carry,
        heard_at=tail.heard_at,
        protocol=tail.protocol,
    )


def _sessions(stored: Sequence[StoredSessions]) -> list[Sessions]:
    """All in brief, the newest with their rows."""
    listed, found = 0, list[Sessions]()
    for some in reversed(stored):
        rows = some.opened() if listed < _WITH_ROWS else None
        listed += len(some.completed.ends) or 1
        is_short = rows is not None and len(rows) <= _MOST_ROW_BYTES
        found.append(
            Sessions(
                some.began.start,
                some.began.end,
                some.completed,
                some.last_end,
                some.has_reasons,
                rows if is_short else None,
            )
        )
    return found[::-1]


def version_of(history: ChargerHistory) -> str:
    """Names everything besides what is stored that a row depends on."""
    return f"{__version__}/{conclusions_version(history.profile)}/{_SHAPE}"


def keep_in_mind(history: ChargerHistory) -> None:
    """What the row of these conclusions tells is remembered: it need not be read."""
    history.remembered.keep(history.station, None, RECALLED, history.progress.settled_revision, 1)
