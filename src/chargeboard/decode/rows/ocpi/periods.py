"""
When did the energy of a session flow, as its charging periods have it?

A period lasts until the next one begins, the last one to the end. The volume of ENERGY is what was charged
within the period, in kWh, and that of MAX_POWER the highest power in it, in kW (OCPI 2.2.1 and 2.3.0,
CdrDimension). Some parties write what the meter read, or what had been charged so far: then the periods do
not add up to the session, and are not believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import accumulate
from operator import itemgetter
from typing import Final, NamedTuple

import msgspec

from chargeboard.decode.forms import Figure, number
from chargeboard.decode.notes import Notes
from chargeboard.decode.rows.ocpi.moments import when
from chargeboard.domain.reasons import Oddity
from chargeboard.time.instants import Instant

_THOUSAND: Final = Decimal(1000)
_APART_WH: Final = Decimal(10)
_APART: Final = Decimal("0.01")
"""Rounded volumes may miss the energy of the session by so many Wh, or by such a share of it."""
_MOST: Final = 500
"""Of a longer course so many instants are kept, evenly chosen."""
_IMPORT: Final = ("ENERGY", "ENERGY_IMPORT")


class Dimension(msgspec.Struct):
    """What is counted in a period, and how much."""

    type: str | None = None
    volume: Figure | None = None


class Period(msgspec.Struct):
    """A charging period."""

    start_date_time: str | None = None
    dimensions: list[Dimension] | None = None


class Course(NamedTuple):
    """What had been charged by which instants, in Wh, ascending; and the highest power, in W."""

    charged: tuple[tuple[Instant, Decimal], ...] = ()
    peak_w: float | None = None


def course(
    periods: Sequence[Period] | None, start: Instant, end: Instant, energy_wh: Decimal | None, notes: Notes
) -> Course:
    """The course of a session; where no period tells of its energy nothing is known of that."""
    begun = [
        (when(one.start_date_time, notes), one.dimensions or [])
        for one in periods or ()
        if one.start_date_time
    ]
    begun.sort(key=itemgetter(0))
    powers = [kw for _, told in begun if (kw := _volume(told, ("MAX_POWER",))) is not None and kw >= 0]
    peak_w = float(max(powers) * _THOUSAND) if powers else None
    volumes = [_volume(told, _IMPORT) for _, told in begun]
    if energy_wh is None or all(one is None for one in volumes):
        return Course((), peak_w)
    told_wh = [(one or Decimal(0)) * _THOUSAND for one in volumes]
    is_whole = abs(sum(told_wh) - energy_wh) <= max(_APART_WH, _APART * energy_wh)
    if not is_whole or min(told_wh) < 0 or not start <= begun[0][0] <= begun[-1][0] <= end:
        sums = f"{sum(told_wh)} / {energy_wh}"
        notes.nonconformant(Oddity.PERIODS_DO_NOT_ADD_UP, sums, field="charging_periods")
        return Course((), peak_w)
    ends = [*(at for at, _ in begun[1:]), end]
    so_far = [min(one, energy_wh) for one in accumulate(told_wh)]
    charged = [(begun[0][0], Decimal(0)), *zip(ends, so_far, strict=True)][:: -(-len(ends) // _MOST)]
    inside = [one for one in charged if start < one[0] < end]
    return Course(((start, Decimal(0)), *inside, (end, energy_wh)), peak_w)


def _volume(told: Iterable[Dimension], names: Sequence[str]) -> Decimal | None:
    """Of the first of the names that is told."""
    volumes = {one.type: number(one.volume) for one in told if one.type}
    return next((found for name in names if (found := volumes.get(name)) is not None), None)
