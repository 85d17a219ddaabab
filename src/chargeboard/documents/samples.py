"""How is a meter sample written for programs?"""

from __future__ import annotations

from decimal import Decimal

from chargeboard.domain.facts import Phases, Sampled, StartReported, StopReported, TransactionTold
from chargeboard.domain.figures.evidence import Sample, SessionDetail, Stamp
from chargeboard.domain.figures.session_evidence import SessionEvidence


def sample(fact: Sampled) -> Sample:
    """One instant."""
    return Sample(
        at=fact.at,
        stated_at=fact.stated_at or None,
        register_wh=_number(fact.register_wh),
        power_w=fact.power_w,
        soc_pct=fact.soc_pct,
        current_a=_phases(fact.current_a),
        voltage_v=_phases(fact.voltage_v),
        power_by_phase_w=_phases(fact.power_by_phase_w),
        offered_w=fact.offered_w,
        offered_a=fact.offered_a,
        temperature_c=fact.temperature_c,
        export_wh=_number(fact.export_wh),
        export_w=fact.export_w,
        net_wh=_number(fact.net_wh),
        location=fact.location,
        context=fact.context,
    )


_CALLS = {StartReported: "StartTransaction", StopReported: "StopTransaction"}


def _stamp(fact: StartReported | StopReported | TransactionTold) -> Stamp:
    return Stamp(
        message=fact.event if isinstance(fact, TransactionTold) else _CALLS[type(fact)],
        stated_at=fact.stated_at,
        at=fact.at,
        received_at=fact.received_at,
    )


def detail(seen: SessionEvidence) -> SessionDetail:
    """A session with everything that it was concluded from."""
    return SessionDetail(
        charger=seen.whose,
        session=seen.row,
        stamps=[_stamp(one) for one in seen.stamped],
        states=[*seen.states],
        readings=[(reading.at, float(reading.energy_wh)) for reading in seen.session.readings],
        export_readings=[
            (export_reading.at, float(export_reading.energy_wh))
            for export_reading in seen.session.export_readings
        ],
        samples=[sample(one) for one in seen.samples],
        duplicate_starts=seen.session.duplicate_starts,
        duplicate_stops=seen.session.duplicate_stops,
        rules=seen.rules,
        ended_by=seen.row.ended_by,
        peak_w=seen.row.peak_w,
        start_soc_pct=seen.row.start_soc_pct,
        end_soc_pct=seen.row.end_soc_pct,
    )


def _phases(said: Phases | None) -> list[float | None] | None:
    return None if said is None else [said.l1, said.l2, said.l3]


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
