"""What is asked of rules of alerts, of what holds of them, and of what waits to be sent?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from chargeboard.alerts.channel import Delivered, Letter, StoredChannel, Undelivered, Unshown
from chargeboard.alerts.notice import Group, Notice
from chargeboard.alerts.rule import Rule
from chargeboard.time.instants import Instant


class AlertsPort(Protocol):
    """Rules and channels by name, what is remembered of a rule, its notices, and the outbox."""

    def alert_rules(self) -> list[Rule]:
        """By name."""

    def save_alert_rule(self, rule: Rule) -> None:
        """Keep it, in the place of the one of that name; what lasts of another kind is forgotten."""

    def drop_alert_rule(self, name: str) -> bool:
        """Forget it, and what is remembered of it; whether there was one."""

    def alert_channels(self) -> list[StoredChannel]:
        """By name."""

    def save_alert_channel(self, channel: StoredChannel) -> None: ...

    def drop_alert_channel(self, name: str) -> bool:
        """Forget it, and what waits to be sent there; whether there was one."""

    def alert_changes(self) -> int:
        """How often rules, channels or what is remembered were changed by others, ever; next to free."""

    def count_alert_change(self) -> None:
        """What is remembered was changed by somebody else than who watches."""

    def alert_group(self, rule: str, key: str) -> Group | None:
        """What is remembered of a group; None: nothing."""

    def alert_groups(self) -> list[tuple[str, Group]]:
        """All that is remembered, each with its rule's name."""

    def save_alert_group(self, rule: str, group: Group, due: Instant) -> None:
        """Remember a group until something of it is `due`; an empty one is forgotten."""

    def forget_alert_groups(self, rules: Iterable[str]) -> None:
        """Keep nothing of rules but these."""

    def alert_due(self, now: Instant, most: int) -> list[tuple[str, str]]:
        """Groups of which something is due, as rule and key, the longest first."""

    def keep_notice(self, notice: Notice, letters: Iterable[Letter]) -> None:
        """Remember what is told, and what of it is to be sent; one that is there already stays."""

    def keep_letters(self, letters: Iterable[Letter]) -> None:
        """What is to be sent besides, of no notice; one that is there already stays."""

    def told_by(self) -> list[tuple[str, str]]:
        """By which rules, each with its kind, anything was told that is remembered."""

    def notices_of(self, rule: str, kind: str) -> list[Notice]:
        """What one of them told, the last first."""

    def notices(self, most: int) -> list[Notice]:
        """The latest, the last first."""

    def delivered(self, notices: Iterable[str]) -> list[Delivered]:
        """What became of the messages of these notices."""

    def letters(self, channel: str, now: Instant, most: int) -> list[Letter]:
        """What is to be sent to a channel now, the oldest first."""

    def next_letter_at(self) -> Instant:
        """When something is to be sent next; NEVER where nothing waits."""

    def letter_sent(self, letter: Letter, at: Instant) -> None:
        """The channel accepted it."""

    def letter_failed(self, letter: Letter, next_at: Instant, why: str) -> None:
        """It did not, and is asked again then."""

    def letter_given_up(self, letter: Letter, at: Instant, why: str) -> None:
        """It did not, and is not asked again."""

    def undelivered(self, since: Instant) -> Undelivered:
        """What does not get through; of what was given up what is not older than that."""

    def unshown(self) -> dict[str, Unshown]:
        """Channels in which it cannot be shown how things stand, by name."""

    def put_unshown(self, channels: Mapping[str, Unshown]) -> None:
        """It is these."""

    def tidy_alerts(self, before: Instant) -> int:
        """Forget notices that are older, and what became of them, unless one waits; how many."""
