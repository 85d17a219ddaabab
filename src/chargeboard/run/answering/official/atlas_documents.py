"""Which documents does Atlas' specification get of a charger's month?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from chargeboard.domain.conclusions import Session
from chargeboard.history.charger import ChargerHistory
from chargeboard.metrics.days.opening import week_hours
from chargeboard.metrics.sessions.ended_by import ended_by
from chargeboard.official.calendar import month_span, month_text
from chargeboard.official.exports.atlas import (
    FEES,
    KINDS,
    AtlasCharged,
    Document,
    faults,
    fee,
    flowing,
    missing,
    outage_document,
    session_document,
    uptime_document,
)
from chargeboard.official.exports.atlas_registered import REGISTERED, registered, unsaid
from chargeboard.official.exports.columns import Fault
from chargeboard.official.month import uptime_of
from chargeboard.official.uptime.counting import counted
from chargeboard.official.uptime.rule import Count
from chargeboard.official.uptime.rules import RULE_OF
from chargeboard.run.answering.official.kept_months import ports_of, ruled_months, so_far
from chargeboard.run.answering.official.told_sessions import ended_in, seen_of
from chargeboard.time.instants import BEGINNING, HOUR
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

_DAYS = 7
_NEVI = RULE_OF["nevi"]
_LEFT_PLUGGED = 48 * HOUR
"""So long after a month somebody's unplugging is looked for."""
_BEFORE = 24 * HOUR
"""So long before its session an attempt may have begun."""


class OfficialDocuments(NamedTuple):
    """Documents, what is missing to them, and what their own schema would refuse."""

    documents: list[Document]
    missing: list[str]
    """Settings that nobody said yet."""
    faults: list[Fault]
    is_whole: bool
    """Whether all that they are made of is still kept."""


def registered_documents(history: ChargerHistory, kind: str) -> OfficialDocuments:
    """Its ports, or its station, as they are registered."""
    who, boot = history.profile, history.carry.boot
    maker = who.maker or (boot.vendor if boot else "")
    hours = week_hours(history.policy)
    known: dict[str, object] = {
        "station_id": who.station_id,
        "power_level_kw": history.policy.rated_kw,
        **{name: None if (said := fee(getattr(who, name))) is None else float(said) for name in FEES},
        "operating_hours": hours / _DAYS,
        "equipment_manufacturer": maker,
        "evse_manufacturer": maker,
        "model_number": who.model or (boot.model if boot else ""),
        "equipment_serial": boot.serial if boot else "",
        "network": who.network_provider,
        "payments_accepted": who.payment_type,
    }
    ports = dict(who.port_ids)
    each = [{"port_id": ports.get(one, "")} for one in sorted(history.carry.sockets)]
    told = [
        registered(
            kind, {name: one for name, one in (known | own).items() if one != ""}, dict(who.registration)
        )
        for own in (each if kind == "ports" else [{}])
    ]
    lacking = unsaid(kind, told)
    return OfficialDocuments(told, lacking, [] if lacking else faults(REGISTERED[kind], told), is_whole=True)


def official_documents(history: ChargerHistory, kind: str, month: date) -> OfficialDocuments:
    """Those of a kind of a month, up to now."""
    told = {"sessions": _sessions, "outages": _outages, "uptime": _uptime}[kind]
    documents = list(told(history, month))
    asked = missing_for_atlas(history, kind)
    gone_before = history.kept_since.evidence if kind == "sessions" else BEGINNING
    is_whole = month_span(month, history.zone).start >= gone_before
    return OfficialDocuments(documents, asked, [] if asked else faults(KINDS[kind], documents), is_whole)


def missing_for_atlas(history: ChargerHistory, *kinds: str) -> list[str]:
    """Which settings have to be said before documents of some kinds can be had."""
    who = history.profile
    has_ports = all(dict(who.port_ids).get(socket) for socket in history.carry.sockets)
    asked = (missing(kind, who.station_id, _said(history), has_ports=has_ports) for kind in kinds)
    return list(dict.fromkeys(name for some in asked for name in some))


def _said(history: ChargerHistory) -> dict[str, str]:
    return {name: getattr(history.profile, name) for name in (*FEES, "payment_type")}


def _uptime(history: ChargerHistory, month: date) -> Iterator[Document]:
    """Of each port, of a month that is over."""
    window = month_span(month, history.zone)
    if window.end > history.at:
        return
    who = history.profile
    sockets = ruled_months(history, [month])[month].sockets
    for socket, numbers in sorted(sockets.items()):
        yield uptime_document(
            who.station_id,
            dict(who.port_ids).get(socket, ""),
            Span(max(window.start, history.carry.sockets[socket]), window.end),
            month_text(month),
            uptime_of(numbers, _NEVI.code),
        )


def _outages(history: ChargerHistory, month: date) -> Iterator[Document]:
    window = so_far(history, month_span(month, history.zone))
    who = history.profile
    for port in ports_of(history, window):
        if not port.seen(window).length:
            continue
        pieces = counted(_NEVI, port, window)
        for start, end, counts in Series((start, end, one.counts) for start, end, one in pieces):
            if counts not in {Count.DOWN, Count.EXCLUDED}:
                continue
            span = Span(start, end)
            own = [one for _, _, one in pieces.clip(span)]
            yield outage_document(
                who.station_id,
                dict(who.port_ids).get(port.socket, ""),
                span,
                dict.fromkeys(one.by or one.state for one in own),
                is_exempted=counts == Count.EXCLUDED,
            )


def _sessions(history: ChargerHistory, month: date) -> Iterator[Document]:
    window = so_far(history, month_span(month, history.zone))
    who = history.profile
    ended = ended_in(history, window)
    if not ended:
        return
    begun = min(session.start for session in ended)
    plugged_at = {
        attempt.session_keys[0]: attempt.plugged_at
        for attempt in history.attempts(Span(begun - _BEFORE, window.end))
        if attempt.session_keys and attempt.plugged_at is not None
    }
    states = history.states(so_far(history, Span(begun, window.end + _LEFT_PLUGGED)))
    for session in ended:
        seen = seen_of(history, session)
        start = min(session.start, plugged_at.get(session.key, session.start))
        one = AtlasCharged(
            key=session.key,
            port_id=dict(who.port_ids).get(session.socket or 0, ""),
            plugged=Span(start, _unplugged(session, states.get(session.socket or 0, Series()))),
            flowed=flowing(session.readings),
            energy_wh=session.energy_wh,
            peak_w=seen.peak_w,
            user_id=session.token,
            ended_well=session.ended_well,
            ended_by=", ".join(filter(None, (ended_by(session), session.reason))),
            start_soc_pct=session.start_soc_pct,
            end_soc_pct=session.soc_pct,
            errors=seen.errors,
        )
        yield session_document(one, _said(history), who.payment_type)


def _unplugged(session: Session, states: Series[str]) -> int:
    """Until when its socket said that a car was still there, after its end."""
    end = max(session.start, session.until)
    return next(
        (until for start, until, state in states if start <= end < until and state == "finishing"), end
    )
