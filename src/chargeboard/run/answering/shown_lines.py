"""
How far is a page of the list behind what is known of its chargers, where somebody else makes the lines?

Who looks waits for no line: that of a charger that is looked at is made within a second or two. That the
charger is there moves its last contact at once; a line that tells less than is known for longer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from chargeboard.domain.policy import Policy
from chargeboard.domain.records import LineBehind
from chargeboard.pipeline import heard_at, restore
from chargeboard.ports.store import Store
from chargeboard.run.understanding.folded import Tells, tells
from chargeboard.time.instants import MINUTE, NEVER, SECOND, Instant
from chargeboard.time.spans import Span

_EARLIER = 15 * MINUTE
"""What was said since may have happened so much earlier; the line of what was longer ago is made soon."""
_LIVE = 15 * SECOND
"""Whoever looks at an open page is told as often that all is still so: what is older is not live."""


class Behind(NamedTuple):
    """What the lines of a page do not tell yet."""

    heard_at: Mapping[str, Instant]
    """When those of them were last heard that are behind."""
    denied: Sequence[str]
    """Those that something besides facts made untrue, such as another name: somebody waits for that."""
    as_of: Mapping[str, Instant]
    """Until when those of them were true that have been untrue for longer than a page may be."""


NOT_BEHIND = Behind({}, (), {})


def behind(
    store: Store, told_by: Mapping[str, Instant], at: Instant, policy_of: Callable[[str], Policy]
) -> Behind:
    """How far lines are behind. `told_by`: by charger, the last sign of life that its line tells of."""
    found = store.fleet_behind(told_by, at, _EARLIER) if told_by else []
    until = {one.station: _true_until(store, one, told_by, at - _LIVE, policy_of) for one in found}
    return Behind(
        {one.station: heard for one in found if (heard := heard_at(one.snapshot))},
        [one.station for one in found if not one.true_until],
        {station: moment for station, moment in until.items() if moment <= at - _LIVE},
    )


def _true_until(
    store: Store,
    one: LineBehind,
    told_by: Mapping[str, Instant],
    live_since: Instant,
    policy_of: Callable[[str], Policy],
) -> Instant:
    """When it was said first, or time alone brought it, what the line does not tell."""
    until = one.true_until or NEVER
    if one.told_at is None or one.told_at > live_since:
        return until
    state, policy = restore(one.snapshot), policy_of(one.station)
    facts = store.facts(one.station, Span(told_by[one.station] - _EARLIER, NEVER))
    news = (
        fact.received_at
        for fact in facts
        if fact.received_at >= one.told_at and tells([fact], state, policy) is Tells.NEWS
    )
    return min(until, min(news, default=NEVER))
