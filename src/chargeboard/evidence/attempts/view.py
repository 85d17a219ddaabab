"""
What became of each attempt of a driver, how far did it come, and what tells so?

Source: definitions 2.3. The funnel counts decided attempts only; each of them stands below with its evidence.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.board import Headline
from chargeboard.domain.evidence import AttemptList, AttemptRow
from chargeboard.evidence.local_time import local_of
from chargeboard.panels.success.view import CLASSES, TARGET_PCT, reason_of
from chargeboard.view.when import Local, instant
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import DASH, count, duration, percent, shown_of

OUTCOMES = {
    "": "all",
    "failed": "all that failed",
    "success": "success",
    **{name: reason_of(name) for name in CLASSES},
    "pending": "still open",
}
STAGES = {
    "": "anywhere",
    "authorise": "authorised, never plugged in",
    "plug": "plugged in, never started",
    "start": "started, no energy",
    "energy": "energy flowed",
}
_DIED = {
    "authorise": "before it was plugged in",
    "plug": "before it started",
    "start": "before energy flowed",
    "energy": "after a little energy",
}


class Step(msgspec.Struct, frozen=True):
    """A step of the funnel; `pct` of the attempts is its width."""

    name: str
    number: str
    pct: float
    share: str
    lost: str


class Kind(msgspec.Struct, frozen=True):
    """One outcome and how often; `key` filters the list by it."""

    key: str
    name: str
    number: str
    is_failure: bool


class Rate(msgspec.Struct, frozen=True):
    """One of the three rates."""

    name: str
    value: str
    fraction: str
    meaning: str
    is_low: bool


class Line(msgspec.Struct, frozen=True):
    """One attempt."""

    start: str
    socket: str
    outcome: str
    is_failed: bool
    is_open: bool
    died: str
    steps: tuple[tuple[str, bool, str], ...]
    """Plugged in, authorised, started, energy: whether, and after how long."""
    duration: str
    because: str
    session_keys: tuple[str, ...]
    since: str
    until: str
    counts: bool


class Attempts(msgspec.Struct, frozen=True):
    """The page."""

    window: str
    headline: str
    rates: tuple[Rate, ...]
    funnel: tuple[Step, ...]
    kinds: tuple[Kind, ...]
    rows: tuple[Line, ...]
    empty: str


def page(found: AttemptList) -> Attempts:
    """A page of the ledger."""
    local = local_of(found.charger)
    return Attempts(
        window=dates_through(found.window.from_, found.window.through),
        headline=shown_of(found.total, found.whole, "attempt"),
        rates=(
            _rate("Success rate", found.success, "attempts that got enough energy"),
            _rate(
                "Charge end success", found.charge_end, "sessions with any energy that ended as they should"
            ),
            _rate(
                "Session success",
                found.session_success,
                "attempts that got any energy and ended as they should",
            ),
            _rate(
                "Charger success rate",
                found.charger_success,
                "without the failures that are the driver's or the operator's",
            ),
        ),
        funnel=_funnel(found),
        kinds=tuple(
            Kind(key, "success" if key == "success" else OUTCOMES.get(key, key), count(n), key in CLASSES)
            for key, n in found.outcomes.items()
        ),
        rows=tuple(line(row, local) for row in found.attempts),
        empty="" if found.total else "No attempts match. Widen the dates or clear filters.",
    )


def _rate(name: str, head: Headline, meaning: str) -> Rate:
    fraction = f"{count(head.numerator)} of {count(head.denominator)}" if head.denominator else ""
    return Rate(name, percent(head.pct), fraction, meaning, head.pct is not None and head.pct < TARGET_PCT)


def _funnel(found: AttemptList) -> tuple[Step, ...]:
    steps = (
        ("Tried", found.funnel.attempts),
        ("Plugged in", found.funnel.plugged),
        ("Authorised", found.funnel.authorised),
        ("Started", found.funnel.started),
        ("Got energy", found.funnel.energy),
    )
    made = []
    before = found.funnel.attempts
    for name, number in steps:
        share = 100 * number / found.funnel.attempts if found.funnel.attempts else 0.0
        lost = before - number
        made.append(
            Step(name, count(number), round(share, 2), percent(share), f"−{count(lost)}" if lost > 0 else "")
        )
        before = min(before, number)
    return tuple(made) if found.funnel.attempts else ()


def line(row: AttemptRow, local: Local) -> Line:
    """An attempt as a row."""
    is_failed = row.outcome in CLASSES
    return Line(
        start=local.moment(row.start),
        socket=DASH if row.socket is None else str(row.socket),
        outcome="still open" if row.outcome == "pending" else reason_of(row.outcome),
        is_failed=is_failed,
        is_open=row.outcome == "pending",
        died=_DIED.get(row.stage, "") if is_failed else "",
        steps=_steps(row),
        duration="so far" if row.end is None else duration(row.duration_s),
        because=row.because,
        session_keys=tuple(row.session_keys),
        since=row.start,
        until=row.end or "",
        counts=row.counts,
    )


def _steps(row: AttemptRow) -> tuple[tuple[str, bool, str], ...]:
    began = instant(row.start)
    has_session = bool(row.session_keys)

    def after(text: str | None) -> str:
        return "" if text is None else f"after {duration(max(0, instant(text) - began) / 1_000_000)}"

    return (
        ("plugged in", row.plugged_at is not None or has_session, after(row.plugged_at)),
        ("authorised", row.authorised_at is not None or has_session, after(row.authorised_at)),
        ("started", has_session, after(row.started_at)),
        ("energy", row.outcome == "success", ""),
    )
