"""How does the page of a charger read in a terminal? All eight panels, in compact form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec
from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from chargeboard.cli.terminal import plain_table
from chargeboard.domain.board import Board, Headline, OngoingSession
from chargeboard.domain.terminal import command
from chargeboard.metrics.timeline.thinning import severity
from chargeboard.panels.errors.view import has_past, open_words, turn, window
from chargeboard.panels.header.view import changes_of, lies
from chargeboard.panels.sessions.fed_back import fed_back
from chargeboard.view.when import Local, days_observed, instant
from chargeboard.words.dates import dates_through, day_month
from chargeboard.words.formats import (
    DASH,
    Figure,
    clock_off,
    count,
    duration,
    energy,
    kilo,
    per_day,
    percent,
    power,
    several,
)

_MOST_CELLS = 96
"""Cells of a timeline: a quarter of an hour each where it is a day."""
_BESIDE_CELLS = 40
"""What the socket's name and its present state need."""

_PAINT: Mapping[str, tuple[str, str]] = {
    "available": ("·", "green"),
    "charging": ("█", "blue"),
    "suspended": ("▒", "blue"),
    "preparing": ("▄", "yellow"),
    "finishing": ("▀", "yellow"),
    "reserved": ("r", "magenta"),
    "unavailable": ("u", "bright_black"),
    "faulted": ("!", "bold red"),
    "offline": ("x", "red"),
    "unknown": (" ", "default"),
}
_STEPS = "▁▂▃▄▅▆▇█"


def text_board(board: Board, columns: int) -> Iterator[RenderableType]:
    """The panels, in the order of the page, for a terminal of that many columns."""
    local = Local.of(board)
    cells = max(12, min(_MOST_CELLS, columns - _BESIDE_CELLS))
    yield _header(board, local)
    if where := lies(board):
        yield Text(f"{where.text} --at {where.at} shows it as it was at the last message.")
    if not has_past(board):
        yield _panel(f"Socket events  {_span(board, local)}", _socket_events(board, local, cells))
        yield _panel("Ongoing sessions  live", _ongoing(board, local))
    yield _panel("Utilization rate", _utilization(board))
    yield _panel("Success rate", _success(board))
    yield _panel(_errors_title(board), _errors(board, local))
    yield _panel("Sessions per day", _per_day(board.sessions_per_day, count))
    yield _panel("Energy per day, kWh", _per_day(board.energy_per_day_wh, kilo))
    if board.export_per_day_wh:
        yield _panel("Fed back by vehicles per day, kWh", _per_day(board.export_per_day_wh, kilo))
    yield _panel("Sessions overview", _overview(board))
    if doubts := _doubts(board):
        yield _panel("Data quality", Text(doubts))
    for insight in board.insights:
        yield Text(f"{insight.severity}: {insight.text} {insight.action}".rstrip())


def _panel(title: str, content: RenderableType) -> RenderableType:
    return Group(Text(), Rule(title, align="left", style="bright_black"), content)


def _header(board: Board, local: Local) -> RenderableType:
    charger = board.charger
    name = f"{charger.name} ({charger.id})" if charger.name and charger.name != charger.id else charger.id
    if charger.is_history and charger.last_contact:
        link = f"only history, last heard {local.moment(charger.last_contact)}"
    elif charger.is_online is None:
        link = "never connected" if charger.last_contact is None else "not known whether online"
    elif charger.is_online:
        link = "online"
    else:
        link = f"offline since {local.moment(charger.offline_since)}" if charger.offline_since else "offline"
    device = " ".join(filter(None, (charger.vendor, charger.model, charger.firmware)))
    hint = command("chargeboard charger set", charger.id, "timezone=Europe/Berlin")
    zone = f"{local.zone_line()}{f', as no zone is set: {hint}' if charger.timezone_is_default else ''}"
    at = f"as of {local.in_seconds(board.at)} {zone}"
    return Group(
        Text(" · ".join(filter(None, (name, charger.site, device, link))), style="bold"),
        Text(at, style="dim"),
        *(Text(one, style="dim") for one in changes_of(board, local)),
    )


def _span(board: Board, local: Local) -> str:
    return f"{local.moment(board.timeline.from_)} – {local.moment(board.timeline.to)}"


def _socket_events(board: Board, local: Local, width: int) -> RenderableType:
    if not board.states:
        return Text("No socket has been seen yet.")
    start, end = instant(board.timeline.from_), instant(board.timeline.to)
    table = Table.grid(padding=(0, 1))
    now = {str(socket.socket): socket for socket in board.now}
    shown: set[str] = set()
    for socket, pieces in board.states.items():
        cells = _cells([(instant(a), instant(b), state) for a, b, state in pieces], start, end, width)
        shown |= {state for state in cells if state}
        line = Text.assemble(*(_PAINT.get(state, (" ", "")) for state in cells))
        present = now.get(socket)
        since = f" since {local.moment(present.since)}" if present and present.since else ""
        table.add_row(f"socket {socket}", line, f"{present.state}{since}" if present else "")
    legend = Text("  ").join(
        Text.assemble(_PAINT[state], f" {state}") for state in _PAINT if state in shown and state != "unknown"
    )
    seen = board.timeline
    gaps = [
        f"{local.moment(a)} – {local.moment(b)}"
        for a, b in board.offline_gaps
        if a < seen.to and b > seen.from_
    ]
    return Group(table, legend, *([Text(f"offline: {', '.join(gaps)}", style="red")] if gaps else []))


def _cells(pieces: Sequence[tuple[int, int, str]], start: int, end: int, width: int) -> list[str]:
    """For each cell the worst state in it, so that a short fault is seen."""
    cells = [""] * width
    length = max(1, end - start)
    for begin, until, state in pieces:
        first = max(0, (begin - start) * width // length)
        last = min(width - 1, (until - 1 - start) * width // length)
        for cell in range(first, last + 1):
            if not cells[cell] or severity(state) > severity(cells[cell]):
                cells[cell] = state
    return cells


def _ongoing(board: Board, local: Local) -> RenderableType:
    ongoing = board.ongoing
    if not ongoing.sessions:
        return Text("No session is going on.")
    table = plain_table("socket", "since", "duration", "energy", "power", "state", "")
    for one in ongoing.sessions:
        table.add_row(
            DASH if one.socket is None else str(one.socket),
            local.moment(one.start),
            duration(one.duration_s),
            "; ".join([energy(one.energy_wh), *fed_back(one.export_wh)]),
            _power_of(one),
            one.state,
            f"charger offline, last contact {local.moment(one.last_contact) if one.last_contact else DASH}"
            if one.stale
            else "",
        )
    head = f"{several(ongoing.active_sessions, 'active session')}, {energy(ongoing.energy_wh)} so far"
    return Group(Text(head), table)


def _power_of(session: OngoingSession) -> str:
    if session.power_w is not None:
        return power(session.power_w)
    return DASH if session.power_estimated_w is None else f"about {power(session.power_estimated_w)}"


def _headline(head: Headline, numerator: str, denominator: str) -> Text:
    days = f"over {days_observed(head.days, head.observed_days)}"
    return Text.assemble((percent(head.pct), "bold"), f"  {numerator} of {denominator} {days}")


def _utilization(board: Board) -> RenderableType:
    head = board.utilization_headline
    table = plain_table("day", "", "in use", "of")
    for day in board.utilization:
        note = " so far" if day.partial else " incomplete" if day.incomplete else ""
        table.add_row(
            f"{day_month(day.date)}{note}",
            Text.assemble((f"{percent(day.known_pct):>6} ", ""), (_bar(day.known_pct), "blue")),
            duration(day.in_use_s),
            duration(day.available_s),
        )
    return Group(_headline(head, duration(head.numerator), duration(head.denominator)), table)


def _success(board: Board) -> RenderableType:
    head = board.success_headline
    table = plain_table("day", "", "successes", "attempts", "failures")
    for day in board.success:
        table.add_row(
            f"{day_month(day.date)}{' so far' if day.partial else ''}",
            Text.assemble((f"{percent(day.pct):>6} ", ""), (_bar(day.pct), "green")),
            count(day.successes),
            count(day.attempts),
            ", ".join(f"{times} {name.replace('_', ' ')}" for name, times in day.failures.items() if times),
        )
    return Group(_headline(head, count(head.numerator), several(int(head.denominator), "attempt")), table)


def _errors_title(board: Board) -> str:
    return f"{'Errors' if has_past(board) or board.charger.is_history else 'Latest errors'}  {window(board)}"


def _errors(board: Board, local: Local) -> RenderableType:
    if not board.errors:
        is_known = bool(board.errors_coverage_pct)
        return Text("No error was reported." if is_known else "Nothing is known of these days.")
    is_past = has_past(board) or board.charger.is_history
    table = plain_table("last seen", "socket", "code", "times", "", "what it means")
    for row in board.errors:
        code = row.code if row.vendor_code is None else f"{row.code} / {row.vendor_code}"
        table.add_row(
            local.moment(row.last_seen),
            "charger" if row.socket == 0 else str(row.socket),
            Text(code, style="bold red" if row.active else ""),
            count(row.episodes),
            open_words(is_past=is_past) if row.active else "cleared",
            f"{row.meaning or row.info} {turn(row)}".strip(),
        )
    return table


def _per_day(
    days: Mapping[str, int | None] | Mapping[str, float | None], write: Callable[[Figure], str]
) -> RenderableType:
    known = [value for value in days.values() if value is not None]
    if not known:
        return Text("Nothing is known of these days.")
    top = max(known)
    bars = "".join(
        " " if value is None else _STEPS[min(7, int(8 * value / top)) if top and value > 0 else 0]
        for value in days.values()
    )
    first, last = next(iter(days)), list(days)[-1]
    return Group(
        Text(f"{first} {bars} {last}"),
        Text(
            f"{write(sum(known))} in all · at most {write(top)} · {write(days[last])} on {last}",
            style="dim",
        ),
    )


def _overview(board: Board) -> RenderableType:
    seen = board.overview
    days = days_observed(seen.days, seen.observed_days)
    title = f"{dates_through(seen.from_, seen.through)}, {days}" if seen.from_ and seen.through else days
    is_unknown = seen.observed_days == 0 and not seen.total_sessions
    table = Table.grid(padding=(0, 2))
    for name, text in (
        ("Total sessions", DASH if is_unknown else count(seen.total_sessions)),
        ("Sessions per day", per_day(seen.sessions_per_day)),
        ("Average duration", duration(seen.avg_duration_s)),
        ("Average consumption", energy(seen.avg_consumption_wh)),
        ("Total consumption", DASH if is_unknown else energy(seen.total_consumption_wh)),
    ):
        table.add_row(name, Text(text, style="bold"))
    return Group(Text(title, style="dim"), table)


def _doubts(board: Board) -> str:
    counted = msgspec.structs.asdict(board.data_quality)
    clock = counted.pop("clock_offset")
    words = [f"{name.replace('_', ' ')} {number}" for name, number in counted.items() if number]
    if clock is not None:
        words.append(f"clock {clock_off(clock.offset_s)} since {clock.since}")
    return ", ".join(words)


def _bar(pct: float | None) -> str:
    return "" if pct is None else "█" * round(min(100.0, pct) / 10)
