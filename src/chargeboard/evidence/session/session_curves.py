"""Which curves does a session have, and what are they made of?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from chargeboard.domain.conclusions import Reading, Session
from chargeboard.domain.facts import Phases, Sampled
from chargeboard.drawing.curve import Columns, Curve, Line, axis, grid, path
from chargeboard.evidence.session.words import say
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span

_PHASES = ("L1", "L2", "L3")


class Series:
    """
    Every quantity of the samples as a list, None where a sample did not tell it.

    `of` is by the name that the value has in the session's JSON; a phase is a number behind it.
    """

    def __init__(self, samples: Sequence[Sampled]) -> None:
        self.at = [sample.at for sample in samples]
        told: dict[str, list[float | None]] = {
            "power_w": [sample.power_w for sample in samples],
            "soc_pct": [sample.soc_pct for sample in samples],
            "offered_w": [sample.offered_w for sample in samples],
            "offered_a": [sample.offered_a for sample in samples],
            "temperature_c": [sample.temperature_c for sample in samples],
            **_by_phase("current_a", [sample.current_a for sample in samples]),
            **_by_phase("voltage_v", [sample.voltage_v for sample in samples]),
            **_by_phase("power_by_phase_w", [sample.power_by_phase_w for sample in samples]),
        }
        self.of = {name: values for name, values in told.items() if values.count(None) < len(values)}

    def line(self, name: str, kind: str, label: str, scale: float = 1.0) -> list[Points]:
        """A line, where there is one."""
        values = self.of.get(name)
        if values is None:
            return []
        pairs = [(value, when) for value, when in zip(values, self.at, strict=True) if value is not None]
        told, at = [value for value, _ in pairs], [when for _, when in pairs]
        return [Points(kind, label, name, scale, at, told if scale == 1 else [one * scale for one in told])]

    def phases(self, name: str, scale: float = 1.0) -> list[Points]:
        """A line for each phase that was sent."""
        return [
            line
            for place, phase in enumerate(_PHASES)
            for line in self.line(f"{name}.{place}", phase.lower(), phase, scale)
        ]


class Points(NamedTuple):
    """A line before it is drawn."""

    kind: str
    label: str
    source: str
    scale: float
    at: list[Instant]
    values: list[float]


def curves(
    session: Session, series: Series, span: Span, away: Sequence[Span], told_at: Callable[[Instant], str]
) -> list[Curve]:
    """Power, energy, state of charge, current and voltage, as far as they were sent."""
    known: dict[int, Columns] = {}

    def curve(
        name: str,
        unit: str,
        lines: Sequence[Points],
        *,
        limits: Sequence[Points] = (),
        top: float | None = None,
        is_zero_based: bool = True,
        is_rising: bool = False,
    ) -> list[Curve]:
        if not lines:
            return []
        drawn = [*lines, *limits]
        for points in drawn:
            if id(points.at) not in known:
                known[id(points.at)] = Columns(points.at, span, away)
        low, high = axis(
            [extreme for one in drawn for extreme in (min(one.values), max(one.values))],
            is_zero_based=is_zero_based,
            top=top,
        )
        figure = _risen(lines[0], unit) if is_rising else _between(lines, unit, told_at)
        if low > 0:
            figure = say("axis_begins", figure=figure, low=f"{low:,g}", unit=unit)
        return [
            Curve(
                name,
                unit,
                figure,
                tuple(
                    Line(
                        one.kind,
                        path(one.values, known[id(one.at)], low, high),
                        one.label if len(drawn) > 1 else "",
                        one.source,
                        one.scale,
                    )
                    for one in drawn
                ),
                grid(low, high),
                say("curve_summary", name=name, figure=figure),
            )
        ]

    phases = series.phases("power_by_phase_w", 0.001)
    registers = [
        *_read("main", say("line_delivered"), "readings", session.readings),
        *_read("l2", say("line_fed_back"), "export_readings", session.export_readings),
    ]
    return [
        *curve(
            say("curve_power"),
            "kW",
            series.line("power_w", "main", say("line_total" if phases else "line_measured"), 0.001) + phases,
            limits=series.line("offered_w", "limit", say("line_offered"), 0.001),
        ),
        *curve(say("curve_energy"), "kWh", registers, is_rising=True),
        *curve(say("curve_soc"), "%", series.line("soc_pct", "main", ""), top=100.0, is_rising=True),
        *curve(
            say("curve_current"),
            "A",
            series.phases("current_a"),
            limits=series.line("offered_a", "limit", say("line_offered")),
        ),
        *curve(say("curve_voltage"), "V", series.phases("voltage_v"), is_zero_based=False),
    ]


def _read(kind: str, label: str, source: str, read: Sequence[Reading]) -> list[Points]:
    """The course of what was counted, where there is one."""
    if len(read) < 2:
        return []
    values = [float(reading.energy_wh) / 1000 for reading in read]
    return [Points(kind, label, source, 0.001, [reading.at for reading in read], values)]


def _risen(line: Points, unit: str) -> str:
    return say("risen", first=f"{line.values[0]:,.4g}", last=f"{line.values[-1]:,.4g}", unit=unit)


def _between(lines: Sequence[Points], unit: str, told_at: Callable[[Instant], str]) -> str:
    """The extremes of the first line, or of all phases where there is no total."""
    asked = lines[:1] if lines[0].kind == "main" else lines
    best = max(asked, key=lambda points: max(points.values))
    highest, lowest = max(best.values), min(min(points.values) for points in asked)
    if highest == lowest:
        return say("throughout", value=f"{highest:,.4g}", unit=unit)
    told = {
        "highest": f"{highest:,.4g}",
        "lowest": f"{lowest:,.4g}",
        "unit": unit,
        "at": told_at(best.at[best.values.index(highest)]),
    }
    return say("between_on", phase=best.label, **told) if len(asked) > 1 else say("between", **told)


def _by_phase(name: str, phased: Sequence[Phases | None]) -> dict[str, list[float | None]]:
    if phased.count(None) == len(phased):
        return {}
    return {
        f"{name}.0": [None if phases is None else phases.l1 for phases in phased],
        f"{name}.1": [None if phases is None else phases.l2 for phases in phased],
        f"{name}.2": [None if phases is None else phases.l3 for phases in phased],
    }
