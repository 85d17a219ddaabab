"""How does a rule count every second of a window?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from chargeboard.domain.codes import ExclusionKind
from chargeboard.domain.conclusions import IN_USE, State
from chargeboard.official.uptime.excusing import excused
from chargeboard.official.uptime.port import Port, year_span
from chargeboard.official.uptime.rule import Count, UptimeRule
from chargeboard.time.instants import Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span, clip, complement


class Counted(NamedTuple):
    """How some time counts, and why."""

    state: State
    counts: Count
    by: ExclusionKind | None = None
    """What was declared then and matters to the rule; of what counts as down: beyond the cap."""


def counted(rule: UptimeRule, port: Port, window: Span) -> Series[Counted]:
    """
    The window since the socket is observed, in pieces that tile it (law).

    The port's states begin with the calendar year of the window where `needs_year` says so.
    """
    seen = port.seen(window)
    if not seen.length:
        return Series()
    whole = port.seen(Span(min(seen.start, _states_needed_from(rule, port, seen.start)), seen.end))
    pieces = Series(
        (start, end, Counted(state, rule.counts[state])) for start, end, state in _filled(port.states, whole)
    )
    pieces = _inside(pieces, port.closed(whole), partial(_when_closed, rule))
    pieces = _inside(pieces, clip(port.out_of_sight, whole), partial(_out_of_sight, rule))
    for kind in sorted(rule.exempts):
        pieces = _inside(pieces, port.declared(kind), partial(_exempt, kind))
    outages = Series((start, end, one.counts) for start, end, one in pieces).spans(Count.DOWN)
    for kind, taken, beyond in excused(rule, port, outages):
        pieces = _inside(pieces, taken, partial(_excused, kind, Count.EXCLUDED))
        pieces = _inside(pieces, beyond, partial(_excused, kind, Count.DOWN))
    return pieces.clip(seen)


def needs_year(rule: UptimeRule, port: Port) -> bool:
    """Whether what a year allows has to be known."""
    return any(cap.of_year is not None and port.declared(kind) for kind, cap in rule.excuses.items())


def _states_needed_from(rule: UptimeRule, port: Port, start: Instant) -> Instant:
    return year_span(start, port.zone).start if needs_year(rule, port) else start


def _filled(states: Series[State], window: Span) -> Series[State]:
    told = states.clip(window)
    gaps: list[tuple[Instant, Instant, State]] = [
        (gap.start, gap.end, "unknown") for gap in complement(told.spans(), window)
    ]
    return Series(sorted([*told, *gaps], key=itemgetter(0))) if gaps else told


def _when_closed(rule: UptimeRule, one: Counted) -> Counted:
    if rule.when_closed == Count.EXEMPT:
        return Counted(one.state, Count.EXEMPT, ExclusionKind.OUTSIDE_OPENING_HOURS)
    if rule.when_closed == Count.EXCLUDED and one.counts == Count.DOWN:
        return Counted(one.state, Count.EXCLUDED, ExclusionKind.OUTSIDE_OPENING_HOURS)
    return one


def _out_of_sight(rule: UptimeRule, one: Counted) -> Counted:
    """
    What was told while nobody tells of lost contact: what is up may have been offline, so nobody knows.

    A rule that leaves out what nobody knows leaves out the rest, too: outages alone would be 0 %.
    """
    unknown = rule.counts["unknown"]
    return one._replace(counts=unknown) if unknown == Count.EXEMPT or one.counts == Count.UP else one


def _exempt(kind: ExclusionKind, one: Counted) -> Counted:
    return one if one.state in IN_USE else Counted(one.state, Count.EXEMPT, kind)


def _excused(kind: ExclusionKind, count: Count, one: Counted) -> Counted:
    return Counted(one.state, count, kind)


def _inside(
    pieces: Series[Counted], spans: Sequence[Span], told: Callable[[Counted], Counted]
) -> Series[Counted]:
    """Told otherwise inside a set of instants."""
    if not spans:
        return pieces
    inside = [(start, end, told(one)) for start, end, one in pieces.within(spans)]
    return Series(sorted([*inside, *pieces.without(spans)], key=itemgetter(0)))
