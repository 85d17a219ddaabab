"""Who is the charger, how do its sockets stand, and how did they over the timeline?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from chargeboard.domain.codes import ChangeKind
from chargeboard.domain.conclusions import State
from chargeboard.domain.figures.board import ChargerChange, ChargerInfo, SocketNow
from chargeboard.domain.policy import Profile
from chargeboard.metrics.board_query import LONG_DAYS
from chargeboard.metrics.carry import Carry
from chargeboard.time.days import day_of
from chargeboard.time.instants import Instant
from chargeboard.time.series import Series, Stretch
from chargeboard.time.spans import Span


def charger_info(
    profile: Profile,
    carry: Carry,
    *,
    heard_at: Instant | None,
    protocol: str,
    offline: Sequence[Span],
    at: Instant,
    is_unwatched: bool = False,
) -> ChargerInfo:
    """
    Its plate, its place, and whether it is in reach.

    `offline` are its gaps up to now; `is_unwatched`: all is known from a log that has ended.
    """
    boot = carry.boot
    is_offline = in_a_gap(offline, at)
    return ChargerInfo(
        id=profile.id,
        name=profile.name or profile.id,
        site=profile.site,
        timezone=profile.policy.timezone,
        timezone_is_default=profile.timezone_is_default,
        vendor=profile.maker or ((boot.vendor or None) if boot else None),
        model=profile.model or ((boot.model or None) if boot else None),
        serial=(boot.serial or None) if boot else None,
        firmware=(boot.firmware or None) if boot else None,
        rated_kw=profile.policy.rated_kw,
        protocols=[protocol or ("ocpp2.0.1" if carry.is_v2 else "ocpp1.6")],
        first_seen=carry.first_at,
        last_contact=heard_at,
        is_online=None if heard_at is None or is_unwatched else not is_offline,
        offline_since=offline[-1].start if is_offline else None,
        is_history=is_unwatched or is_history(heard_at, at, profile.policy.timezone),
        commissioned_on=commissioned_on(carry, profile.policy.timezone),
        sockets=sorted(carry.sockets),
        socket_names=dict(profile.socket_names),
        changes=[
            ChargerChange(
                at=change.at, kind=ChangeKind.HARDWARE, was=change.was.text, became=change.became.text
            )
            for change in reversed(carry.plates.replaced)
        ],
    )


def is_history(heard_at: Instant | None, at: Instant, zone: str) -> bool:
    """
    Whether the last sign of life lies before all days that the page usually shows.

    That is so of a log that was brought long after it was written, and of a charger that is gone for good.
    """
    return heard_at is not None and day_of(heard_at, zone) < day_of(at, zone) - timedelta(days=LONG_DAYS)


def commissioned_on(carry: Carry, zone: str) -> date | None:
    """The local date of the first socket's first evidence (T4)."""
    return day_of(min(carry.sockets.values()), zone) if carry.sockets else None


def in_a_gap(offline: Sequence[Span], at: Instant) -> bool:
    """Whether the last of the gaps goes on."""
    return bool(offline) and offline[-1].end >= at


def sockets_now(carry: Carry) -> list[SocketNow]:
    """Each socket's state, and since when."""
    runs = carry.runs
    return [
        SocketNow(socket=socket, state=runs[socket].state, since=runs[socket].since)
        if socket in runs
        else SocketNow(socket=socket, state="unknown", since=None)
        for socket in sorted(carry.sockets)
    ]


def states(
    known: Mapping[int, Series[State]], sockets: Mapping[int, Instant], timeline: Span, at: Instant
) -> dict[int, list[Stretch[State]]]:
    """Each socket's states over the timeline, clipped to it and to now; before its first evidence unknown."""
    span = Span(timeline.start, max(timeline.start, min(timeline.end, at)))
    told: dict[int, list[Stretch[State]]] = {}
    for socket in sorted(sockets):
        part = known.get(socket, Series()).clip(span)
        begun = part.span.start if part.span else span.end
        before: Series[State] = Series([(span.start, begun, "unknown")])
        told[socket] = [*before.then(part)]
    return told


def gaps(spans: Sequence[Span], windows: Sequence[Span], at: Instant) -> list[Span]:
    """Gaps that overlap a window, unclipped but for now."""
    return [
        Span(span.start, min(span.end, at))
        for span in spans
        if any(span.overlaps(window) for window in windows)
    ]
