"""
What does a site come to? The sums of its chargers, as the board of one charger has them.

A percentage is a ratio of sums, a mean is a sum over a number, and a day is the local date of each charger.
Source: definitions G1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from datetime import date, timedelta
from math import fsum

from msgspec.structs import replace

from chargeboard import __version__
from chargeboard.domain.codes import Outcome
from chargeboard.domain.figures.board import Board, ChargerInfo, DataQuality, ErrorRow, FleetRow
from chargeboard.domain.figures.day_rows import Headline, SuccessDay, UtilizationDay
from chargeboard.domain.figures.measures import DateSpan, InstantSpan
from chargeboard.domain.figures.session_rows import Ongoing, OngoingSession, Overview
from chargeboard.domain.figures.site import ChargerPart, PartDay, PartUse, SiteBoard, SiteCharger
from chargeboard.metrics.board_query import ERROR_DAYS, LONG_DAYS, SHORT_DAYS
from chargeboard.metrics.days.utilization import INCOMPLETE_BELOW_PCT, ratio_pct
from chargeboard.metrics.site.outages import Contact, contact_losses
from chargeboard.time.days import dates, day_of, midnight
from chargeboard.time.instants import Instant, seconds_of

Known = tuple[FleetRow, ChargerPart | None]
"""A charger's line of the list, and its part; None of one that was never heard."""


def site_board(site: str, known: Sequence[Known], zone: str, at: Instant) -> SiteBoard:
    """The chargers of a site together, at an instant, over the usual dates of its zone."""
    today = day_of(at, zone)
    tomorrow = today + timedelta(days=1)
    chargers = _numbered(known)
    parts = [part for _, part in known if part is not None]
    use: dict[date, list[PartUse]] = {on: [] for on in dates(today - timedelta(days=SHORT_DAYS), tomorrow)}
    bars: dict[date, list[PartDay]] = {on: [] for on in dates(today - timedelta(days=LONG_DAYS), tomorrow)}
    over: dict[date, list[PartUse]] = {on: [] for on in use if on < today}
    goes_on = {today}
    for row, part in known:
        own_today = day_of(at, row.timezone)
        for spent in part.use if part is not None else ():
            if spent.on not in use:
                continue
            use[spent.on].append(spent)
            if spent.on in over and spent.on < own_today:
                over[spent.on].append(spent)
            elif spent.on >= own_today:
                goes_on.add(spent.on)
        for day in part.days if part is not None else ():
            if day.on in bars:
                bars[day.on].append(day)
    complete = [spent for some in over.values() for spent in some]
    board = Board(
        charger=_info(site, known, chargers, zone),
        at=at,
        window=DateSpan(from_=min(bars), to=tomorrow),
        timeline=InstantSpan(from_=at, to=at),
        now=[],
        states={},
        offline_gaps=[],
        collector_gaps=[],
        utilization=[_utilization(on, some, goes_on) for on, some in use.items() if some],
        utilization_headline=_utilization_headline(complete, [*over.values()]),
        success=[_success(on, some, goes_on) for on, some in use.items() if some],
        success_headline=_success_headline(complete, [*over.values()]),
        sessions_per_day={on: _total(day.sessions for day in some) for on, some in bars.items()},
        energy_per_day_wh={on: _sum(day.energy_wh for day in some) for on, some in bars.items()},
        export_per_day_wh={
            on: back for on, some in bars.items() if (back := fsum(day.export_wh for day in some))
        },
        revised_days=[on for on, some in bars.items() if any(day.is_revised for day in some)],
        overview=_overview(parts, min(bars), today),
        ongoing=_ongoing(known, chargers, at),
        errors=_errors(known, chargers),
        errors_window=DateSpan(from_=today - timedelta(days=ERROR_DAYS), to=tomorrow),
        errors_coverage_pct=_coverage_pct(spent for some in use.values() for spent in some),
        sessions=[],
        uptime=[],
        data_quality=DataQuality(),
        insights=[],
        version=__version__,
    )
    contacts = {
        row.id: Contact(part.first_seen, part.gaps)
        for row, part in known
        if part is not None and part.first_seen is not None and not row.is_history
    }
    since = midnight(today - timedelta(days=SHORT_DAYS), zone)
    return SiteBoard(
        site=site, board=board, chargers=chargers, contact_losses=contact_losses(contacts, since)
    )


def _numbered(known: Sequence[Known]) -> list[SiteCharger]:
    """Each charger; it and its sockets have numbers, one after the other, the charger's own first."""
    numbered, number = list[SiteCharger](), 1
    for row, part in known:
        sockets = [0, *(part.sockets if part else [])]
        numbered.append(
            SiteCharger(
                id=row.id,
                name=row.name,
                is_online=row.is_online,
                last_contact=row.last_contact,
                sockets=dict(zip(sockets, range(number, number + len(sockets)), strict=True)),
                socket_names=dict(part.socket_names) if part else {},
            )
        )
        number += len(sockets)
    return numbered


def _info(site: str, known: Sequence[Known], chargers: Sequence[SiteCharger], zone: str) -> ChargerInfo:
    parts = [part for _, part in known if part is not None]
    online = {row.is_online for row, _ in known}
    return ChargerInfo(
        id=site,
        name=site,
        site=site,
        timezone=zone,
        timezone_is_default=False,
        first_seen=min((part.first_seen for part in parts if part.first_seen is not None), default=None),
        last_contact=max((row.last_contact for row, _ in known if row.last_contact), default=None),
        is_online=True if True in online else False if False in online else None,
        is_history=bool(known) and all(row.is_history for row, _ in known),
        commissioned_on=min((part.commissioned_on for part in parts if part.commissioned_on), default=None),
        sockets=[number for one in chargers for own, number in one.sockets.items() if own],
    )


def _sum(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fsum(known) if known else None


def _total(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _coverage_pct(some: Iterable[PartUse]) -> float | None:
    days = list(some)
    return ratio_pct(sum(day.known for day in days), sum(day.observed for day in days))


def _utilization(on: date, some: Sequence[PartUse], goes_on: Container[date]) -> UtilizationDay:
    used, whole = sum(day.used for day in some), sum(day.available for day in some)
    coverage = _coverage_pct(some)
    return UtilizationDay(
        date=on,
        in_use_s=seconds_of(used),
        available_s=seconds_of(whole),
        pct=ratio_pct(used, whole),
        coverage_pct=coverage,
        partial=on in goes_on,
        incomplete=coverage is not None and coverage < INCOMPLETE_BELOW_PCT,
        revised=any(day.is_revised for day in some),
        charging_s=seconds_of(sum(day.charging for day in some)),
        suspended_s=seconds_of(sum(day.suspended for day in some)),
        occupied_s=seconds_of(sum(day.occupied for day in some)),
    )


def _utilization_headline(complete: Sequence[PartUse], days: Sequence[Sequence[PartUse]]) -> Headline:
    used, whole = sum(day.used for day in complete), sum(day.available for day in complete)
    observed = sum(any(day.known for day in some) for some in days)
    return Headline(
        numerator=seconds_of(used),
        denominator=seconds_of(whole),
        pct=ratio_pct(used, whole) if observed or used else None,
        days=sum(any(day.observed for day in some) for some in days),
        coverage_pct=_coverage_pct(complete),
        observed_days=observed,
    )


def _success(on: date, some: Sequence[PartUse], goes_on: Container[date]) -> SuccessDay:
    failures = Counter[Outcome]()
    for day in some:
        failures.update(day.failures)
    attempts, successes = sum(day.attempts for day in some), sum(day.successes for day in some)
    own = sum(day.charger_attempts for day in some)
    return SuccessDay(
        date=on,
        attempts=attempts,
        successes=successes,
        pct=ratio_pct(successes, attempts),
        failures=dict(sorted(failures.items())),
        partial=on in goes_on,
        revised=any(day.is_revised for day in some),
        pending=sum(day.pending for day in some),
        charger_pct=ratio_pct(successes, own),
        charger_attempts=own,
    )


def _success_headline(complete: Sequence[PartUse], days: Sequence[Sequence[PartUse]]) -> Headline:
    successes, attempts = sum(day.successes for day in complete), sum(day.attempts for day in complete)
    return Headline(
        numerator=successes,
        denominator=attempts,
        pct=ratio_pct(successes, attempts),
        days=sum(any(day.observed for day in some) for some in days),
        coverage_pct=_coverage_pct(complete),
        observed_days=sum(any(day.known for day in some) for some in days),
    )


def _overview(parts: Sequence[ChargerPart], first: date, end: date) -> Overview:
    """The median is not the sum of anything: a site has none."""
    sums = [part.sums for part in parts]
    days = max((one.days for one in sums), default=0)
    observed = max((one.observed_days for one in sums), default=0)
    sessions, unknown = sum(one.sessions for one in sums), sum(one.energy_unknown for one in sums)
    wh, metered = fsum(one.energy_wh for one in sums), fsum(one.metered_s for one in sums)
    are_kept = all(one.are_kept for one in sums)
    return Overview(
        days=days,
        total_sessions=sessions,
        sessions_per_day=sessions / days if days and (observed or sessions) else None,
        avg_duration_s=fsum(one.duration_s for one in sums) / sessions if sessions and are_kept else None,
        median_duration_s=None,
        avg_consumption_wh=wh / (sessions - unknown) if sessions > unknown and are_kept else None,
        total_consumption_wh=wh,
        mean_power_w=wh * 3600 / metered if metered and are_kept else None,
        energy_unknown=unknown,
        observed_days=observed,
        from_=first,
        to=end,
        through=end - timedelta(days=1),
    )


def _ongoing(known: Sequence[Known], chargers: Sequence[SiteCharger], at: Instant) -> Ongoing:
    found = [
        _numbered_session(session, charger, at)
        for (_, part), charger in zip(known, chargers, strict=True)
        for session in (part.ongoing if part else ())
    ]
    found.sort(key=lambda session: (session.start, session.socket or 0, session.key))
    return Ongoing(
        active_sessions=len(found),
        energy_wh=fsum(session.energy_wh or 0 for session in found),
        sessions=found,
        export_wh=fsum(session.export_wh or 0 for session in found),
    )


def _numbered_session(session: OngoingSession, charger: SiteCharger, at: Instant) -> OngoingSession:
    return replace(
        session,
        socket=charger.sockets.get(session.socket or 0, charger.sockets[0]),
        duration_s=seconds_of(max(0, at - session.start)),
        power_age_s=None if session.power_at is None else seconds_of(max(0, at - session.power_at)),
    )


def _errors(known: Sequence[Known], chargers: Sequence[SiteCharger]) -> list[ErrorRow]:
    """The newest first, as of a charger (E6)."""
    found = [
        replace(row, socket=charger.sockets.get(row.socket, charger.sockets[0]))
        for (_, part), charger in zip(known, chargers, strict=True)
        for row in (part.errors if part else ())
    ]
    return sorted(found, key=lambda row: (-row.last_seen, row.socket, row.code, row.vendor_code or ""))
