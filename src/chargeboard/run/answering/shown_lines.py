"""
Which lines of a page of the list are not true, where somebody else makes all that are not?

One that a charger made untrue by what it said: the page does not wait for that. That it is there moves its
last contact alone; what its meters show, who looks is told soon.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chargeboard.domain.policy import Policy
from chargeboard.domain.records import LineBehind
from chargeboard.pipeline import restore
from chargeboard.ports.store import Store
from chargeboard.run.understanding.folded import Tells, tells
from chargeboard.time.instants import MINUTE, NEVER, Instant
from chargeboard.time.spans import Span

_EARLIER = 15 * MINUTE
"""What was said since may have happened so much earlier; the line of what was longer ago is made soon."""


class ShownLines:
    """The lines of a page that are behind what is known of their chargers."""

    def __init__(
        self, store: Store, told_by: Mapping[str, Instant], at: Instant, policy_of: Callable[[str], Policy]
    ) -> None:
        """`told_by`: by charger, the last sign of life that its line tells of."""
        self._store, self._told_by, self._policy_of = store, told_by, policy_of
        self.heard_at: dict[str, Instant] = {}
        """When those of them were last heard that are behind."""
        behind = store.fleet_behind(told_by, at, _EARLIER)
        self.untrue = [one.station for one in behind if self._is_untrue(one)]
        """Those that are to be made again."""

    def _is_untrue(self, one: LineBehind) -> bool:
        state = restore(one.snapshot)
        if state.memory.links.heard_at is not None:
            self.heard_at[one.station] = state.memory.links.heard_at
        if one.is_due or not one.may_be_news:
            return one.is_due
        told_by = self._told_by[one.station]
        facts = self._store.facts(one.station, Span(told_by - _EARLIER, NEVER))
        new = [fact for fact in facts if fact.received_at > told_by]
        return tells(new, state, self._policy_of(one.station)) is Tells.NEWS
