"""Which rules and channels are there, what holds of the rules, and what was told?"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from chargeboard.alerts.channel import StoredChannel
from chargeboard.alerts.notice import Group
from chargeboard.alerts.rule import Rule
from chargeboard.store.sql.database.connection import Database
from chargeboard.time.instants import Instant

_RULE = msgspec.json.Decoder(Rule)
_CHANNEL = msgspec.json.Decoder(StoredChannel)
_GROUP = msgspec.json.Decoder(Group)


class AlertRows:
    """Rules, channels, and one row for each group of which something is remembered."""

    _db: Database

    def alert_rules(self) -> list[Rule]:
        with self._db.reading() as connection:
            return [_RULE.decode(doc) for (doc,) in self._db.sql.alert_rules(connection)]

    def save_alert_rule(self, rule: Rule) -> None:
        with self._db.writing() as connection:
            before = next((one for one in self.alert_rules() if one.name == rule.name), rule)
            if (before.kind, before.gathers) != (rule.kind, rule.gathers):
                self._db.sql.drop_alert_groups_of(connection, rule=rule.name)
            self._db.sql.save_alert_rule(connection, name=rule.name, doc=_text(rule))
            self._db.sql.count_alert_change(connection)

    def drop_alert_rule(self, name: str) -> bool:
        with self._db.writing() as connection:
            is_gone = self._db.sql.drop_alert_rule(connection, name=name) is not None
            self._db.sql.drop_alert_groups_of(connection, rule=name)
            self._db.sql.count_alert_change(connection)
            return is_gone

    def alert_channels(self) -> list[StoredChannel]:
        with self._db.reading() as connection:
            return [_CHANNEL.decode(doc) for (doc,) in self._db.sql.alert_channels(connection)]

    def save_alert_channel(self, channel: StoredChannel) -> None:
        with self._db.writing() as connection:
            # the secrets that were there before are overwritten, not only given back
            self._db.overwrite_freed()
            self._db.sql.save_alert_channel(connection, name=channel.name, doc=_text(channel))
            self._db.sql.count_alert_change(connection)

    def drop_alert_channel(self, name: str) -> bool:
        with self._db.writing() as connection:
            self._db.overwrite_freed()
            is_gone = self._db.sql.drop_alert_channel(connection, name=name) is not None
            self._db.sql.drop_waiting_letters(connection, channel=name)
            self._db.sql.count_alert_change(connection)
            return is_gone

    def alert_changes(self) -> int:
        with self._db.reading() as connection:
            return int(self._db.sql.alert_changes(connection) or 0)

    def count_alert_change(self) -> None:
        with self._db.writing() as connection:
            self._db.sql.count_alert_change(connection)

    def alert_group(self, rule: str, key: str) -> Group | None:
        with self._db.reading() as connection:
            doc = self._db.sql.alert_group(connection, rule=rule, key=key)
            return None if doc is None else _GROUP.decode(doc)

    def alert_groups(self) -> list[tuple[str, Group]]:
        with self._db.reading() as connection:
            return [(rule, _GROUP.decode(doc)) for rule, doc in self._db.sql.alert_groups(connection)]

    def save_alert_group(self, rule: str, group: Group, due: Instant) -> None:
        with self._db.writing() as connection:
            if group.is_empty:
                self._db.sql.drop_alert_group(connection, rule=rule, key=group.key)
                return
            self._db.sql.save_alert_group(connection, rule=rule, key=group.key, due=due, doc=_text(group))

    def forget_alert_groups(self, rules: Iterable[str]) -> None:
        with self._db.writing() as connection:
            self._db.sql.forget_alert_groups(connection, rules=_text(sorted(rules)))

    def alert_due(self, now: Instant, most: int) -> list[tuple[str, str]]:
        with self._db.reading() as connection:
            return list(self._db.sql.alert_due(connection, now=now, most=most))


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()
