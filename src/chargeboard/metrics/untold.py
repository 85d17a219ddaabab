"""What can nobody tell of a charger, and when? It is not known then: no figure is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from chargeboard.domain.codes import Untold
from chargeboard.domain.facts import AnyFact, CannotTell
from chargeboard.time.instants import NEVER, Instant
from chargeboard.time.spans import Span

_MOST = 16


def advance(before: Sequence[CannotTell], facts: Iterable[AnyFact]) -> tuple[CannotTell, ...]:
    """The changes behind these facts, the latest of them."""
    more = [fact for fact in facts if type(fact) is CannotTell]
    return (*before, *(one for one in more if one not in before))[-_MOST:] if more else tuple(before)


def at(changes: Sequence[CannotTell], instant: Instant) -> tuple[Untold, ...]:
    """What cannot be told of an instant."""
    return next((change.what for change in reversed(changes) if change.at <= instant), ())


def spans(changes: Sequence[CannotTell], what: Untold) -> list[Span]:
    """When one thing cannot be told, by time."""
    edges = [*(change.at for change in changes), NEVER]
    told = zip(changes, pairwise(edges), strict=True)
    return [Span(start, end) for change, (start, end) in told if what in change.what and start < end]
