"""Which boards do the page tests look at? Invented, consistent in itself, the same on every run."""

# ruff: noqa: E501 - a table of fields reads better wide
from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import msgspec

from chargeboard.domain.figures.board import (
    Board,
    ChargerInfo,
    DataQuality,
    ErrorRow,
    FleetRow,
    Insight,
    SocketNow,
)
from chargeboard.domain.figures.compared import Compared, ComparedFigure, PeriodBefore, PeriodValue
from chargeboard.domain.figures.day_rows import Headline, SuccessDay, UptimeDay, UtilizationDay
from chargeboard.domain.figures.fleet import FleetInNumbers, FleetNumbers, FleetPage, FleetWanted
from chargeboard.domain.figures.measures import DateSpan, InstantSpan
from chargeboard.domain.figures.session_rows import Ongoing, OngoingSession, Overview, SessionRow
from chargeboard.domain.phrases import Phrase
from chargeboard.domain.policy import Policy
from chargeboard.metrics.fleet import line_of
from chargeboard.store import open_store
from chargeboard.time.days import dates, day_of, day_span
from chargeboard.time.instants import HOUR, MINUTE, SECOND
from chargeboard.time.spans import Span
from chargeboard.vocabularies.explained import explained
from chargeboard.words.catalogue import Words
from instants import instant

Words("tests", {"as_told": "{told}"})

ZONE = "Europe/Berlin"
NOW = instant("2026-11-21T13:03:22Z")
LONG_NAME = "Autobahnraststätte Süßenbrunn-Überlingen West, Ladehof hinter der Waschstraße 4b"


def _row(rng: random.Random, window: Span) -> list[tuple[int, int, str]]:
    """A busy socket: drivers come and go, one link outage, one fault, a reservation, a paused session."""
    found: list[tuple[int, int, str]] = []
    at = window.start
    while at < window.end:
        hour = (at // HOUR + 1) % 24
        idle = rng.randint(4, 30) if 7 <= hour < 21 else rng.randint(30, 150)
        for state, minutes in (
            ("available", idle),
            *((("reserved", rng.randint(6, 15)),) if rng.random() < 0.05 else ()),
            ("preparing", rng.uniform(0.3, 2.5)),
            ("charging", rng.uniform(12, 38)),
            *((("suspended", rng.uniform(2, 14)),) if rng.random() < 0.3 else ()),
            ("finishing", rng.uniform(0.4, 9)),
        ):
            until = min(window.end, at + int(minutes * MINUTE))
            if until > at:
                found.append((at, until, state))
            at = until
    return found


def _cut(row: list[tuple[int, int, str]], span: Span, state: str) -> list[tuple[int, int, str]]:
    kept = []
    for a, b, s in row:
        kept += [(x, y, s) for x, y in ((a, min(b, span.start)), (max(a, span.end), b)) if x < y]
    return sorted([*kept, (span.start, span.end, state)])


def _headline(numerator: float, denominator: float, days: int, coverage: float | None = None) -> Headline:
    pct = 100 * numerator / denominator if denominator else None
    return Headline(numerator=numerator, denominator=denominator, pct=pct, days=days, coverage_pct=coverage)


def busy(
    sockets: int = 2, *, name: str = "Hafen DC2", at: int = NOW, hours: int = 24, seed: int = 7
) -> Board:
    """A DC hub: every state in the window, revised, incomplete and missing days, errors and insights."""
    rng = random.Random(seed)
    today = day_of(at, ZONE)
    window = Span(at - hours * HOUR, at)
    gap = Span(at - 5 * HOUR, at - 5 * HOUR + 47 * MINUTE)
    down = Span(at - 15 * HOUR, at - 15 * HOUR + 12 * MINUTE)
    rows = {}
    for socket in range(1, sockets + 1):
        row = _cut(_cut(_row(rng, window), gap, "offline"), down, "unknown")
        if socket % 7 == 2:
            row = _cut(row, Span(at - 130 * MINUTE, at), "faulted")
        elif socket % 7 == 1:
            row = _cut(row, Span(at - 38 * MINUTE, at), "charging")
            row = _cut(row, Span(at - 9 * HOUR, at - 8 * HOUR), "unavailable")
            row = _cut(row, Span(at - 11 * HOUR, at - 11 * HOUR + 9 * SECOND), "faulted")
        rows[socket] = row
    now = [SocketNow(socket=n, state=row[-1][2], since=row[-1][0]) for n, row in rows.items()]
    week = list(dates(today - timedelta(days=7), today + timedelta(days=1)))
    month = list(dates(today - timedelta(days=30), today + timedelta(days=1)))
    usage, attempts = _week(rng, week, today, at, sockets)
    whole = usage[:-1]
    counted = {d: max(3, int(rng.gauss(44 - 14 * (d.weekday() == 6), 6))) for d in month}
    counted[today] = 21
    energy: dict[date, float | None] = {d: n * rng.uniform(16_500, 19_800) for d, n in counted.items()}
    missing = today - timedelta(days=17)
    sessions: dict[date, int | None] = {**counted, missing: None}
    energy[missing] = None
    total = sum(n for d, n in sessions.items() if n and d != today)
    delivered = sum(e for d, e in energy.items() if e and d != today) * 1.0013
    charging = [one for one in now if one.state == "charging"][:6]
    earlier = _before(random.Random(seed + 1), today)
    return Board(
        charger=ChargerInfo(
            id="HAM-0042", name=name, site="Hafenstraße 12", timezone=ZONE, timezone_is_default=False,
            vendor="ACME", model="X1 150", serial="A1-77", firmware="2.3.1", rated_kw=150,
            protocols=["ocpp1.6"], first_seen=instant("2026-08-01T07:11:00Z"), last_contact=at - 6 * SECOND,
            is_online=True, commissioned_on=date(2026, 8, 1), sockets=list(range(1, sockets + 1)),
        ),
        at=at,
        window=DateSpan(from_=today - timedelta(days=30), to=today + timedelta(days=1)),
        timeline=InstantSpan(from_=window.start, to=window.end),
        now=now,
        states=rows,
        offline_gaps=[gap],
        collector_gaps=[down],
        utilization=usage,
        utilization_headline=_headline(
            sum(d.in_use_s for d in whole), sum(d.available_s for d in whole), 7, 98.71
        ),
        success=attempts,
        success_headline=_headline(sum(d.successes for d in attempts[:-1]), sum(d.attempts for d in attempts[:-1]), 7),
        sessions_per_day=sessions,
        energy_per_day_wh=energy,
        revised_days=[(today - timedelta(days=3))],
        overview=Overview(
            days=30, total_sessions=total, sessions_per_day=total / 30, avg_duration_s=1726.4,
            median_duration_s=1611, avg_consumption_wh=delivered / total, total_consumption_wh=delivered,
            mean_power_w=37_800, energy_unknown=2, from_=today - timedelta(days=30), to=today, through=today - timedelta(days=1),
        ),
        before=earlier,
        overview_before=Overview(
            days=30, total_sessions=1246, sessions_per_day=1246 / 30, avg_duration_s=1691.2,
            median_duration_s=1590, avg_consumption_wh=17_460.2, total_consumption_wh=21_755_400,
            mean_power_w=37_200, from_=today - timedelta(days=60), to=today - timedelta(days=30), through=today - timedelta(days=31),
        ),
        ongoing=_ongoing(charging, at),
        errors=_errors(at),
        errors_window=DateSpan(from_=today - timedelta(days=7), to=today + timedelta(days=1)),
        errors_coverage_pct=98.7,
        sessions=_sessions(rows, rng),
        uptime=[
            UptimeDay(date=d, total_s=86_400 * sockets, outage_s=n * 900, excluded_s=0,
                nevi_pct=100 - n * 0.52, uk_reg7_pct=100 - n * 0.31, uk_template_pct=100 - n * 0.3,
                partial=d == today)
            for n, d in enumerate(week)
        ],
        data_quality=DataQuality(repaired=3, duplicate_starts=11, inferred_ends=2, connection_flaps=1,
            energy_unknown=2, collector_gap_s=720),
        insights=[
            an_insight(id="I08", severity="critical", panel="errors", need="out_of_service",
                text="Socket 2 has been out of order since 11:53 (InternalError).", since=instant("2026-11-21T10:53:22Z"),
                action="Restart it remotely; if it returns, send its diagnostics to the manufacturer."),
            an_insight(id="I03", severity="warning", panel="success", need="drivers",
                text="16 of 271 attempts failed (94.1% succeeded): mostly car or connector faults (11).",
                action="Inspect plug, pilot pin and cable; see under attempts if it is one car or all."),
            an_insight(id="I09", severity="info", panel="events",
                text="One gap in communication in the last 24 h, 47 min."),
            an_insight(id="I11", severity="info", panel="utilization", text="In use more than a third of the time."),
            an_insight(id="I14", severity="info", panel="sessions", text="Sessions are stable over 30 days."),
            an_insight(id="I15", severity="info", panel="overview",
                text="Fast charging: short sessions with high consumption."),
            an_insight(id="I21", severity="info", panel="quality",
                text="The energy of 2 sessions is unknown: their last meter readings are missing."),
        ],
        policy=Policy(timezone=ZONE, rated_kw=150),
        version="0.1.0",
    )  # fmt: skip


def _before(rng: random.Random, today: date) -> dict[Compared, PeriodBefore]:
    def period(
        figure: Compared, number: int, values: list[float], first: float, second: float, chance: float | None
    ) -> PeriodBefore:
        end = today - timedelta(days=number)
        sides = [PeriodValue(numerator=value, denominator=1, value=value) for value in (first, second)]
        return PeriodBefore(
            window=DateSpan(from_=end - timedelta(days=number), to=end),
            observed_days=number,
            days=dict(zip(dates(end, today), values, strict=True)),
            compared=ComparedFigure(
                figure=figure, first=sides[0], second=sides[1], difference=second - first, chance=chance,
                may_be_chance=None if chance is None else chance >= 0.05,
            ),
        )  # fmt: skip

    sessions = [max(3, int(rng.gauss(41, 7))) for _ in range(30)]
    return {
        Compared.UTILIZATION: period(
            Compared.UTILIZATION, 7, [rng.uniform(26, 52) for _ in range(7)], 38.1, 42, None
        ),
        Compared.SUCCESS: period(
            Compared.SUCCESS, 7, [100 - rng.randint(0, 9) * 2.1 for _ in range(7)], 91.2, 94.1, 0.21
        ),
        Compared.ERRORS: period(Compared.ERRORS, 7, [0.0] * 7, 21, 9, 0.03),
        Compared.SESSIONS: period(Compared.SESSIONS, 30, sessions, 41.5, 43, 0.36),
        Compared.ENERGY: period(
            Compared.ENERGY, 30, [n * rng.uniform(16_200, 19_400) for n in sessions], 725_180, 771_000, None
        ),
    }


def an_insight(text: str, action: str = "", **more: Any) -> Insight:
    """Guidance that says just that."""
    return Insight(
        code="tests.as_told",
        numbers={"told": text},
        action=Phrase("tests.as_told", {"told": action}) if action else None,
        **more,
    )


def _week(
    rng: random.Random, week: list[date], today: date, at: int, sockets: int
) -> tuple[list[UtilizationDay], list[SuccessDay]]:
    usage, attempts = [], []
    for place, day in enumerate(week):
        span = day_span(day, ZONE)
        length = (min(span.end, at) - span.start) // SECOND * sockets
        in_use = int(length * rng.uniform(0.28, 0.56))
        paused = int(in_use * rng.uniform(0.05, 0.2))
        usage.append(
            UtilizationDay(
                date=day, in_use_s=in_use, available_s=length, pct=100 * in_use / length,
                coverage_pct=81.4 if place == 2 else 99.1, partial=day == today, incomplete=place == 2,
                revised=place == 4, charging_s=in_use - paused, suspended_s=paused, occupied_s=in_use + 900,
            )
        )  # fmt: skip
        n = (0 if place == 1 else rng.randint(40, 52)) if day != today else 22
        failed = min(n, (1, 0, 9, 0, 2, 3, 1, 1)[place])
        kinds = {"ev_or_connector_fault": failed - failed // 3, "user_cancelled": failed // 3}
        attempts.append(
            SuccessDay(
                date=day, attempts=n, successes=n - failed, pct=100 * (n - failed) / n if n else None,
                failures={k: v for k, v in kinds.items() if v}, partial=day == today, revised=place == 4,
                pending=1 if day == today else 0,
            )
        )  # fmt: skip
    return usage, attempts


def _ongoing(charging: list[SocketNow], at: int) -> Ongoing:
    rows = []
    for place, one in enumerate(charging):
        rows.append(
            OngoingSession(
                socket=one.socket, start=one.since or at, duration_s=2292.0 + 340 * place,
                energy_wh=23_412.0 + 4100 * place, power_w=None if place == 2 else 61_800.0 - 900 * place,
                power_at=at - 20 * SECOND, power_age_s=20 if place != 1 else 700, power_is_old=place == 1,
                power_estimated_w=10_960.0 if place == 2 else None, soc_pct=67 if place != 2 else None,
                state="charging", stale=False, last_contact=None,
            )
        )  # fmt: skip
    return Ongoing(active_sessions=len(rows), energy_wh=sum(r.energy_wh or 0 for r in rows), sessions=rows)


def _errors(at: int) -> list[ErrorRow]:
    def row(code: str, vendor: str | None, socket: int, ago: int, **more: object) -> ErrorRow:
        fields: dict[str, object] = {
            "severity": "fault", "group": "fault", "episodes": 1, "reports": 1, "active": False,
            "first_seen": at - (ago + 60) * MINUTE, "first_ever": at - (ago + 9000) * MINUTE,
            "last_seen": at - ago * MINUTE, "cleared_at": at - (ago - 2) * MINUTE,
            "open_s": 120, "info": "",
        }  # fmt: skip
        known = explained(code, vendor)
        told = {"meaning": known.meaning, "action": known.action}
        return ErrorRow(code=code, vendor_code=vendor, socket=socket, **(fields | told | more))

    return [
        row("PowerSwitchFailure", "E-301", 2, 12, active=True, cleared_at=None, episodes=3, reports=7, open_s=7800,
            info="K1 does not open"),
        row("EVCommunicationError", "E-220", 1, 900, severity="warning", episodes=9, reports=9, open_s=1240,
            info="ISO 15118 SLAC timeout"),
        row("WeakSignal", None, 0, 1700, severity="warning", info="RSSI −109 dBm"),
        row("ConnectorLockFailure", "E-017", 1, 3200),
        row("0x8A<script>", "17|4", 1, 5200, info="manufacturer's own code"),
        row("GroundFailure", "E-101", 2, 7000, info="RCD 30 mA tripped"),
    ]  # fmt: skip


def _sessions(rows: dict[int, list[tuple[int, int, str]]], rng: random.Random) -> list[SessionRow]:
    found = []
    for name, row in rows.items():
        for (_, _, before), (start, end, state) in pairwise(row):
            if state != "charging" or before != "preparing":
                continue
            found.append(
                SessionRow(
                    key=f"{name}-{start}", socket=name, start=start, end=end,
                    duration_s=(end - start) // SECOND, energy_wh=rng.uniform(50, 31_000), reason="Local",
                    end_inferred=rng.random() < 0.1, completed=rng.random() > 0.1, flags=[], why=[],
                    transaction_ids=[str(len(found) + 1)],
                )
            )  # fmt: skip
    return found


def empty(identity: str = "NEU 1|a/b") -> Board:
    """A charger that was declared and never connected."""
    today = day_of(NOW, ZONE)
    nothing = _headline(0, 0, 0)
    return Board(
        charger=ChargerInfo(id=identity, name="", site="", timezone="UTC", timezone_is_default=True),
        at=NOW,
        window=DateSpan(from_=today - timedelta(days=30), to=today + timedelta(days=1)),
        timeline=InstantSpan(from_=NOW - 24 * HOUR, to=NOW),
        now=[], states={}, offline_gaps=[], collector_gaps=[], utilization=[], utilization_headline=nothing,
        success=[], success_headline=nothing, sessions_per_day={}, energy_per_day_wh={}, revised_days=[],
        overview=Overview(days=0, total_sessions=0, sessions_per_day=None, avg_duration_s=None,
            median_duration_s=None, avg_consumption_wh=None, total_consumption_wh=0, mean_power_w=None),
        ongoing=Ongoing(active_sessions=0, energy_wh=0, sessions=[]),
        errors=[], errors_window=DateSpan(from_=today - timedelta(days=7), to=today + timedelta(days=1)),
        errors_coverage_pct=None, sessions=[], uptime=[], data_quality=DataQuality(), insights=[],
        version="0.1.0",
    )  # fmt: skip


def offline() -> Board:
    """A post that went away with an open session; no errors, few attempts."""
    board = busy(1, name="Rathaus AC", seed=3)
    since = NOW - 81 * MINUTE
    row = _cut(board.states[1], Span(since, NOW), "offline")
    session = msgspec.structs.replace(
        board.ongoing.sessions[0], stale=True, last_contact=since, power_is_old=True, state="offline"
    )
    return msgspec.structs.replace(
        board,
        charger=msgspec.structs.replace(
            board.charger, id="RAT 1", is_online=False, last_contact=since, offline_since=since, model="Wall 22"
        ),
        states={1: row},
        now=[SocketNow(socket=1, state="offline", since=since)],
        offline_gaps=[*board.offline_gaps, Span(since, NOW)],
        ongoing=Ongoing(active_sessions=1, energy_wh=23_412, sessions=[session]),
        errors=[],
        insights=[
            an_insight(id="I06", severity="info", panel="errors",
                text="No faults recorded, but 6 % of the time is unknown."),
            an_insight(id="I09", severity="warning", panel="events", need="out_of_service",
                text="No contact since 12:42; 1 session may still be running.",
                action="See whether it has power; check SIM, antenna, router and cable on site."),
        ],
    )  # fmt: skip


def new() -> Board:
    """Commissioned the day before yesterday, one socket, few sessions."""
    board = busy(1, name="Schule Süd", seed=11)
    today = day_of(NOW, ZONE)
    born = today - timedelta(days=2)
    blank = [
        UtilizationDay(date=d.date, in_use_s=0, available_s=0, pct=None, coverage_pct=None, partial=False)
        if d.date < born
        else d
        for d in board.utilization
    ]
    return msgspec.structs.replace(
        board,
        charger=msgspec.structs.replace(board.charger, id="SCH-1", commissioned_on=born),
        utilization=blank,
        success=[
            SuccessDay(date=d.date, attempts=0, successes=0, pct=None, failures={}, partial=d.partial)
            if d.date < born
            else d
            for d in board.success
        ],
        sessions_per_day={d: (None if d < born else n) for d, n in board.sessions_per_day.items()},
        energy_per_day_wh={d: (None if d < born else n) for d, n in board.energy_per_day_wh.items()},
        errors=[],
        insights=[],
        data_quality=DataQuality(),
    )


def fleet_row(board: Board) -> FleetRow:
    """The line of the list that belongs to a board."""
    urgent = [i for i in board.insights if i.need]
    today = day_of(board.at, board.charger.timezone)
    return FleetRow(
        id=board.charger.id, name=board.charger.name, site=board.charger.site, timezone=board.charger.timezone,
        is_online=board.charger.is_online, last_contact=board.charger.last_contact, sockets=board.now,
        active_sessions=board.ongoing.active_sessions, energy_now_wh=board.ongoing.energy_wh,
        utilization=board.utilization_headline, success=board.success_headline,
        sessions_today=board.sessions_per_day.get(today) or 0, energy_today_wh=board.energy_per_day_wh.get(today),
        active_errors=sum(e.active for e in board.errors), worst_insight=urgent[0] if urgent else None,
        attention=len(urgent),
    )  # fmt: skip


def year() -> Board:
    """One socket over a year: a session every six hours, and a fault of one second in spring."""
    board = busy(1, seed=2)
    start, fault = NOW - 366 * 24 * HOUR, instant("2026-04-02T10:15:30Z")
    row = [
        (at + part * HOUR, min(at + (part + 1) * HOUR, NOW), "charging" if part == 5 else "available")
        for at in range(start, NOW, 6 * HOUR)
        for part in range(6)
        if at + part * HOUR < NOW
    ]
    return msgspec.structs.replace(
        board,
        charger=msgspec.structs.replace(board.charger, id="YEAR-1", commissioned_on=date(2025, 1, 1)),
        states={1: _cut(row, Span(fault, fault + SECOND), "faulted")},
        offline_gaps=[],
        collector_gaps=[],
    )


def town() -> list[Board]:
    """All of them, with ids that a URL has to escape."""
    many = busy(60, name="Depot Nord, Halle 3", seed=5)
    eight = busy(8, name=LONG_NAME, seed=9)
    return [
        busy(),
        empty(),
        offline(),
        new(),
        msgspec.structs.replace(many, charger=msgspec.structs.replace(many.charger, id="DEPOT-60")),
        msgspec.structs.replace(eight, charger=msgspec.structs.replace(eight.charger, id="RAST 8")),
    ]


def fleet_page(boards: Iterable[Board], wanted: FleetWanted = FleetWanted()) -> FleetPage:  # noqa: B008
    rows = {row.id: row for row in map(fleet_row, boards)}
    store = open_store(":memory:")
    own = [line_of(row) for row in rows.values()]
    page = FleetPage(
        at=NOW,
        rows=[rows[station] for station, _ in store.fleet_page(wanted, own)],
        counts=store.fleet_counts(FleetWanted(), own),
        among=store.fleet_counts(FleetWanted(text=wanted.text), own),
        shown=store.fleet_counts(wanted, own),
        wanted=wanted,
    )
    store.close()
    return page


def in_numbers(page: FleetPage) -> FleetInNumbers:
    """A page of the list as numbers."""
    return FleetInNumbers(
        [msgspec.convert(row, FleetNumbers, from_attributes=True) for row in page.rows], page.shown
    )
