"""
Which of the values read at one instant stand for it?

The outlet goes before other places, a total before the sum of its phases, a current reading before one of the
transaction's begin (S3). One instant is one fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from chargeboard.decode.meters.measurands import (
    EXPORT,
    EXPORT_INTERVAL,
    EXPORT_POWER,
    NET,
    REGISTER,
    UNITS,
    MeterValue,
    SampledValue,
    base_value,
    scaled,
)
from chargeboard.decode.notes import Notes
from chargeboard.decode.spelling import CONTEXT, FORMAT, LOCATION, MEASURAND, PHASE
from chargeboard.domain.facts import Phases, Sampled
from chargeboard.domain.reasons import Oddity

Rank: TypeAlias = int
"""How far a value is from the wanted one: the lower the better."""

_BEGIN = "Transaction.Begin"
_PERIODIC = "Sample.Periodic"
_PLACES = {"Outlet": 0, "Inlet": 1, "Cable": 2, "EV": 3, "Body": 4, "Upstream": 5, "Grid": 6}
_ELSEWHERE = 7
_NAMED = ("", *list(_PLACES)[1:], "elsewhere")
"""The places by their rank; the outlet needs no name."""
_AT_BEGIN = 8
"""Worse than any place: what was read at the transaction's begin says nothing of now (g15)."""
_NO_RANK = 99
_RARE = frozenset({EXPORT, EXPORT_INTERVAL, EXPORT_POWER, NET})
_PHASES = {"L1": 0, "L2": 1, "L3": 2, "L1-N": 0, "L2-N": 1, "L3-N": 2}


class _Picked(msgspec.Struct, gc=False):
    """The best values of one measurand: a total and up to three phases."""

    total: Decimal | None = None
    total_rank: Rank = _NO_RANK
    context: str = ""
    equals: tuple[Decimal, ...] = ()
    phased: list[Decimal | None] | None = None
    phased_rank: Rank = _NO_RANK

    def offer(self, value: Decimal, rank: Rank, phase: int | None, context: str) -> None:
        """Keeps the value if it is better than what is there; the first of equals stays."""
        if phase is None:
            if rank < self.total_rank:
                self.total, self.total_rank, self.equals = value, rank, ()
                if rank <= self.phased_rank:
                    self.context = context
            elif rank == self.total_rank and context == self.context and value != self.total:
                self.equals += (value,)
            return
        if rank < self.phased_rank:
            self.phased, self.phased_rank = [None, None, None], rank
            if rank < self.total_rank:
                self.context = context
        if rank == self.phased_rank and self.phased is not None and self.phased[phase] is None:
            self.phased[phase] = value

    def one(self) -> Decimal | None:
        """The total as said, else the sum of the phases."""
        if self.phased is None or self.total_rank <= self.phased_rank:
            return self.total
        return sum((value for value in self.phased if value is not None), Decimal(0))

    def location(self) -> str:
        """Where it was read, "" for the outlet."""
        rank = min(self.total_rank, self.phased_rank)
        return _NAMED[rank % _AT_BEGIN] if rank < _NO_RANK else ""

    def phases(self) -> Phases | None:
        """Each phase as said; a current or voltage without a phase is that of the first."""
        if self.phased is not None:
            return Phases(*(None if value is None else float(value) for value in self.phased))
        return None if self.total is None else Phases(float(self.total))


def tell_samples(
    values: Sequence[MeterValue] | None, socket: int | None, transaction_id: str, notes: Notes, *, is_v2: bool
) -> None:
    """Notes one fact for each instant that was read."""
    for value in values or ():
        if value.sampled_value:
            notes.tell(_sample(value, value.sampled_value, socket, transaction_id, notes, is_v2=is_v2))
        else:
            notes.nonconformant(Oddity.MISSING, field="sampledValue")


def _sample(
    value: MeterValue,
    sampled: Sequence[SampledValue],
    socket: int | None,
    transaction_id: str,
    notes: Notes,
    *,
    is_v2: bool,
) -> Sampled:
    picked = _pick(sampled, notes, is_v2=is_v2)
    at, clock_repaired, stated_at = notes.when(value.timestamp)
    register = picked.get(REGISTER)
    if register is not None and len(picked) == 1:
        fact = Sampled(
            at,
            notes.received_at,
            socket,
            transaction_id,
            _energy(register, notes),
            context=register.context,
            clock_repaired=clock_repaired,
            stated_at=stated_at,
        )
    else:
        get = picked.get
        power, current, voltage = get("Power.Active.Import"), get("Current.Import"), get("Voltage")
        fact = Sampled(
            at,
            notes.received_at,
            socket,
            transaction_id,
            register_wh=_energy(register, notes),
            power_w=_float(power),
            soc_pct=_float(get("SoC")),
            interval_wh=_energy(get("Energy.Active.Import.Interval"), notes),
            context=(register or next(iter(picked.values()), _NOTHING)).context,
            current_a=None if current is None else current.phases(),
            voltage_v=None if voltage is None else voltage.phases(),
            power_by_phase_w=None if power is None or power.phased is None else power.phases(),
            offered_w=_float(get("Power.Offered")),
            offered_a=_float(get("Current.Offered")),
            temperature_c=_float(get("Temperature")),
            clock_repaired=clock_repaired,
            stated_at=stated_at,
        )
    is_plain = register is None or not (register.total_rank or register.equals)
    return fact if is_plain and _RARE.isdisjoint(picked) else _with_the_rare(fact, picked, notes)


def _with_the_rare(fact: Sampled, picked: dict[str, _Picked], notes: Notes) -> Sampled:
    """What few chargers tell: another location, registers side by side, export and net."""
    get = picked.get
    energy = get(REGISTER) or get(EXPORT) or get(NET) or _NOTHING
    return replace(
        fact,
        context=energy.context or fact.context,
        location=energy.location(),
        also_wh=tuple(scaled(value, notes) for value in energy.equals) if REGISTER in picked else (),
        export_wh=_energy(get(EXPORT), notes),
        export_w=_float(get(EXPORT_POWER)),
        export_interval_wh=_energy(get(EXPORT_INTERVAL), notes),
        net_wh=_energy(get(NET), notes),
    )


_NOTHING = _Picked()


def _energy(picked: _Picked | None, notes: Notes) -> Decimal | None:
    value = None if picked is None else picked.one()
    return value if value is None else scaled(value, notes)


def _float(picked: _Picked | None) -> float | None:
    value = None if picked is None else picked.one()
    return None if value is None else float(value)


def _pick(sampled: Sequence[SampledValue], notes: Notes, *, is_v2: bool) -> dict[str, _Picked]:
    """The best values by measurand, in base units."""
    picked: dict[str, _Picked] = {}
    for said in sampled:
        measurand = said.measurand or REGISTER
        if measurand not in UNITS:
            measurand = notes.spelled(MEASURAND, measurand)
            if measurand not in UNITS:
                continue
        if said.format and notes.spelled(FORMAT, said.format) == "SignedData":
            continue
        context = notes.spelled(CONTEXT, said.context) if said.context else ""
        # in 1.6 meterStart is the start register, and some send 0 here in every sample (Q23)
        if context == _BEGIN and measurand == REGISTER and not is_v2:
            continue
        phase = _PHASES.get(notes.spelled(PHASE, said.phase)) if said.phase else None
        value = None if said.phase and phase is None else base_value(said, measurand, notes)
        if value is None:
            continue
        rank = _AT_BEGIN if context == _BEGIN else 0
        if said.location and said.location != "Outlet":
            rank += _PLACES.get(notes.spelled(LOCATION, said.location), _ELSEWHERE)
        if context == _PERIODIC:
            context = ""
        best = picked.get(measurand)
        if best is None:
            if phase is None:
                picked[measurand] = _Picked(value, rank, context)
                continue
            best = picked[measurand] = _Picked()
        best.offer(value, rank, phase, context)
    return picked
