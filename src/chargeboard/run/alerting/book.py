"""What do operators ask and say: which rules there are, what lasts, what was told, that they see to it?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import msgspec

from chargeboard.alerts.channel import Delivered, StoredChannel
from chargeboard.alerts.course import acknowledged, snoozed
from chargeboard.alerts.due import Terms, due
from chargeboard.alerts.notice import Alert, Group, Member, Notice
from chargeboard.alerts.rule import Rule
from chargeboard.ports.store import Store
from chargeboard.time.instants import Instant

Sees: TypeAlias = Callable[[str], bool]
"""Whether somebody may look at a charger."""
_LOOKED_THROUGH = 20
"""So many times as many notices are looked through for those that somebody may see."""


class KnownRule(msgspec.Struct, frozen=True):
    """A rule, and whether the settings file has it: it is changed there alone."""

    rule: Rule
    is_of_file: bool


class OpenAlert(msgspec.Struct, frozen=True):
    """An alert that was told and lasts."""

    rule: str
    group: str
    alert: Alert


class Told(msgspec.Struct, frozen=True):
    """A notice, and what became of it in each channel."""

    notice: Notice
    deliveries: tuple[Delivered, ...]


class NoSuchAlertError(Exception):
    """No alert of that id lasts."""


class NoSuchRuleError(Exception):
    """There is no rule of that name, or the settings file has it (`is_of_file`)."""

    def __init__(self, name: str, *, is_of_file: bool = False) -> None:
        super().__init__(name)
        self.name, self.is_of_file = name, is_of_file


class AlertBook:
    """The alerts of a store."""

    def __init__(self, store: Store, now: Callable[[], Instant], rules: Sequence[Rule] = ()) -> None:
        """`rules` are those of the settings file; of one name they win over what is stored."""
        self.store, self._now, self._rules = store, now, rules
        self._own = {rule.name: rule for rule in rules}
        self._sight: Callable[[], Sees | None] = lambda: None

    def seen_by(self, sight: Callable[[], Sees | None]) -> AlertBook:
        """
        The book for readers of whom some see some chargers only; `sight` tells which, None: all.

        An alert is theirs where all chargers that it is about are.
        """
        book = AlertBook(self.store, self._now, self._rules)
        book._sight = sight
        return book

    def rules(self) -> list[KnownRule]:
        """All, by name."""
        stored = {rule.name: KnownRule(rule, is_of_file=False) for rule in self.store.alert_rules()}
        own = {name: KnownRule(rule, is_of_file=True) for name, rule in self._own.items()}
        return [known for _, known in sorted({**stored, **own}.items())]

    def rule(self, name: str) -> Rule:
        """The rule of a name. Raises: NoSuchRuleError."""
        for known in self.rules():
            if known.rule.name == name:
                return known.rule
        raise NoSuchRuleError(name)

    def save_rule(self, rule: Rule) -> None:
        """Keep a rule, in the place of the one of that name. Raises: NoSuchRuleError for one of the file."""
        if rule.name in self._own:
            raise NoSuchRuleError(rule.name, is_of_file=True)
        self.store.save_alert_rule(rule)

    def drop_rule(self, name: str) -> None:
        """Forget a rule, and what lasts of it. Raises: NoSuchRuleError."""
        if name in self._own:
            raise NoSuchRuleError(name, is_of_file=True)
        if not self.store.drop_alert_rule(name):
            raise NoSuchRuleError(name)

    def channels(self) -> list[StoredChannel]:
        """By name; their secrets are sealed."""
        return self.store.alert_channels()

    def lasting(self) -> list[OpenAlert]:
        """What was told and is not over, the latest first."""
        found = [
            OpenAlert(rule, group.key, alert)
            for rule, group in self.store.alert_groups()
            for alert in group.alerts
            if alert.over_at is None and self._shows(alert.members)
        ]
        return sorted(found, key=lambda one: (-one.alert.fired_at, one.alert.id))

    def told(self, most: int) -> list[Told]:
        """What was told, the latest first; where to, is for who sees all chargers."""
        sees_all = self._sight() is None
        notices = self.store.notices(most if sees_all else most * _LOOKED_THROUGH)
        notices = [notice for notice in notices if self._shows(notice.members)][:most]
        by_notice: dict[str, list[Delivered]] = {}
        for delivered in self.store.delivered(notice.id for notice in notices):
            by_notice.setdefault(delivered.id, []).append(delivered)
        return [Told(notice, tuple(by_notice.get(notice.id, ())) if sees_all else ()) for notice in notices]

    def acknowledge(self, alert: str, note: str) -> None:
        """Somebody sees to it: it is not told again, but that it is over. Raises: NoSuchAlertError."""
        self._change(alert, lambda group: acknowledged(group, alert, self._now(), note))

    def snooze(self, alert: str, until: Instant, note: str) -> None:
        """It is not told again before an instant. Raises: NoSuchAlertError."""
        self._change(alert, lambda group: snoozed(group, alert, until, note))

    def _shows(self, members: Iterable[Member]) -> bool:
        sees = self._sight()
        return sees is None or all(sees(member.station) for member in members)

    def _change(self, alert: str, change: Callable[[Group], Group]) -> None:
        with self.store.together():
            for name, group in self.store.alert_groups():
                found = next((one for one in group.alerts if one.id == alert and one.over_at is None), None)
                if found is not None and self._shows(found.members):
                    after = change(group)
                    rule = next((one.rule for one in self.rules() if one.rule.name == name), None)
                    at = self._now() if rule is None else due(rule, after, Terms())
                    self.store.save_alert_group(name, after, at)
                    self.store.count_alert_change()
                    return
        raise NoSuchAlertError(alert)
