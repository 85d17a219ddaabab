"""What can nobody tell of a charger, and when? It is not known then: no figure is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chargeboard.domain.codes import Untold
from chargeboard.domain.facts import AnyFact, CannotTell
from chargeboard.time.instants import Instant

_MOST = 16


def advance(before: Sequence[CannotTell], facts: Iterable[AnyFact]) -> tuple[CannotTell, ...]:
    """The changes behind these facts, the latest of them."""
    more = [fact for fact in facts if isinstance(fact, CannotTell)]
    return (*before, *(one for one in more if one not in before))[-_MOST:] if more else tuple(before)


def at(changes: Sequence[CannotTell], instant: Instant) -> tuple[Untold, ...]:
    """What cannot be told of an instant."""
    return next((change.what for change in reversed(changes) if change.at <= instant), ())
