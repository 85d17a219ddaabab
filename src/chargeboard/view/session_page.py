"""
What happened in one session?

Power, energy, state of charge, current and voltage over one axis of time, above the states of the socket; and
what was inferred to know its start, its end and its energy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from chargeboard.domain.conclusions import Segment, Session
from chargeboard.domain.facts import Phases, Sampled
from chargeboard.domain.instants import Instant, seconds_of
from chargeboard.domain.span import Span
from chargeboard.view.axis import Tick, ticks
from chargeboard.view.curve import Curve, Line, Points, axis, grid, path
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
    columns = _columns(samples)
    first = min(max(0, offset), max(0, len(samples) - 1)) // PAGE * PAGE
    return SessionPage(
        title=f"Session on socket {session.socket}" if session.socket else "Session on an unknown socket",
        window=_window(session, local),
        zone=local.zone_line(),
        headline=_headline(session, local),
        facts=_facts(session, samples, local),
        why=session.why,
        curves=tuple(_curves(session, samples, span, local)),
        strip=_strip(states, span, local),
        ticks=tuple(ticks(span, local.zone)),
        heads=tuple(name for name, _ in columns),
        rows=tuple(
            SampleRow(local.to_the_second(one.at), tuple(_cell(cell(one)) for _, cell in columns))
            for one in samples[first : first + PAGE]
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


def _facts(session: Session, samples: Sequence[Sampled], local: Local) -> tuple[Fact, ...]:
    reason = stop_words(session.reason, is_open=session.is_open, is_inferred=session.end_inferred)
    said = f"as sent: {session.reason}" if session.reason else ""
    hours = (session.duration or 0) / 3_600_000_000
    mean = None if session.energy_wh is None or not hours else float(session.energy_wh) / hours
    charged = [one.soc_pct for one in samples if one.soc_pct is not None]
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


def _curves(session: Session, samples: Sequence[Sampled], span: Span, local: Local) -> list[Curve]:
    found = []
    limits = _points(samples, lambda one: _kilo(one.offered_w))
    powers = _points(samples, lambda one: _kilo(one.power_w))
    phases = _phases(samples, lambda one: one.power_by_phase_w, 0.001)
    if powers or phases:
        found.append(
            _curve(
                "Power",
                "kW",
                [("main", "total" if phases else "", powers), *phases, ("limit", "offered at most", limits)],
                span,
                local,
            )
        )
    read = [(reading.at, float(reading.energy_wh) / 1000) for reading in session.readings]
    if len(read) > 1:
        found.append(_curve("Energy", "kWh", [("main", "", read)], span, local))
    charged = _points(samples, lambda one: one.soc_pct)
    if charged:
        found.append(_curve("State of charge", "%", [("main", "", charged)], span, local, top=100.0))
    offered = _points(samples, lambda one: one.offered_a)
    currents = _phases(samples, lambda one: one.current_a, 1.0)
    if currents:
        found.append(_curve("Current", "A", [*currents, ("limit", "offered at most", offered)], span, local))
    voltages = _phases(samples, lambda one: one.voltage_v, 1.0)
    if voltages:
        found.append(_curve("Voltage", "V", voltages, span, local, is_zero_based=False))
    return found


_Series = tuple[str, str, Points]


def _curve(
    name: str,
    unit: str,
    series: Sequence[_Series],
    span: Span,
    local: Local,
    *,
    top: float | None = None,
    is_zero_based: bool = True,
) -> Curve:
    drawn = [one for one in series if one[2]]
    values = [value for _, _, points in drawn for _, value in points]
    low, high = axis(values, is_zero_based=is_zero_based)
    high = high if top is None else max(top, high)
    main = drawn[0][2]
    best_at, best = max(main, key=lambda point: point[1])
    worst = min(value for _, value in main)
    figure = (
        f"{main[0][1]:,.4g} to {main[-1][1]:,.4g} {unit}"
        if name in {"Energy", "State of charge"}
        else f"highest {best:,.4g} {unit} at {local.to_the_second(best_at)}, lowest {worst:,.4g} {unit}"
    )
    return Curve(
        name,
        unit,
        figure,
        tuple(
            Line(kind, path(points, span, low, high), label if len(drawn) > 1 else "")
            for kind, label, points in drawn
        ),
        grid(low, high),
        f"{name} over the session, {figure}. The samples are in the table below.",
    )


def _points(samples: Sequence[Sampled], value: Callable[[Sampled], float | None]) -> Points:
    return [(one.at, found) for one in samples if (found := value(one)) is not None]


def _phases(
    samples: Sequence[Sampled], phases: Callable[[Sampled], Phases | None], scale: float
) -> list[_Series]:
    """A line for each phase that was sent; a lone one is the quantity itself."""
    found: list[tuple[str, list[tuple[Instant, float]]]] = [("L1", []), ("L2", []), ("L3", [])]
    for one in samples:
        said = phases(one)
        if said is None:
            continue
        for (_, points), value in zip(found, (said.l1, said.l2, said.l3), strict=True):
            if value is not None:
                points.append((one.at, value * scale))
    return [(name.lower(), name, points) for name, points in found if points]


def _kilo(value: float | None) -> float | None:
    return None if value is None else value / 1000


def _cell(value: object) -> str:
    return DASH if value is None else f"{value:,.6g}" if isinstance(value, float) else str(value)


def _columns(samples: Sequence[Sampled]) -> list[tuple[str, Callable[[Sampled], object]]]:
    """The quantities that were sent at all."""

    def phase(of: Callable[[Sampled], Phases | None], name: str) -> Callable[[Sampled], object]:
        return lambda one: getattr(of(one), name, None)

    known: list[tuple[str, Callable[[Sampled], object]]] = [
        ("Register, Wh", lambda one: None if one.register_wh is None else f"{one.register_wh:,f}"),
        ("Power, W", lambda one: one.power_w),
        ("Battery, %", lambda one: one.soc_pct),
    ]
    for title, of in (
        ("Current", lambda one: one.current_a),
        ("Voltage", lambda one: one.voltage_v),
        ("Power", lambda one: one.power_by_phase_w),
    ):
        unit = {"Current": "A", "Voltage": "V", "Power": "W"}[title]
        known += [(f"{title} {name.upper()}, {unit}", phase(of, name)) for name in ("l1", "l2", "l3")]
    known += [
        ("Offered, W", lambda one: one.offered_w),
        ("Offered, A", lambda one: one.offered_a),
        ("Temperature, °C", lambda one: one.temperature_c),
        ("Export, Wh", lambda one: None if one.export_wh is None else f"{one.export_wh:,f}"),
        ("Context", lambda one: one.context or None),
    ]
    return [(name, cell) for name, cell in known if any(cell(one) is not None for one in samples)]
