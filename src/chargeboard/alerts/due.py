"""When is something of a group told, again, or over by itself, if nobody is looked at?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from chargeboard.alerts.notice import Alert, Group, Member
from chargeboard.alerts.quiet import after_quiet, after_spans
from chargeboard.alerts.rule import Rule
from chargeboard.alerts.seen import Maintenance
from chargeboard.time.instants import NEVER, SECOND, Instant, Micros
from chargeboard.time.spans import Span

GATHER: Micros = 120 * SECOND
"""So long it is waited for others of a site, before a charger of it is told alone."""
LEAST_OF_SITE = 3
"""So many chargers at least make a site of it."""


class Terms(msgspec.Struct, frozen=True):
    """What holds besides the rule: how large the site is, and when maintenance was declared of a charger."""

    size: int = 1
    maintenance: Callable[[str], Sequence[Maintenance]] = lambda _: ()


def due(rule: Rule, group: Group, terms: Terms) -> Instant:
    """When something is told or ends by itself, if nobody is looked at; NEVER where nothing is."""
    ends = (member.until for member in group.members)
    fires = (tell_at(rule, group, member, terms) for member in group.members if not member.alert)
    again = (again_at(rule, alert, terms) for alert in group.alerts)
    return min([*ends, *fires, *again], default=NEVER)


def ready_at(rule: Rule, group: Group, member: Member, terms: Terms) -> Instant:
    """When it has lasted long enough, is known, and no maintenance is under way; but for quiet hours."""
    windows = _windows(terms, member)
    lasted_at = after_spans(max(member.since + rule.lasting, member.known_at), windows)
    gather = GATHER if group.site and terms.size >= LEAST_OF_SITE else 0
    return after_spans(lasted_at + gather, windows)


def tell_at(rule: Rule, group: Group, member: Member, terms: Terms) -> Instant:
    """When it is told, if it lasts until then."""
    return _undisturbed(
        ready_at(rule, group, member, terms), rule.quiet, member.zone, _windows(terms, member)
    )


def again_at(rule: Rule, alert: Alert, terms: Terms) -> Instant:
    """When it is told that it is over, or again."""
    first = alert.members[0]
    if alert.over_at is not None and not rule.recovery:
        return alert.over_at
    at = _asked_again_at(rule, alert) if alert.over_at is None else alert.over_at
    return at if at == NEVER else _undisturbed(at, rule.quiet, first.zone, _windows(terms, first))


def _asked_again_at(rule: Rule, alert: Alert) -> Instant:
    if alert.acknowledged_at is not None:
        return NEVER
    if alert.snoozed_until is not None and alert.snoozed_until > alert.told_at:
        return alert.snoozed_until
    return alert.told_at + rule.repeat_s * SECOND if rule.repeat_s else NEVER


def _windows(terms: Terms, member: Member) -> list[Span]:
    """When maintenance was declared of its socket, or of its charger as a whole."""
    return [
        window.span
        for window in terms.maintenance(member.station)
        if window.socket is None or window.socket == member.socket
    ]


def _undisturbed(at: Instant, quiet: str, zone: str, windows: Sequence[Span]) -> Instant:
    """The first instant from `at` on in no quiet hour and no window: one may end in another."""
    while (then := after_quiet(after_spans(at, windows), quiet, zone)) > at:
        at = then
    return at
