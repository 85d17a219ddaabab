"""What does a charger's board come to in the list?"""

from __future__ import annotations

from datetime import date

import msgspec

from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.day_rows import Headline
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import FleetLine
from chargeboard.metrics.fleet import line_of
from chargeboard.metrics.site.part import part_of
from chargeboard.run.answering.board import MadeBoard
from chargeboard.run.answering.fleet_protocol import troubles_of
from chargeboard.run.answering.happenings import recent_of
from chargeboard.run.answering.line_loads import line_loads
from chargeboard.run.answering.totals_ahead import totals_ahead


def blank(profile: Profile) -> FleetRow:
    """A charger of which nothing is known yet."""
    nothing = Headline(numerator=0, denominator=0, pct=None, days=0, observed_days=0)
    return FleetRow(
        id=profile.id,
        name=profile.name or profile.id,
        site=profile.site,
        timezone=profile.policy.timezone,
        is_online=None,
        last_contact=None,
        sockets=[],
        active_sessions=0,
        energy_now_wh=0,
        utilization=nothing,
        success=nothing,
        sessions_today=None,
        energy_today_wh=None,
        active_errors=0,
        tags=[*profile.tags],
    )


def line_told(made: MadeBoard, look: bytes) -> FleetLine:
    """The line, with what the look found that it was made by."""
    row, revision = row_of(made), made.history.progress.revision
    doc, recent = msgspec.json.encode(row), recent_of(made.history)
    ahead, settled = totals_ahead(made), made.history.progress.settled_revision
    days = [day.on for day in ahead]
    loads = line_loads(made.history, days)
    lately = [load for load in loads if load.on in made.days]
    return FleetLine(
        line_of(row),
        revision,
        made.true_until,
        doc,
        look,
        msgspec.msgpack.encode(part_of(made.board, made.days, lately)),
        recent,
        ahead,
        [load for load in loads if load.on in days],
        settled,
        troubles_of(made),
    )


def row_of(made: MadeBoard) -> FleetRow:
    """What it shows."""
    seen, is_history = made.board, made.board.charger.is_history
    today = max(seen.sessions_per_day, default=date.min)
    return FleetRow(
        id=seen.charger.id,
        name=seen.charger.name,
        site=seen.charger.site,
        timezone=seen.charger.timezone,
        is_online=seen.charger.is_online,
        last_contact=seen.charger.last_contact,
        sockets=seen.now,
        active_sessions=0 if is_history else seen.ongoing.active_sessions,
        energy_now_wh=0 if is_history else seen.ongoing.energy_wh,
        utilization=seen.utilization_headline,
        success=seen.success_headline,
        sessions_today=seen.sessions_per_day.get(today),
        energy_today_wh=seen.energy_per_day_wh.get(today),
        export_today_wh=seen.fed_back_on(today),
        active_errors=0 if is_history else sum(1 for row in seen.errors if row.active),
        is_history=is_history,
        worst_insight=seen.insights[0] if seen.insights else None,
        attention=sum(1 for insight in seen.insights if insight.need),
        tags=[*made.history.profile.tags],
        protocol=next(iter(seen.charger.protocols), "") if seen.charger.first_seen else "",
    )
