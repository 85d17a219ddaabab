"""
Who is told, now?

Whenever the line of a charger is made again - it spoke, or time alone changed something - the rules look at
the board that was made for that. What a rule waits for besides is due at an instant that is known before. So
nobody is looked at of whom nothing changed, and no board is made for alerts alone but before one is told.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from urllib.parse import quote

import msgspec

from chargeboard.alerts.channel import Letter, StoredChannel
from chargeboard.alerts.course import Step, advanced, group_key, looked
from chargeboard.alerts.due import Terms, due
from chargeboard.alerts.holding import holding
from chargeboard.alerts.notice import Group, Notice
from chargeboard.alerts.rule import Kind, Rule
from chargeboard.alerts.saying import Message
from chargeboard.alerts.seen import Maintenance, Seen
from chargeboard.documents.alerts import message_of, withdrawn_messages
from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.paging import whole
from chargeboard.domain.policy import Profile
from chargeboard.domain.sites import folded
from chargeboard.panels.url_instant import url_instant
from chargeboard.ports.store import Store
from chargeboard.run.alerting.seeing import maintenance_of, may_be_meant, seen_of
from chargeboard.run.answering.board import MadeBoard
from chargeboard.run.words import say
from chargeboard.time.instants import MINUTE, SECOND, Instant

_log = logging.getLogger(__name__)
_AT_ONCE = 20
"""So many groups of which something is due are looked after in one part of the work."""
_SIZES_HOLD = MINUTE
_PUT_OFF = 5 * SECOND
"""So long what is due waits for somebody who is not understood yet."""


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
        self._unlooked: dict[str, None] = {}
        """Of whom nobody knows yet what holds of a rule that is new."""
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

    def unlooked(self) -> list[str]:
        """Chargers that are to be looked at by a rule that was kept since this was asked last."""
        self._read()
        some, self._unlooked = list(self._unlooked), {}
        return some

    def read_again(self) -> None:
        """Others looked at some of these chargers until now: what is remembered of them is in the store."""
        self._changes = -1

    @property
    def has_rules(self) -> bool:
        """Whether lines matter to anybody who is told of alerts."""
        return bool(self._rules)

    @property
    def are_lines_followed(self) -> bool:
        """Whether lines matter to a rule, or to a channel that shows how chargers stand."""
        return self.has_rules or any(channel.shows_chargers for channel in self._channels)

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
            # another process may know more of it than is remembered here
            rule, group = self._rules.get(name), self._store.alert_group(name, key)
            if rule is None or group is None:
                self._forget(name, key)
                continue
            stations = _stations(group)
            if not all(map(self.is_understood, stations)):
                self._put_off(name, key)
                continue
            for station in sorted(stations):
                tell(station)
            terms, now = self._terms(group), self._now()
            self._step(rule, key, lambda group: advanced(rule, group, now, terms), is_due=True)  # noqa: B023 - at once
            done = True
        return done

    def _look(self, rule: Rule, seen: Seen) -> None:
        holds, key = holding(rule, seen), group_key(rule, seen)
        group = self._groups.get((rule.name, key))
        if group is None and not holds:
            return
        terms = self._terms(group or Group(key=key))
        self._step(rule, key, lambda group: looked(rule, group, seen, holds, terms))

    def _put_off(self, rule: str, key: str) -> None:
        """Who cannot be understood keeps no other group waiting."""
        with self._store.together():
            group = self._store.alert_group(rule, key) or Group(key=key)
            self._store.save_alert_group(rule, group, self._now() + _PUT_OFF)

    def _step(self, rule: Rule, key: str, step: Callable[[Group], Step], *, is_due: bool = False) -> None:
        """
        In one commit: what is remembered, what is told, and what is to be sent of it.

        `is_due`: it was to be told something by now; if that is later by now, it is due then.
        """
        before = self._groups.get((rule.name, key), Group(key=key))
        after, told = step(before)
        if after == before and not told and not is_due:
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
        message = message_of(notice, url, key if rule.recovery else "")
        return self._addressed(message, rule.channels)

    def _addressed(self, message: Message, channels: Collection[str]) -> list[Letter]:
        """It for each of these channels; for all where none is named."""
        body = msgspec.json.encode(message)
        return [
            Letter(id=message.id, channel=channel.name, body=body, kept_at=self._now())
            for channel in self._channels
            if not (channel.is_off or channel.only_reports) and (not channels or channel.name in channels)
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
        before, is_first = self._rules, self._changes < 0
        with self._store.reading():
            stored = {rule.name: rule for rule in self._store.alert_rules()}
            self._rules = {**stored, **self._own}
            self._channels = self._store.alert_channels()
            groups = {(rule, group.key): group for rule, group in self._store.alert_groups()}
        self._changes = changes
        self._sizes.clear()
        new = {name: rule for name, rule in self._rules.items() if before.get(name) != rule}
        if not is_first:  # whoever began has all of them looked at
            self._unlooked |= dict.fromkeys(self._meant_by(list(new.values())))
        if is_first or new or before.keys() - self._rules.keys():
            self._withdraw()
        if any(rule not in self._rules for rule, _ in groups):
            self._store.forget_alert_groups(self._rules)
        self._groups = {place: group for place, group in groups.items() if place[0] in self._rules}
        for (name, _), group in self._groups.items() if not is_first else ():
            if name in new:  # by the rule as it is now something else may be due
                self._store.save_alert_group(name, group, due(self._rules[name], group, self._terms(group)))
        self._away = Counter(
            station
            for (rule, _), group in self._groups.items()
            if self._is_of_contact(rule)
            for station in _stations(group)
        )

    def _withdraw(self) -> None:
        """What rules told that are gone is shown no more; that is said once."""
        for name, kind in self._store.told_by():
            rule = self._rules.get(name)
            if rule is None or rule.kind != kind or not rule.recovery:
                messages = withdrawn_messages(self._store.notices_of(name, kind))
                self._store.keep_letters(
                    letter for message in messages for letter in self._addressed(message, ())
                )

    def _meant_by(self, rules: list[Rule]) -> Iterator[str]:
        for station in self._maybe_meant_by(rules):
            profile = self._profile_of(station)
            if any(may_be_meant(rule, profile) for rule in rules):
                yield station

    def _maybe_meant_by(self, rules: list[Rule]) -> list[str]:
        """All chargers, unless each of the rules names its sites."""
        if not all(rule.sites for rule in rules):
            return self._store.fleet_stations()
        named = {folded(site) for rule in rules for site in rule.sites}
        spelled = [site for site in self._store.fleet_sites() if folded(site) in named]
        return self._store.fleet_ids(whole(FleetWanted()), (), spelled)

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
