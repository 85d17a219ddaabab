"""
What changed between two instants?

What changes is told as series of states, as they are known at the later instant. Where one contradicts what
was told at the earlier instant - a silence that had not lasted long enough, a late stop - the change
is dated where it happened, which is before. Of what happened at the later instant itself the next look tells:
as everywhere, a span's end is not in it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter

from chargeboard.domain.conclusions import Episode, Gap
from chargeboard.domain.transitions import Kind, Subject, Transition
from chargeboard.metrics.errors.reports import WORST_FIRST
from chargeboard.metrics.timeline import offline_periods
from chargeboard.time.instants import NEVER, Instant
from chargeboard.time.series import Series, merged
from chargeboard.time.spans import Span

Told = Mapping[Subject, str]
"""The state of all of which one is told at an instant: it is that of the time just before it."""
Known = Mapping[Subject, Series[str]]
"""The states of all of which something is known over time."""


def states_of_the_link(
    gaps: Sequence[Gap], first_at: Instant | None, span: Span
) -> dict[Subject, Series[str]]:
    """Whether the charger was in reach, over a span that ends now."""
    offline, ours = offline_periods.absences(gaps, span.end)
    return {Subject(Kind.LINK): Series(offline_periods.contact(offline, ours, first_at, span))}


def states_of_errors(episodes: Iterable[Episode]) -> dict[Subject, Series[str]]:
    """The severity of each error while it lasts, the worst where several of its episodes do."""
    by_error: dict[Subject, list[Series[str]]] = {}
    for episode in episodes:
        if not episode.is_momentary:
            end = NEVER if episode.end is None else episode.end
            lasting = Series([(episode.start, end, str(episode.severity))])
            name = f"{episode.code}/{episode.vendor_code}" if episode.vendor_code else episode.code
            by_error.setdefault(Subject(Kind.ERROR, episode.socket, name), []).append(lasting)
    return {error: merged(_worst, several) for error, several in by_error.items()}


def _worst(severities: Sequence[str | None]) -> str:
    return min((severity for severity in severities if severity is not None), key=WORST_FIRST.index)


def states_of_rules(said: Told, before: Told, span: Span) -> dict[Subject, Series[str]]:
    """Rules that speak at the end of a span: since its start where they did then, else since just now."""
    return {
        rule: Series([(span.start - 1 if before.get(rule) == severity else span.end - 1, span.end, severity)])
        for rule, severity in said.items()
    }


def told(known: Known, at: Instant) -> dict[Subject, str]:
    """What is told at an instant by what is known."""
    states = ((subject, series.at(at - 1)) for subject, series in known.items())
    return {subject: state for subject, state in states if state is not None}


def transitions(before: Told, known: Known, span: Span) -> list[Transition]:
    """
    All that is told otherwise at the end of a span than `before`, at its start; by time.

    Shape: of each subject a chain: from what was told before, to what is known now.
    """
    changes: list[Transition] = []
    for subject in sorted({*before, *known}):
        course = _course(before.get(subject), known.get(subject, Series()), span)
        changes += [
            Transition(at, subject, was, became, span.end)
            for (_, was), (at, became) in pairwise(course)
            if was != became
        ]
    return sorted(changes, key=lambda change: (change.at, change.subject))


def _course(before: str | None, series: Series[str], span: Span) -> Iterator[tuple[Instant, str | None]]:
    """Each state that is told in a span with when it began, what was told at its start first."""
    yield span.start, before
    turns = [(at, after) for at, _, after in series.transitions() if at < span.end]
    behind = bisect_left(turns, span.start, key=itemgetter(0))
    yield turns[behind - 1] if behind else (span.start, None)
    yield from turns[behind:]
