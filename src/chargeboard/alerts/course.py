"""
What is told of a rule as things go on?

A group of chargers is a value; a look at one of them and the passing of time give the next value, and what is
told. Nothing here knows what time it is: the past is gone through by the same steps as the present.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from chargeboard.alerts.due import LEAST_OF_SITE, Terms, again_at, due, ready_at, tell_at
from chargeboard.alerts.holding import Holding
from chargeboard.alerts.notice import Alert, Event, Group, Member, Notice
from chargeboard.alerts.rule import Kind, Rule
from chargeboard.alerts.seen import Seen
from chargeboard.time.instants import Instant

Step = tuple[Group, list[Notice]]
"""What a group is then, and what is told."""


def group_key(rule: Rule, seen: Seen) -> str:
    """With whom a charger is told together."""
    return f"site {seen.site}" if rule.gathers and seen.site else f"charger {seen.station}"


def looked(rule: Rule, group: Group, seen: Seen, holds: Sequence[Holding] | None, terms: Terms) -> Step:
    """A charger was looked at: of it these hold now, and no other; None: nobody can know."""
    if holds is None:
        return advanced(rule, group, seen.at, terms)
    before = {member.place: member for member in group.members if member.station == seen.station}
    others = [member for member in group.members if member.station != seen.station]
    now, ended = [], []
    for one in holds:
        known = before.pop((seen.station, one.socket, one.what), None)
        if known is not None and _is_another(rule, known, one):
            ended.append(known)
            known = None
        now.append(_member(one, seen) if known is None else _going_on(known, one))
    ended += before.values()
    group = replace(group, members=tuple(others + now))
    group, told = _ended(rule, group, ended, seen.at, terms)
    group, more = advanced(rule, group, seen.at, terms)
    return group, told + more


def _is_another(rule: Rule, known: Member, one: Holding) -> bool:
    """Whether contact came back unseen and was lost again."""
    return rule.kind is Kind.OUT_OF_CONTACT and one.since > known.known_at


def _going_on(known: Member, one: Holding) -> Member:
    return known if known.until == one.until else replace(known, until=one.until)


def _member(one: Holding, seen: Seen) -> Member:
    return Member(
        station=seen.station,
        socket=one.socket,
        what=one.what,
        since=one.since,
        known_at=seen.at,
        name=seen.name,
        socket_name=seen.socket_names.get(one.socket, ""),
        zone=seen.zone,
        last_contact=seen.last_contact,
        until=one.until,
    )


def advanced(rule: Rule, group: Group, until: Instant, terms: Terms) -> Step:
    """Time went on up to an instant, that one included, and nobody was looked at."""
    told: list[Notice] = []
    while (at := due(rule, group, terms)) <= until:
        over = [member for member in group.members if member.until <= at]
        group = replace(group, members=tuple(member for member in group.members if member.until > at))
        group, more = _ended(rule, group, over, at, terms)
        told += more
        for stage in (_recovered, _fired, _repeated):
            group, more = stage(rule, group, at, terms)
            told += more
    return group, told


def acknowledged(group: Group, alert: str, at: Instant, note: str) -> Group:
    """Somebody saw to it: it is not told again, but that it is over."""
    return _with(group, alert, acknowledged_at=at, note=note)


def snoozed(group: Group, alert: str, until: Instant, note: str) -> Group:
    """It is not told again before an instant; then it is, if it lasts."""
    return _with(group, alert, snoozed_until=until, acknowledged_at=None, note=note)


def _with(group: Group, alert: str, **changes: object) -> Group:
    return replace(
        group, alerts=tuple(replace(one, **changes) if one.id == alert else one for one in group.alerts)
    )


def _ended(rule: Rule, group: Group, ended: Iterable[Member], at: Instant, terms: Terms) -> Step:
    """What held holds no more; an alert of which nothing is left is over."""
    told = []
    for member in ended:
        is_ready = not member.alert and ready_at(rule, group, member, terms) <= at
        if is_ready and tell_at(rule, group, member, terms) > at:
            id_ = _id(rule, group, member.since, member.place)
            told.append(_notice(rule, group, Event.HELD_BACK, at, id_, 0, (member,), is_sent=False))
    living = {member.alert for member in group.members}
    alerts = tuple(
        replace(alert, over_at=at) if alert.over_at is None and alert.id not in living else alert
        for alert in group.alerts
    )
    return replace(group, alerts=alerts), told


def _recovered(rule: Rule, group: Group, at: Instant, terms: Terms) -> Step:
    over = [
        alert for alert in group.alerts if alert.over_at is not None and again_at(rule, alert, terms) <= at
    ]
    told = [_of_alert(rule, group, Event.RECOVERED, at, alert, is_sent=rule.recovery) for alert in over]
    ids = {alert.id for alert in over}
    return replace(group, alerts=tuple(one for one in group.alerts if one.id not in ids)), told


def _fired(rule: Rule, group: Group, at: Instant, terms: Terms) -> Step:
    ready = [
        member for member in group.members if not member.alert and tell_at(rule, group, member, terms) <= at
    ]
    if not ready:
        return group, []
    whole = next((one for one in group.alerts if one.size and one.over_at is None), None)
    if whole is not None:
        return _joined(group, ready, whole.id), []
    number = len({member.station for member in group.members})
    if group.site and number >= max(LEAST_OF_SITE, (terms.size + 1) // 2):
        return _fired_of_site(rule, group, at, terms)
    told = []
    for some in _by_station(ready):
        alert = Alert(id=_id(rule, group, at, some[0].place), fired_at=at, members=some, told_at=at)
        group = _joined(replace(group, alerts=(*group.alerts, alert)), some, alert.id)
        told.append(_of_alert(rule, group, Event.FIRED, at, alert))
    return group, told


def _fired_of_site(rule: Rule, group: Group, at: Instant, terms: Terms) -> Step:
    """One alert for all; those that told of single chargers become part of it."""
    over = tuple(alert for alert in group.alerts if alert.over_at is not None)
    alert = Alert(
        id=_id(rule, group, at, ()),
        fired_at=at,
        members=group.members,
        size=max(terms.size, len({member.station for member in group.members})),
        told_at=at,
    )
    group = _joined(replace(group, alerts=(*over, alert)), group.members, alert.id)
    return group, [_of_alert(rule, group, Event.FIRED, at, alert)]


def _repeated(rule: Rule, group: Group, at: Instant, terms: Terms) -> Step:
    told, alerts = [], []
    for alert in group.alerts:
        if alert.over_at is not None or again_at(rule, alert, terms) > at:
            alerts.append(alert)
            continue
        alerts.append(replace(alert, told_at=at, told=alert.told + 1))
        told.append(_of_alert(rule, group, Event.REPEATED, at, alert))
    return replace(group, alerts=tuple(alerts)), told


def _by_station(members: Iterable[Member]) -> Iterator[tuple[Member, ...]]:
    by_station: dict[str, list[Member]] = {}
    for member in members:
        by_station.setdefault(member.station, []).append(member)
    yield from map(tuple, by_station.values())


def _joined(group: Group, some: Iterable[Member], alert: str) -> Group:
    places = {member.place for member in some}
    return replace(
        group,
        members=tuple(
            replace(member, alert=alert) if member.place in places else member for member in group.members
        ),
    )


def _id(rule: Rule, group: Group, at: Instant, place: object) -> str:
    text = f"{rule.name}\n{group.key}\n{at}\n{place}"
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


def _of_alert(
    rule: Rule, group: Group, event: Event, at: Instant, alert: Alert, *, is_sent: bool = True
) -> Notice:
    living = tuple(
        replace(member, alert="")
        for member in sorted(group.members, key=lambda member: member.place)
        if member.alert == alert.id
    )
    return _notice(
        rule,
        group,
        event,
        at,
        alert.id,
        alert.told if event is not Event.FIRED else 0,
        living or alert.members,
        size=alert.size,
        is_sent=is_sent,
        note=alert.note,
    )


def _notice(  # noqa: PLR0913, PLR0917 - all that a notice is made of
    rule: Rule,
    group: Group,
    event: Event,
    at: Instant,
    alert: str,
    number: int,
    members: tuple[Member, ...],
    *,
    size: int = 0,
    is_sent: bool = True,
    note: str = "",
) -> Notice:
    return Notice(
        id=f"{alert}-{number}",
        alert=alert,
        rule=rule.name,
        kind=rule.kind,
        event=event,
        at=at,
        site=group.site if size else "",
        size=size,
        members=members,
        is_sent=is_sent,
        note=note,
    )
