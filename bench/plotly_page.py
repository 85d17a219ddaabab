"""What would the same panels be if Plotly drew them, with its own defaults?"""

from __future__ import annotations

import gzip
from pathlib import Path

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from bench.town import BUSY, NOW
from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.domain.figures.board import Board
from chargeboard.time.instants import text_of

_COLOURS = {"available": "#3ba683", "charging": "#0041a2", "suspended": "#5b86d2", "preparing": "#c17e00"}


def plotly_page(database: Path, folder: Path) -> tuple[Path, int]:
    """A page with a state timeline and the four bar charts of the busy charger, and its compressed bytes."""
    with Place(from_environment(None).with_options(db=str(database))).desk() as desk:
        board = desk.board(BUSY.id, at=NOW)
    figures = [_timeline(board), *_bars(board)]
    parts = [figure.to_html(full_html=False, include_plotlyjs=False) for figure in figures]
    head = f"<!doctype html><meta charset=utf-8><script>{get_plotlyjs()}</script>"
    text = head + "\n".join(parts)
    path = folder / "plotly.html"
    path.write_text(text, encoding="utf-8")
    return path, len(gzip.compress(text.encode(), 6))


def _timeline(board: Board) -> go.Figure:
    figure = go.Figure()
    states = sorted({state for row in board.states.values() for _, _, state in row})
    for state in states:
        rows = [(name, a, b) for name, row in board.states.items() for a, b, found in row if found == state]
        figure.add_bar(
            name=state,
            orientation="h",
            y=[f"Socket {name}" for name, _, _ in rows],
            base=[text_of(a) for _, a, _ in rows],
            x=[(b - a) / 1000 for _, a, b in rows],
            marker_color=_COLOURS.get(state, "#6b6e71"),
            hovertext=[f"{state} {text_of(a)} – {text_of(b)}" for _, a, b in rows],
        )
    figure.update_layout(barmode="overlay", xaxis_type="date", height=260)
    return figure


def _bars(board: Board) -> list[go.Figure]:
    return [
        go.Figure(go.Bar(x=[str(d.date) for d in board.utilization], y=[d.pct for d in board.utilization])),
        go.Figure(go.Bar(x=[str(d.date) for d in board.success], y=[d.pct for d in board.success])),
        go.Figure(go.Bar(x=list(board.sessions_per_day), y=list(board.sessions_per_day.values()))),
        go.Figure(go.Bar(x=list(board.energy_per_day_wh), y=list(board.energy_per_day_wh.values()))),
    ]
