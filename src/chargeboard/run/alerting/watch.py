"""
Who is told, now?

Whenever the line of a charger is made again - it spoke, or time alone changed something - the rules look at
the board that was made for that. What a rule waits for besides is due at an instant that is known before. So
nobody is looked at of whom nothing changed, and no board is made for alerts alone but before one is told.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from urllib.parse import quote

import msgspec

from chargeboard.alerts.channel import Letter, StoredChannel
from chargeboard.alerts.course import Step, Terms, advanced, due, group_key, looked
from chargeboard.alerts.holding import holding
from chargeboard.alerts.notice import Group, Notice
from chargeboard.alerts.rule import Kind, Rule
from chargeboard.alerts.seen import Maintenance, Seen
from chargeboard.documents.alerts import message_of
from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.policy import Profile
from chargeboard.panels.url_instant import url_instant
from chargeboard.ports.store import Store
from chargeboard.run.alerting.seeing import maintenance_of, seen_of
from chargeboard.run.answering.board import MadeBoard
from chargeboard.run.words import say
from chargeboard.time.instants import MINUTE, Instant

_log = logging.getLogger(__name__)
_AT_ONCE = 20
"""So many groups of which something is due are looked after in one part of the work."""
_SIZES_HOLD = 10 * MINUTE


class Watch:
    """The rules over one store's chargers."""

    def __init__(
        self,
        store: Store,
        profile_of: Callable[[str], Profile],
        now: Callable[[], Instant],
        *,
        rules: Sequence[Rule] = (),
        url: str = "",
    ) -> None:
        """`rules` are those of the settings; of one name they win over what is stored. `url`: of the page."""
        self._store, self._profile_of, self._now, self._url = store, profile_of, now, url.rstrip("/")
        self._own = {rule.name: rule for rule in rules}
        self._changes = -1
        self._rules: dict[str, Rule] = {}
        self._channels: list[StoredChannel] = []
        self._groups: dict[tuple[str, str], Group] = {}
        """What is remembered, so that the store is not asked where nothing holds."""
        self._away: Counter[str] = Counter()
        """Who is out of contact by a rule, and by how many."""
        self._sizes: dict[str, tuple[int, Instant]] = {}
        """How many chargers a site has, and until when that holds."""
        self.is_understood: Callable[[str], bool] = lambda _: True
        """Whether all that a charger said is understood: what waits may tell that nothing is wrong."""

    def look(self, made: MadeBoard) -> None:
        """A charger's board was made: does a rule hold?"""
        self._read()
        if not self._rules or not self.is_understood(made.history.station):
            return
        seen = seen_of(made)
        for rule in self._rules.values():
            self._look(rule, seen)

    @property
    def has_rules(self) -> bool:
        """Whether lines matter to anybody who is told of alerts."""
        return bool(self._rules)

    def is_away(self, station: str) -> bool:
        """Whether a charger is out of contact by a rule: whatever it says ends that. Any thread may ask."""
        return station in self._away

    def work(self, tell: Callable[[str], object]) -> bool:
        """
        Tell what is due, after another look at those whom it is about; False where nothing is.

        `tell` has the line of a charger made again, and so has it looked at.
        """
        self._read()
        done = False
        for name, key in self._store.alert_due(self._now(), _AT_ONCE):
            rule, group = self._rules.get(name), self._groups.get((name, key))
            if rule is None or group is None:
                self._forget(name, key)
                continue
            stations = {member.station for member in group.members}
            if not all(map(self.is_understood, stations)):
                continue
            for station in sorted(stations):
                tell(station)
            terms, now = self._terms(group), self._now()
            self._step(rule, key, lambda group: advanced(rule, group, now, terms))  # noqa: B023 - at once
            done = True
        return done

    def _look(self, rule: Rule, seen: Seen) -> None:
        holds, key = holding(rule, seen), group_key(rule, seen)
        group = self._groups.get((rule.name, key))
        if group is None and not holds:
            return
        terms = self._terms(group or Group(key=key))
        self._step(rule, key, lambda group: looked(rule, group, seen, holds, terms))

    def _step(self, rule: Rule, key: str, step: Callable[[Group], Step]) -> None:
        """In one commit: what is remembered, what is told, and what is to be sent of it."""
        before = self._groups.get((rule.name, key), Group(key=key))
        after, told = step(before)
        if after == before and not told:
            return
        with self._store.together():
            # somebody may have acknowledged it meanwhile
            after, told = step(self._store.alert_group(rule.name, key) or Group(key=key))
            self._store.save_alert_group(rule.name, after, due(rule, after, self._terms(after)))
            for notice in told:
                self._store.keep_notice(notice, self._letters(rule, notice, key))
        self._remember((rule.name, key), after)

    def _remember(self, place: tuple[str, str], after: Group) -> None:
        before = self._groups.pop(place, None)
        if not after.is_empty:
            self._groups[place] = after
        if self._is_of_contact(place[0]):
            was = frozenset() if before is None else _stations(before)
            self._away.update(_stations(after) - was)
            for station in was - _stations(after):
                self._away[station] -= 1
                if not self._away[station]:
                    del self._away[station]

    def _is_of_contact(self, rule: str) -> bool:
        return rule in self._rules and self._rules[rule].kind is Kind.OUT_OF_CONTACT

    def _letters(self, rule: Rule, notice: Notice, key: str) -> list[Letter]:
        if not notice.is_sent:
            return []
        url = evidence_url(self._url, notice)
        body = msgspec.json.encode(message_of(notice, url, key if rule.recovery else ""))
        return [
            Letter(id=notice.id, channel=channel.name, body=body, kept_at=self._now())
            for channel in self._channels
            if not channel.is_off and (not rule.channels or channel.name in rule.channels)
        ]

    def _terms(self, group: Group) -> Terms:
        return Terms(self._size(group.site), self._maintenance)

    def _maintenance(self, station: str) -> tuple[Maintenance, ...]:
        return maintenance_of(self._profile_of(station).policy)

    def _size(self, site: str) -> int:
        if not site:
            return 1
        size, until = self._sizes.get(site, (1, 0))
        if self._now() >= until:
            size = max(1, self._store.fleet_counts(FleetWanted(), [], {site}).chargers)
            self._sizes[site] = size, self._now() + _SIZES_HOLD
        return size

    def _read(self) -> None:
        """Rules, channels and what is remembered, where somebody else changed them."""
        changes = self._store.alert_changes()
        if changes == self._changes:
            return
        with self._store.reading():
            stored = {rule.name: rule for rule in self._store.alert_rules()}
            self._rules = {**stored, **self._own}
            self._channels = self._store.alert_channels()
            groups = {(rule, group.key): group for rule, group in self._store.alert_groups()}
        self._changes = changes
        self._sizes.clear()
        if any(rule not in self._rules for rule, _ in groups):
            self._store.forget_alert_groups(self._rules)
        self._groups = {place: group for place, group in groups.items() if place[0] in self._rules}
        self._away = Counter(
            station
            for (rule, _), group in self._groups.items()
            if self._is_of_contact(rule)
            for station in _stations(group)
        )

    def _forget(self, rule: str, key: str) -> None:
        _log.info(say("alert_without_rule", rule=rule))
        self._store.save_alert_group(rule, Group(key=key), 0)


def _stations(group: Group) -> frozenset[str]:
    return frozenset(member.station for member in group.members)


def evidence_url(url: str, notice: Notice) -> str:
    """Where a notice's evidence is, as it was known then; empty where nobody said where the page is."""
    if not url:
        return ""
    at = url_instant(notice.at + 1)
    if notice.site:
        return f"{url}/?text={quote(notice.site, safe='')}&at={at}"
    return f"{url}/chargers/{quote(notice.chargers[0], safe='')}?at={at}"
