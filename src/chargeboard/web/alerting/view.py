"""What stands on the page of alerts?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from chargeboard.alerts.channel import Delivered
from chargeboard.alerts.notice import Notice
from chargeboard.alerts.saying import described, title
from chargeboard.channels.channel import Channel
from chargeboard.channels.registry import channels
from chargeboard.run.alerting.back_test import BackTest
from chargeboard.run.alerting.book import AlertBook
from chargeboard.run.alerting.watch import evidence_url
from chargeboard.time.instants import SECOND, Instant
from chargeboard.web.alerting.words import say
from chargeboard.words.wall_clock import Local

_LOGGED = 50
_LISTED = 50


class Lasting(msgspec.Struct, frozen=True):
    """An alert that was sent and is not over."""

    id: str
    at: str
    what: str
    rule: str
    state: str
    note: str
    url: str


class RuleLine(msgspec.Struct, frozen=True):
    """A rule."""

    name: str
    told: str
    is_of_file: bool


class ChannelLine(msgspec.Struct, frozen=True):
    """A channel, without secrets."""

    name: str
    kind: str
    title: str
    """What its kind is called."""
    settings: list[tuple[str, str]]
    """What was said of each field, by what the form calls it."""


class LogLine(msgspec.Struct, frozen=True):
    """Something that was sent, or would have been but for quiet hours."""

    at: str
    what: str
    rule: str
    to: str
    url: str


class Trial(msgspec.Struct, frozen=True):
    """What a rule would have told."""

    told: list[str]
    lines: list[tuple[str, str, str]]
    """At, what, and how long."""


class Page(msgspec.Struct, frozen=True):
    """All of it."""

    lasting: list[Lasting]
    rules: list[RuleLine]
    channels: list[ChannelLine]
    log: list[LogLine]
    kinds: Mapping[str, Channel]

    def keeps_rule(self, name: str) -> bool:
        """Whether there is such a rule that can be changed here."""
        return any(one.name == name and not one.is_of_file for one in self.rules)

    def keeps_channel(self, name: str, kind: str) -> bool:
        """Whether there is such a channel; one of another kind would be replaced, secrets and all."""
        return any((one.name, one.kind) == (name, kind) for one in self.channels)


def page_of(book: AlertBook, now: Instant, *, is_whole: bool) -> Page:
    """What is so now; rules and channels are for who sees all sites (`is_whole`)."""
    told, kinds = book.told(_LOGGED), channels()
    last = {one.notice.alert: one.notice for one in reversed(told)}
    lasting = []
    for one in book.lasting():
        notice = last.get(one.alert.id)
        first = one.alert.members[0]
        local = Local(first.zone, now)
        state = ""
        if one.alert.acknowledged_at is not None:
            state = say("acknowledged")
        elif one.alert.snoozed_until is not None and one.alert.snoozed_until > now:
            state = say("snoozed", at=local.moment(one.alert.snoozed_until))
        lasting.append(
            Lasting(
                one.alert.id,
                local.moment(one.alert.fired_at),
                one.rule if notice is None else title(notice),
                one.rule,
                state,
                one.alert.note,
                "" if notice is None else evidence_url("/", notice)[1:],
            )
        )
    return Page(
        lasting,
        [RuleLine(one.rule.name, described(one.rule), one.is_of_file) for one in book.rules() if is_whole],
        [
            ChannelLine(
                one.name,
                one.kind,
                kinds[one.kind].title() if one.kind in kinds else one.kind,
                _settings_told(kinds.get(one.kind), one.settings),
            )
            for one in book.channels()
            if is_whole
        ],
        [_logged(one.notice, one.deliveries, now, is_whole=is_whole) for one in told],
        kinds,
    )


def _settings_told(kind: Channel | None, settings: Mapping[str, str]) -> list[tuple[str, str]]:
    names = {} if kind is None else {field.name: field.label for field in kind.fields}
    return [(names.get(name, name), value) for name, value in settings.items() if value]


def _logged(notice: Notice, deliveries: Iterable[Delivered], now: Instant, *, is_whole: bool) -> LogLine:
    local = Local(notice.members[0].zone, now)
    states = [_state(one) for one in deliveries] or [say("nowhere" if notice.is_sent else "not_sent")]
    if not is_whole:
        states = []
    return LogLine(
        local.moment(notice.at), title(notice), notice.rule, "; ".join(states), evidence_url("/", notice)[1:]
    )


def _state(one: Delivered) -> str:
    if one.sent_at is not None:
        return say("sent", channel=one.channel)
    if one.given_up_at is not None:
        return say("given_up", channel=one.channel, why=one.why)
    return (
        say("waits_again", channel=one.channel, why=one.why) if one.why else say("waits", channel=one.channel)
    )


def trial_of(told: list[str], found: BackTest, now: Instant) -> Trial:
    """What a back-test found; the latest of it."""
    lines = []
    for telling in found.tally.tellings[-_LISTED:]:
        notice = telling.notice
        local = Local(notice.members[0].zone, now)
        lasted = say("lasts")
        if telling.over_at is not None:
            lasted = say("over_after", lasted=(telling.over_at - notice.at) / SECOND)
        lines.append((local.moment(notice.at), title(notice), lasted))
    return Trial(told, lines)
