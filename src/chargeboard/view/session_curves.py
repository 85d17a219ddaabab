"""Which curves does a session have, and what are they made of?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, cast

from chargeboard.domain.conclusions import Session
from chargeboard.domain.facts import Sampled
from chargeboard.domain.instants import Instant
from chargeboard.domain.span import Span
from chargeboard.view.curve import Columns, Curve, Line, axis, grid, path
from chargeboard.view.when import Local


class Series:
    """Every quantity of the samples as a list, None where a sample did not tell it."""

    def __init__(self, samples: Sequence[Sampled]) -> None:
        self.at = [one.at for one in samples]
        self.of: dict[str, list[float | None]] = {
            "power": [one.power_w for one in samples],
            "soc": [one.soc_pct for one in samples],
            "offered_w": [one.offered_w for one in samples],
            "offered_a": [one.offered_a for one in samples],
            "temperature": [one.temperature_c for one in samples],
        }
        for name, phased in (
            ("current", [one.current_a for one in samples]),
            ("voltage", [one.voltage_v for one in samples]),
            ("power", [one.power_by_phase_w for one in samples]),
        ):
            if phased.count(None) < len(phased):
                self.of[f"{name} L1"] = [None if one is None else one.l1 for one in phased]
                self.of[f"{name} L2"] = [None if one is None else one.l2 for one in phased]
                self.of[f"{name} L3"] = [None if one is None else one.l3 for one in phased]
        self.of = {name: values for name, values in self.of.items() if values.count(None) < len(values)}

    def line(self, name: str, kind: str, label: str, scale: float = 1.0) -> list[Points]:
        """A line, where there is one."""
        values = self.of.get(name)
        if values is None:
            return []
        if None not in values:
            told, at = cast("list[float]", values), self.at
        else:
            pairs = [(value, when) for value, when in zip(values, self.at, strict=True) if value is not None]
            told, at = [value for value, _ in pairs], [when for _, when in pairs]
        return [Points(kind, label, at, told if scale == 1.0 else [value * scale for value in told])]

    def phases(self, name: str, scale: float = 1.0) -> list[Points]:
        """A line for each phase that was sent."""
        return [
            line
            for phase in ("L1", "L2", "L3")
            for line in self.line(f"{name} {phase}", phase.lower(), phase, scale)
        ]


class Points(NamedTuple):
    """A line before it is drawn."""

    kind: str
    label: str
    at: list[Instant]
    values: list[float]


def curves(session: Session, series: Series, span: Span, local: Local) -> list[Curve]:
    """Power, energy, state of charge, current and voltage, as far as they were sent."""
    known: dict[int, Columns] = {}

    def curve(name: str, unit: str, lines: Sequence[Points], **axis_options: object) -> list[Curve]:
        return [_curve(name, unit, lines, span, local, known, **axis_options)] if lines else []  # type: ignore[arg-type]

    phases = series.phases("power", 0.001)
    powers = series.line("power", "main", "total" if phases else "power", 0.001) + phases
    currents = series.phases("current")
    read = session.readings
    registers = [Points("main", "", [one.at for one in read], [float(one.energy_wh) / 1000 for one in read])]
    return [
        *curve(
            "Power", "kW", powers and powers + series.line("offered_w", "limit", "offered at most", 0.001)
        ),
        *curve("Energy", "kWh", registers if len(read) > 1 else ()),
        *curve("State of charge", "%", series.line("soc", "main", ""), least_top=100.0),
        *curve("Current", "A", currents and currents + series.line("offered_a", "limit", "offered at most")),
        *curve("Voltage", "V", series.phases("voltage"), is_zero_based=False),
    ]


def _curve(
    name: str,
    unit: str,
    lines: Sequence[Points],
    span: Span,
    local: Local,
    known: dict[int, Columns],
    *,
    least_top: float = 0.0,
    is_zero_based: bool = True,
) -> Curve:
    extremes = [extreme for line in lines for extreme in (min(line.values), max(line.values))]
    low, high = axis(extremes, is_zero_based=is_zero_based)
    high = max(high, least_top)
    at, values = lines[0].at, lines[0].values
    best = max(values)
    figure = (
        f"{values[0]:,.4g} to {values[-1]:,.4g} {unit}"
        if name in {"Energy", "State of charge"}
        else f"highest {best:,.4g} {unit} at {local.to_the_second(at[values.index(best)])},"
        f" lowest {min(values):,.4g} {unit}"
    )
    for line in lines:
        if id(line.at) not in known:
            known[id(line.at)] = Columns(line.at, span)
    return Curve(
        name,
        unit,
        figure,
        tuple(
            Line(
                line.kind,
                path(line.values, known[id(line.at)], low, high),
                line.label if len(lines) > 1 else "",
            )
            for line in lines
        ),
        grid(low, high),
        f"{name} over the session, {figure}. The samples are in the table below.",
    )
