"""
Which outages does a rule excuse, by what, and where does an excuse end?

Kinds without a cap excuse first, then those with one for each incident, then those that have a year's time
to use up: so nothing is taken from what is scarce where another excuses anyway. So the answer depends on what
is declared alone: neither on how often, nor in which order.
"""

from __future__ import annotations

from collections.abc import Iterator

from chargeboard.domain.codes import ExclusionKind
from chargeboard.official.uptime.port import Port, year_span
from chargeboard.official.uptime.rule import Cap, UptimeRule
from chargeboard.time.instants import Micros
from chargeboard.time.spans import Span, clip, subtract, total, union


def excused(
    rule: UptimeRule, port: Port, outages: list[Span]
) -> Iterator[tuple[ExclusionKind, list[Span], list[Span]]]:
    """
    For each kind that excuses: what of the outages it does, and what of them lies beyond its cap.

    `outages` begin with the calendar year wherever a cap of a year is asked for.
    """
    left = outages
    for kind, cap in sorted(rule.excuses.items(), key=lambda one: (*_scarcity(one[1]), one[0])):
        windows = port.declared(kind)
        if not windows:
            continue
        covered = _of(left, windows)
        allowed = windows
        if cap.of_incident is not None:
            allowed = [Span(one.start, min(one.end, one.start + cap.of_incident)) for one in windows]
        taken = _of(covered, allowed)
        if cap.of_year is not None:
            taken = _of_years(taken, cap.of_year, port.zone)
        left = subtract(left, taken)
        yield kind, taken, subtract(covered, taken)


def _scarcity(cap: Cap) -> tuple[bool, bool]:
    return cap.of_year is not None, cap.of_incident is not None


def _of(spans: list[Span], windows: list[Span]) -> list[Span]:
    return subtract(spans, subtract(spans, windows))


def _of_years(spans: list[Span], most: Micros, zone: str) -> list[Span]:
    """The first so much of each calendar year."""
    taken: list[Span] = []
    rest = spans
    while rest:
        year = year_span(rest[0].start, zone)
        taken += _first_of(clip(rest, year), most)
        rest = clip(rest, Span(year.end, max(year.end, rest[-1].end)))
    return union(taken)


def _first_of(spans: list[Span], most: Micros) -> list[Span]:
    found: list[Span] = []
    for span in spans:
        room = most - total(found)
        if room <= 0:
            break
        found.append(Span(span.start, min(span.end, span.start + room)))
    return found
