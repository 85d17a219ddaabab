"""Which quantities did a session's samples hold, and what did each say?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import msgspec

from chargeboard.domain.facts import Sampled
from chargeboard.evidence.session.session_curves import Series
from chargeboard.evidence.session.words import say
from chargeboard.time.instants import Instant
from chargeboard.words.formats import DASH


class SampleRow(msgspec.Struct, frozen=True):
    """One instant of the table."""

    at: str
    cells: tuple[str, ...]


def table(
    samples: Sequence[Sampled], series: Series, shown: range, told_at: Callable[[Instant], str]
) -> tuple[tuple[str, ...], tuple[SampleRow, ...]]:
    """The quantities that were sent at all, and the rows of a page."""
    told: list[tuple[str, Sequence[object]]] = [
        (say("register"), [sample.register_wh for sample in samples]),
        (say("power_w"), series.of.get("power_w", ())),
        (say("battery_pct"), series.of.get("soc_pct", ())),
        *_phase_columns(series),
        (say("offered_w"), series.of.get("offered_w", ())),
        (say("offered_a"), series.of.get("offered_a", ())),
        (say("temperature"), series.of.get("temperature_c", ())),
        (say("export"), [sample.export_wh for sample in samples]),
        (say("net"), [sample.net_wh for sample in samples]),
        (say("export_w"), [sample.export_w for sample in samples]),
        (say("location"), [sample.location or None for sample in samples]),
        (say("context"), [sample.context or None for sample in samples]),
    ]
    columns = [(name, values) for name, values in told if any(value is not None for value in values)]
    rows = (
        SampleRow(told_at(samples[place].at), tuple(_cell(values[place]) for _, values in columns))
        for place in shown
    )
    return tuple(name for name, _ in columns), tuple(rows)


def _phase_columns(series: Series) -> list[tuple[str, Sequence[object]]]:
    """A column for each phase; the phase is not named where there is one alone."""
    columns: list[tuple[str, Sequence[object]]] = []
    for quantity, key in (("current", "current_a"), ("voltage", "voltage_v"), ("power", "power_by_phase_w")):
        sent = [place for place in range(3) if f"{key}.{place}" in series.of]
        for place in sent:
            is_named = len(sent) > 1
            name = say(f"column_{quantity}_of", phase=place + 1) if is_named else say(f"column_{quantity}")
            columns.append((name, series.of[f"{key}.{place}"]))
    return columns


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return DASH if value is None else f"{value:,.6g}" if isinstance(value, float) else str(value)
