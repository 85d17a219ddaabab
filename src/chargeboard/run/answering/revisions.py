"""
By how much did a day's figures change after they seemed final, and what changed them?

The day is looked at as it was known when it seemed final, then behind each burst of late messages, then now;
whatever differs between two looks is what came between them. Settings are today's in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from operator import attrgetter

from chargeboard.domain.conclusions import Conclusions
from chargeboard.domain.facts import AnyFact, Quiet
from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.day_evidence import Change, Revision
from chargeboard.domain.figures.measures import Number
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.opening import Histories
from chargeboard.metrics.days.day_time import DayTime, day_time
from chargeboard.metrics.days.late import SETTLING
from chargeboard.metrics.findings import late_news
from chargeboard.run.answering.board import make_board
from chargeboard.time.days import day_span
from chargeboard.time.instants import HOUR, Instant, seconds_of
from chargeboard.time.spans import Span

_MOST = 6
"""Bursts that are looked at one by one; the last of them takes the others in."""
_CARRIED = 24 * HOUR
"""What happened this long before a day may still decide about its first state."""

Figures = dict[tuple[str, int | None], Number | None]


def revisions(
    histories: Histories, history: ChargerHistory, on: date, known: Conclusions, final: Instant
) -> list[Revision]:
    """The steps from what was known at `final` to what is known now; what changed nothing is left out."""
    if final >= history.at:
        return []
    day = day_span(on, history.zone)
    if day.start < history.kept_since.evidence:
        return []  # what was known then is gone

    def known_at(at: Instant) -> Figures:
        then = histories.of(history.station, at)
        made = make_board(then, (on, on + timedelta(days=1)), day).board
        return _figures(made, day_time(made, on, history.zone, history.policy))

    told = history.store.facts(history.station, Span(day.start - _CARRIED, final), received_until=history.at)
    late = [one for one in told if one.received_at > final and not isinstance(one, Quiet)]
    if not (late or _took_time(known, final)):
        return []
    before = known_at(final)
    found = []
    for burst in [*_bursts(late), []]:
        at = min(burst[-1].received_at + SETTLING, history.at) if burst else history.at
        after = known_at(at)
        if changes := _changes(before, after):
            first, last = (burst[0].received_at, burst[-1].received_at) if burst else (at, at)
            found.append(
                Revision(
                    first_received_at=first,
                    last_received_at=last,
                    messages=late_news(burst, final),
                    changes=changes,
                )
            )
        before = after
    return found


def _took_time(known: Conclusions, final: Instant) -> bool:
    """Whether something of the day could only be told by what did not come: an end, or a contact."""
    return any(session.end_inferred for session in known.sessions) or any(
        gap.start <= final and (gap.end is None or gap.end > final) for gap in known.gaps
    )


def first_known(steps: Sequence[Revision]) -> list[Change]:
    """All steps as one: each figure from its first value to its last."""
    whole: dict[tuple[str, int | None], Change] = {}
    for step in steps:
        for change in step.changes:
            key = change.figure, change.socket
            before = whole[key].before if key in whole else change.before
            whole[key] = Change(figure=change.figure, socket=change.socket, before=before, after=change.after)
    return [one for one in whole.values() if one.before != one.after]


def _bursts(late: Iterable[AnyFact]) -> list[list[AnyFact]]:
    """Late facts by receipt, apart where a quarter of an hour lies between them."""
    bursts: list[list[AnyFact]] = []
    for fact in sorted(late, key=attrgetter("received_at")):
        is_new = not bursts or fact.received_at - bursts[-1][-1].received_at > SETTLING
        if is_new and len(bursts) < _MOST:
            bursts.append([])
        bursts[-1].append(fact)
    return bursts


def _figures(board: Board, time: DayTime) -> Figures:
    """Every figure of the one day of a board, by name and socket."""
    figures: Figures = {}
    for use in board.utilization:
        figures["utilization_pct", None] = use.pct
        figures["in_use_s", None] = use.in_use_s
        figures["available_s", None] = use.available_s
        figures["coverage_pct", None] = use.coverage_pct
    for tried in board.success:
        figures["success_pct", None] = tried.pct
        figures["successes", None] = tried.successes
        figures["attempts", None] = tried.attempts
        figures["pending", None] = tried.pending
    for up in board.uptime:
        figures["nevi_pct", None] = up.nevi_pct
        figures["uk_reg7_pct", None] = up.uk_reg7_pct
        figures["uk_template_pct", None] = up.uk_template_pct
        figures["outage_s", None] = up.outage_s
    for sessions in board.sessions_per_day.values():
        figures["sessions_completed", None] = sessions
    for day, energy_wh in board.energy_per_day_wh.items():
        figures["energy_wh", None] = energy_wh
        if day in board.export_per_day_wh:
            figures["export_wh", None] = board.export_per_day_wh[day]
    for socket, states in time.states().items():
        for state, length in states.items():
            figures[f"{state}_s", socket] = seconds_of(length)
    return figures


def _changes(before: Figures, after: Figures) -> list[Change]:
    names = dict.fromkeys([*before, *after])
    return [
        Change(figure=name, socket=socket, before=before.get((name, socket)), after=after.get((name, socket)))
        for name, socket in names
        if before.get((name, socket)) != after.get((name, socket))
    ]
