"""What does a program get of an alert?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from chargeboard.alerts.notice import Event, Member, Notice
from chargeboard.alerts.rule import Kind
from chargeboard.alerts.saying import WITHDRAWN, Message, Standing, called, lines, title
from chargeboard.alerts.words import say
from chargeboard.documents.forms import encoded
from chargeboard.documents.published import document_type
from chargeboard.time.instants import Instant

_WITHDRAWN_AT_ONCE = 50
"""Chargers of a message: a broker has to acknowledge each of them in time."""


class ChargerDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A charger's socket of which the rule holds, or held."""

    charger: str
    name: str
    socket: int | None
    """Null: the charger as a whole."""
    socket_name: str = ""
    """What is written on it, where that was said."""
    what: str | None
    """Which error, which danger, or which state."""
    since: Instant
    last_contact: Instant | None


class AlertDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is told of an alert. Fields may be added; none is taken away or changes its meaning."""

    version: int = 1
    id: str
    """Of this notice, however often it is sent: who has it already may leave it out."""
    alert: str
    """Of the alert: all that is told of it has this in common."""
    event: str
    """fired, repeated, recovered or test."""
    rule: str = ""
    kind: str = ""
    at: Instant
    since: Instant
    site: str | None = None
    """The site as a whole, where half of its chargers or more are out of contact at once."""
    site_size: int | None = None
    """How many chargers the site has."""
    chargers: list[ChargerDocument] = []
    title: str
    text: str
    """In sentences, with what to do."""
    note: str = ""
    """What was said to it when it was acknowledged or put off."""
    url: str = ""
    """Where the evidence is, as it was known at that instant."""


def schema() -> dict[str, Any]:
    """The JSON schema of that document."""
    made = msgspec.json.schema(document_type(AlertDocument))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def document_of(notice: Notice, url: str) -> AlertDocument:
    """What programs get of a notice; `url` is where its evidence is."""
    head, rest = title(notice), lines(notice, url)
    return AlertDocument(
        id=notice.id,
        alert=notice.alert,
        event=notice.event,
        rule=notice.rule,
        kind=notice.kind,
        at=notice.at,
        since=notice.since,
        site=notice.site or None,
        site_size=notice.size or None,
        chargers=[_charger(member) for member in notice.members],
        title=head,
        text="\n".join([head, *rest]),
        note=notice.note,
        url=url,
    )


def message_of(notice: Notice, url: str, group: str = "") -> Message:
    """What every channel sends of a notice; `group` is whose it is, where it is told when it is over."""
    standing = Standing(
        rule=notice.rule,
        kind=notice.kind,
        group=group,
        site=notice.site,
        chargers={member.station: called(member) for member in notice.members},
    )
    return Message(
        id=notice.id,
        event=notice.event,
        title=title(notice),
        lines=lines(notice, url),
        url=url,
        is_urgent=notice.kind is Kind.DANGER and notice.event is not Event.RECOVERED,
        standing=standing if group else None,
        document=msgspec.Raw(encoded(document_of(notice, url))),
    )


def withdrawn_messages(notices: Sequence[Notice]) -> Iterator[Message]:
    """What a rule told, the last first, that is gone: for channels that show how things stand."""
    last = notices[0]
    chargers = {member.station: called(member) for notice in notices for member in notice.members}
    sites = {notice.site for notice in notices if notice.site}
    ids = sorted(chargers)
    some_at_once = (ids[at : at + _WITHDRAWN_AT_ONCE] for at in range(0, len(ids), _WITHDRAWN_AT_ONCE))
    parts = [("", {id_: chargers[id_] for id_ in some}) for some in some_at_once]
    for number, (site, some) in enumerate([*parts, *((site, {}) for site in sorted(sites))]):
        yield Message(
            id=f"{last.id}-{WITHDRAWN}-{number}",
            event=WITHDRAWN,
            title="",
            lines=(),
            standing=Standing(
                rule=last.rule,
                kind=last.kind,
                group=f"site {site}" if site else "",
                site=site,
                chargers=some,
                is_gone=True,
            ),
        )


def trial_message(name: str, number: str, at: Instant, url: str) -> Message:
    """What is sent to find out whether a channel works."""
    return _plain("test", f"test-{number}", say("title_test"), (say("test_body", channel=name),), at, url)


def own_message(event: str, what: str, since: Instant, at: Instant, url: str) -> Message:
    """What is sent where we ourselves do not work, or do again."""
    head = say("title_ourselves" if event == Event.FIRED else "title_ourselves_again")
    number = f"ourselves-{since}-{0 if event == Event.FIRED else 1}"
    return _plain(event, number, head, (what, say("do_ourselves")) if what else (), at, url)


def _plain(event: str, number: str, head: str, rest: tuple[str, ...], at: Instant, url: str) -> Message:
    document = AlertDocument(
        id=number,
        alert=number.rpartition("-")[0],
        event=event,
        kind="ourselves" if event != "test" else "",
        at=at,
        since=at,
        title=head,
        text="\n".join([head, *rest]),
        url=url,
    )
    return Message(
        id=number,
        event=event,
        title=head,
        lines=rest,
        url=url,
        is_urgent=event == Event.FIRED,
        document=msgspec.Raw(encoded(document)),
    )


def _charger(member: Member) -> ChargerDocument:
    return ChargerDocument(
        charger=member.station,
        name=member.name,
        socket=member.socket or None,
        socket_name=member.socket_name,
        what=member.what or None,
        since=member.since,
        last_contact=member.last_contact,
    )
