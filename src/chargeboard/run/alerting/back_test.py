"""
What would a rule have told over the past, had it been saved before?

Each charger is looked at as it was known then, whenever that may have mattered, and the same machine makes
notices of it that makes them now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from chargeboard.alerts.course import advanced, group_key, looked
from chargeboard.alerts.due import Terms
from chargeboard.alerts.holding import Holding, holding
from chargeboard.alerts.notice import Group, Notice
from chargeboard.alerts.rule import Kind, Rule
from chargeboard.alerts.seen import Maintenance, Seen
from chargeboard.alerts.tally import Tally, tally
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import NotKeptError
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.lasting import dues
from chargeboard.history.opening import Histories
from chargeboard.run.alerting.kept_success import KeptSuccess
from chargeboard.run.alerting.looked_back import looked_back
from chargeboard.run.alerting.seeing import may_be_meant, windows_known
from chargeboard.run.alerting.turns import DUES, turns
from chargeboard.time.instants import NEVER, Instant
from chargeboard.time.spans import Span

_MOST_DUES = 50
"""So many times at most time alone is followed from one look to the next."""


class BackTest(msgspec.Struct, frozen=True):
    """What a rule would have told over a span, and of how many chargers that is known."""

    span: Span
    tally: Tally
    notices: tuple[Notice, ...]
    looked_at: int
    """Chargers."""
    of: int
    """Chargers that the rule may be about."""


class _Look(msgspec.Struct, frozen=True):
    seen: Seen
    holds: list[Holding] | None


class Past:
    """The past of a store's chargers, to go through again."""

    def __init__(
        self,
        histories: Histories,
        profile_of: Callable[[str], Profile],
        stations: Sequence[str],
    ) -> None:
        self._histories, self._profile_of, self._stations = histories, profile_of, stations

    def told(
        self, rule: Rule, span: Span, goes_on: Callable[[int, int], bool] = lambda _done, _of: True
    ) -> BackTest:
        """
        What the rule would have told from the span's start up to its end, had it been saved at the start.

        `goes_on` is asked before each charger, with how many of how many are done: what takes too long ends.
        """
        profiles = [self._profile_of(station) for station in self._stations]
        meant = [profile for profile in profiles if may_be_meant(rule, profile)]
        sizes = Counter(profile.site for profile in profiles)
        found: list[_Look] = []
        done = 0
        for profile in meant:
            if not goes_on(done, len(meant)):
                break
            found += self._looks(rule, profile.id, span)
            done += 1
        declared = self._histories.store.exclusions()
        windows = {profile.id: windows_known(profile, declared) for profile in meant}
        notices = _told(rule, found, span, sizes, lambda station: windows.get(station, ()))
        return BackTest(span, tally(notices), tuple(notices), done, len(meant))

    def _looks(self, rule: Rule, station: str, span: Span) -> Iterator[_Look]:
        """The looks at a charger that may matter, by time."""
        now = self._histories.of(station, span.end)
        if now.progress.newest_fact_at is None:
            return
        found = turns(rule, self._histories.of(station, span.start), now, span)
        instants = found.instants
        kept = KeptSuccess(rule, now, span) if rule.kind is Kind.LOW_SUCCESS else None
        held: list[Holding] = []
        for at, following in zip(instants, [*instants[1:], span.end], strict=True):
            if kept is not None and kept.is_low_at(at) is bool(held):
                continue  # a look would change nothing
            moment: Instant = at
            for _ in range(_MOST_DUES):
                try:
                    history = self._histories.of(station, moment)
                    seen = looked_back(history, rule.kind)
                except NotKeptError:
                    break
                holds = holding(rule, seen)
                held = held if holds is None else holds
                yield _Look(seen, holds)
                moment = _due(rule, history, found.silences)
                if moment >= following - 1:  # what is received at that very instant counts in the next
                    break


def _due(rule: Rule, history: ChargerHistory, silences: Sequence[Span]) -> Instant:
    """When time alone may change what the rule is about; of contact, while nothing is heard."""
    causes, at = DUES.get(rule.kind, frozenset()), history.at - 1
    if not causes or (rule.kind is Kind.OUT_OF_CONTACT and not any(at in silence for silence in silences)):
        return NEVER
    ahead = dues(history.tail, history.policy, history.at)
    return min((due.at for due in ahead if due.cause in causes), default=NEVER)


def _told(
    rule: Rule,
    looks: list[_Look],
    span: Span,
    sizes: Mapping[str, int],
    windows: Callable[[str], Sequence[Maintenance]],
) -> list[Notice]:
    groups: dict[str, list[_Look]] = {}
    for look in looks:
        groups.setdefault(group_key(rule, look.seen), []).append(look)
    notices: list[Notice] = []
    for key, some in groups.items():
        group = Group(key=key)
        terms = Terms(sizes.get(group.site, 1), windows)
        for look in sorted(some, key=lambda look: look.seen.at):
            group, told = advanced(rule, group, look.seen.at - 1, terms)
            notices += told
            group, told = looked(rule, group, look.seen, look.holds, terms)
            notices += told
        group, told = advanced(rule, group, span.end - 1, terms)
        notices += told
    return sorted(notices, key=lambda notice: (notice.at, notice.id))
