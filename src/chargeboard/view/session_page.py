"""
What happened in one session?

Power, energy, state of charge, current and voltage over one axis of time, above the states of the socket; and
what was inferred to know its start, its end and its energy.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from chargeboard.domain.conclusions import Segment, Session
from chargeboard.domain.facts import Sampled
from chargeboard.domain.instants import Instant, seconds_of
from chargeboard.domain.span import Span
from chargeboard.view.axis import Tick, ticks
from chargeboard.view.curve import Curve
from chargeboard.view.display import DASH, duration, energy, percent, power
from chargeboard.view.session_curves import Series, curves
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
    series = Series(samples)
    columns = _columns(samples, series)
    first = min(max(0, offset), max(0, len(samples) - 1)) // PAGE * PAGE
    return SessionPage(
        title=f"Session on socket {session.socket}" if session.socket else "Session on an unknown socket",
        window=_window(session, local),
        zone=local.zone_line(),
        headline=_headline(session, local),
        facts=_facts(session, series, local),
        why=session.why,
        curves=tuple(curves(session, series, span, local)),
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


def _facts(session: Session, series: Series, local: Local) -> tuple[Fact, ...]:
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


def _columns(samples: Sequence[Sampled], series: Series) -> list[tuple[str, Sequence[object]]]:
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
