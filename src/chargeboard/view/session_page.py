"""
What happened in one session?

Power, energy, state of charge, current and voltage over one axis of time, above the states of the socket; and
what was inferred to know its start, its end and its energy.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple, cast

import msgspec

from chargeboard.domain.conclusions import Segment, Session
from chargeboard.domain.facts import Sampled
from chargeboard.domain.instants import Instant, seconds_of
from chargeboard.domain.span import Span
from chargeboard.view.axis import Tick, ticks
from chargeboard.view.curve import Columns, Curve, Line, axis, grid, path
from chargeboard.view.display import DASH, duration, energy, percent, power
from chargeboard.view.states import paint
from chargeboard.view.stop_words import stop_words
from chargeboard.view.when import Local

PAGE = 60
"""Samples of a page of the table."""


class Piece(msgspec.Struct, frozen=True):
    """A state of the strip; places in percent."""

    state: str
    paint: str
    x: str
    width: str
    label: str


class Fact(msgspec.Struct, frozen=True):
    """A line of the summary."""

    name: str
    value: str
    hint: str = ""


class SampleRow(msgspec.Struct, frozen=True):
    """One instant of the table."""

    at: str
    cells: tuple[str, ...]


class SessionPage(msgspec.Struct, frozen=True):
    """The whole page."""

    title: str
    window: str
    zone: str
    headline: str
    facts: tuple[Fact, ...]
    why: tuple[str, ...]
    curves: tuple[Curve, ...]
    strip: tuple[Piece, ...]
    ticks: tuple[Tick, ...]
    heads: tuple[str, ...]
    rows: tuple[SampleRow, ...]
    samples: int
    first_row: int
    previous: int | None
    following: int | None
    empty: str
    frames_from: Instant
    frames_to: Instant


def page(
    session: Session, samples: Sequence[Sampled], states: Sequence[Segment], local: Local, offset: int = 0
) -> SessionPage:
    """The session as it is known now."""
    end = local.now if session.end is None else session.end
    span = Span(session.start, max(end, session.start + 1))
    series = _Series(samples)
    columns = _columns(samples, series)
    first = min(max(0, offset), max(0, len(samples) - 1)) // PAGE * PAGE
    return SessionPage(
        title=f"Session on socket {session.socket}" if session.socket else "Session on an unknown socket",
        window=_window(session, local),
        zone=local.zone_line(),
        headline=_headline(session, local),
        facts=_facts(session, series, local),
        why=session.why,
        curves=tuple(_curves(session, series, span, local)),
        strip=_strip(states, span, local),
        ticks=tuple(ticks(span, local.zone)),
        heads=tuple(name for name, _ in columns),
        rows=tuple(
            SampleRow(
                local.to_the_second(samples[place].at), tuple(_cell(values[place]) for _, values in columns)
            )
            for place in range(first, min(first + PAGE, len(samples)))
        ),
        samples=len(samples),
        first_row=first,
        previous=first - PAGE if first else None,
        following=first + PAGE if first + PAGE < len(samples) else None,
        empty="" if samples else "The charger sent no meter values for this session, so there is no curve.",
        frames_from=session.start,
        frames_to=end,
    )


def _window(session: Session, local: Local) -> str:
    start = local.wall(session.start)
    if session.end is None:
        return f"{local.in_full(session.start).partition(',')[0]} – now"
    end = local.wall(session.end)
    until = f"{end:%H:%M}" if end.date() == start.date() else local.in_full(session.end).partition(",")[0]
    return f"{local.in_full(session.start).partition(',')[0]} – {until}"


def _headline(session: Session, local: Local) -> str:
    lasted = seconds_of((session.duration or 0) if session.end is not None else local.now - session.start)
    delivered = "energy unknown" if session.energy_wh is None else energy(session.energy_wh)
    return f"{delivered} in {duration(lasted)}"


def _facts(session: Session, series: _Series, local: Local) -> tuple[Fact, ...]:
    reason = stop_words(session.reason, is_open=session.is_open, is_inferred=session.end_inferred)
    said = f"as sent: {session.reason}" if session.reason else ""
    hours = (session.duration or 0) / 3_600_000_000
    mean = None if session.energy_wh is None or not hours else float(session.energy_wh) / hours
    charged = [one for one in series.of.get("soc", ()) if one is not None]
    counts = (
        "still open"
        if session.is_open
        else "counts as a session"
        if session.is_completed
        else "not counted as a session: too little energy or too short"
    )
    found = [
        Fact(
            "Started",
            local.to_the_second(session.start),
            "clock repaired" if "clock_repaired" in session.flags else "",
        ),
        Fact(
            "Ended",
            DASH if session.end is None else local.to_the_second(session.end),
            "inferred" if session.end_inferred else "",
        ),
        Fact("Ended because", reason, said),
        Fact(
            "Energy",
            DASH if session.energy_wh is None else energy(session.energy_wh),
            "a lower bound" if session.end_inferred else "",
        ),
        Fact("Mean power", power(mean)),
        Fact("Battery", f"{percent(charged[0])} to {percent(charged[-1])}" if charged else DASH),
        Fact(
            "Transaction",
            ", ".join(session.transaction_ids) or DASH,
            "ids that it was given" if len(session.transaction_ids) > 1 else "",
        ),
        Fact("Counted", counts),
    ]
    repeats = session.duplicate_starts + session.duplicate_stops
    if repeats:
        found.append(Fact("Repeated messages", f"{repeats}", "retries of its start or stop, counted once"))
    return tuple(found)


def _strip(states: Sequence[Segment], span: Span, local: Local) -> tuple[Piece, ...]:
    found = []
    for one in states:
        shown = Span(one.start, one.end).clip(span)
        if shown is None:
            continue
        left = 100 * (shown.start - span.start) / span.length
        times = f"{local.to_the_second(shown.start)} – {local.to_the_second(shown.end)}"
        found.append(
            Piece(
                one.state,
                paint(one.state),
                f"{left:.3f}%",
                f"{max(0.1, 100 * shown.length / span.length):.3f}%",
                f"{one.state} {times}, {duration(seconds_of(shown.length))}",
            )
        )
    return tuple(found)


class _Series:
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

    def line(self, name: str, kind: str, label: str, scale: float = 1.0) -> list[_Points]:
        """A line, where there is one."""
        values = self.of.get(name)
        if values is None:
            return []
        if None not in values:
            told, at = cast("list[float]", values), self.at
        else:
            pairs = [(value, when) for value, when in zip(values, self.at, strict=True) if value is not None]
            told, at = [value for value, _ in pairs], [when for _, when in pairs]
        return [_Points(kind, label, at, told if scale == 1.0 else [value * scale for value in told])]

    def phases(self, name: str, scale: float = 1.0) -> list[_Points]:
        """A line for each phase that was sent."""
        return [
            line
            for phase in ("L1", "L2", "L3")
            for line in self.line(f"{name} {phase}", phase.lower(), phase, scale)
        ]


class _Points(NamedTuple):
    """A line before it is drawn."""

    kind: str
    label: str
    at: list[Instant]
    values: list[float]


def _curves(session: Session, series: _Series, span: Span, local: Local) -> list[Curve]:
    known: dict[int, Columns] = {}

    def curve(name: str, unit: str, lines: Sequence[_Points], **axis_options: object) -> list[Curve]:
        return [_curve(name, unit, lines, span, local, known, **axis_options)] if lines else []  # type: ignore[arg-type]

    phases = series.phases("power", 0.001)
    powers = series.line("power", "main", "total" if phases else "power", 0.001) + phases
    currents = series.phases("current")
    read = session.readings
    registers = [_Points("main", "", [one.at for one in read], [float(one.energy_wh) / 1000 for one in read])]
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
    lines: Sequence[_Points],
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


def _columns(samples: Sequence[Sampled], series: _Series) -> list[tuple[str, Sequence[object]]]:
    """The columns of the table: the quantities that were sent at all."""
    units = {"current": "A", "voltage": "V", "power": "W"}
    told: list[tuple[str, Sequence[object]]] = [
        ("Register, Wh", [one.register_wh for one in samples]),
        ("Power, W", series.of.get("power", ())),
        ("Battery, %", series.of.get("soc", ())),
        *(
            (f"{name.capitalize()} {phase}, {unit}", series.of.get(f"{name} {phase}", ()))
            for name, unit in units.items()
            for phase in ("L1", "L2", "L3")
        ),
        ("Offered, W", series.of.get("offered_w", ())),
        ("Offered, A", series.of.get("offered_a", ())),
        ("Temperature, °C", series.of.get("temperature", ())),
        ("Export, Wh", [one.export_wh for one in samples]),
        ("Context", [one.context or None for one in samples]),
    ]
    return [(name, values) for name, values in told if values and values.count(None) < len(values)]


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return DASH if value is None else f"{value:,.6g}" if isinstance(value, float) else str(value)
