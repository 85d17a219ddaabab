"""
What became of each attempt of a driver, how far did it come, and what tells so?

Source: definitions 2.3. The funnel counts decided attempts only; each of them stands below with its evidence.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.domain.codes import FAILURE_CLASSES, Outcome
from chargeboard.domain.figures.day_rows import Headline
from chargeboard.domain.figures.evidence import AttemptList, AttemptRow
from chargeboard.evidence.attempts.words import say
from chargeboard.evidence.listed import shown_of
from chargeboard.evidence.local_time import local_of
from chargeboard.evidence.words import say as say_of_evidence
from chargeboard.panels.socket_label import socket_cell
from chargeboard.panels.success.view import TARGET_PCT, reason_of
from chargeboard.reasons import text_of
from chargeboard.time.instants import SECOND, Instant
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import DASH, count, duration, percent
from chargeboard.words.wall_clock import Local

OUTCOMES = ("", "failed", "success", *FAILURE_CLASSES, "pending")
STAGES = ("", "authorise", "plug", "start", "energy")
"""What a list can be filtered by; nothing: by nothing."""


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
    """One of the rates."""

    name: str
    value: str
    fraction: str
    meaning: str
    is_low: bool


class AttemptLine(msgspec.Struct, frozen=True):
    """One attempt."""

    start: str
    socket: str
    outcome: str
    is_failed: bool
    is_open: bool
    died: str
    steps: tuple[tuple[str, bool, str, bool], ...]
    """Plugged in, authorised, started, energy: whether, after how long, and whether that is no time."""
    duration: str
    because: str
    session_keys: tuple[str, ...]
    since: Instant
    until: Instant | None
    counts: bool


class Attempts(msgspec.Struct, frozen=True):
    """The page."""

    window: str
    headline: str
    rates: tuple[Rate, ...]
    funnel: tuple[Step, ...]
    kinds: tuple[Kind, ...]
    rows: tuple[AttemptLine, ...]
    empty: str
    outcomes: dict[str, str]
    """What the list can be filtered by, and how that is called."""
    stages: dict[str, str]


def outcome_words(outcome: str) -> str:
    """What became of an attempt, or which are looked for."""
    return reason_of(outcome) if outcome in FAILURE_CLASSES else say(outcome or "any_outcome")


def page(attempts: AttemptList) -> Attempts:
    """A page of the ledger."""
    local = local_of(attempts.charger)
    return Attempts(
        window=dates_through(attempts.window.from_, attempts.window.through),
        headline=shown_of(say, attempts.total, attempts.whole),
        rates=(
            _rate(say("rate_success"), attempts.success, say("rate_success_meaning")),
            _rate(say("rate_end"), attempts.charge_end, say("rate_end_meaning")),
            _rate(say("rate_session"), attempts.session_success, say("rate_session_meaning")),
            _rate(say("rate_charger"), attempts.charger_success, say("rate_charger_meaning")),
        ),
        funnel=_funnel(attempts),
        kinds=tuple(
            Kind(key, outcome_words(key), count(number), key in FAILURE_CLASSES)
            for key, number in attempts.outcomes.items()
        ),
        rows=tuple(line(row, local, attempts.charger.socket_names) for row in attempts.attempts),
        empty="" if attempts.total else say("none"),
        outcomes={outcome: outcome_words(outcome) for outcome in OUTCOMES},
        stages={stage: say(stage or "anywhere") for stage in STAGES},
    )


def _rate(name: str, head: Headline, meaning: str) -> Rate:
    fraction = (
        say_of_evidence("share", part=head.numerator, whole=head.denominator) if head.denominator else ""
    )
    return Rate(name, percent(head.pct), fraction, meaning, head.pct is not None and head.pct < TARGET_PCT)


def _funnel(attempts: AttemptList) -> tuple[Step, ...]:
    steps = (
        (say("step_tried"), attempts.funnel.attempts),
        (say("step_plugged"), attempts.funnel.plugged),
        (say("step_authorised"), attempts.funnel.authorised),
        (say("step_started"), attempts.funnel.started),
        (say("step_energy"), attempts.funnel.energy),
    )
    made = []
    before = attempts.funnel.attempts
    for name, number in steps:
        share = 100 * number / attempts.funnel.attempts if attempts.funnel.attempts else 0.0
        lost = before - number
        made.append(
            Step(name, count(number), round(share, 2), percent(share), f"−{count(lost)}" if lost > 0 else "")
        )
        before = min(before, number)
    return tuple(made) if attempts.funnel.attempts else ()


def line(row: AttemptRow, local: Local, names: Mapping[int, str]) -> AttemptLine:
    """An attempt as a row."""
    is_failed = row.outcome in FAILURE_CLASSES
    return AttemptLine(
        start=local.moment(row.start),
        socket=DASH if row.socket is None else socket_cell(row.socket, names),
        outcome=outcome_words(row.outcome),
        is_failed=is_failed,
        is_open=row.outcome == Outcome.PENDING,
        died=say(f"died_{row.stage}") if is_failed else "",
        steps=_steps(row),
        duration=say_of_evidence("so_far") if row.end is None else duration(row.duration_s),
        because=text_of(row.because),
        session_keys=tuple(row.session_keys),
        since=row.start,
        until=row.end,
        counts=row.counts,
    )


def _steps(row: AttemptRow) -> tuple[tuple[str, bool, str, bool], ...]:
    has_session = bool(row.session_keys)

    def after(at: Instant | None) -> tuple[str, bool]:
        if at is None:
            return "", False
        length = round(max(0, at - row.start) / SECOND)
        return say("after", length=length), length == 0

    return (
        (say("plugged_in"), row.plugged_at is not None or has_session, *after(row.plugged_at)),
        (say("authorised"), row.authorised_at is not None or has_session, *after(row.authorised_at)),
        (say("started"), has_session, *after(row.started_at)),
        (say("got_energy"), row.outcome == Outcome.SUCCESS, "", False),
    )
