"""What is on the page of a charger, as it is opened and as it goes on?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote, urlencode

from markupsafe import Markup

from chargeboard.domain.board import Board
from chargeboard.domain.instants import Instant
from chargeboard.domain.span import Span, day_span
from chargeboard.view.outline import outline
from chargeboard.view.when import Local
from chargeboard.web.asked import BadParameterError, asked, date_of, last
from chargeboard.web.desk import Desk
from chargeboard.web.fragments import Fragment, State, fragment
from chargeboard.web.links import charger_url
from chargeboard.web.live import Shown, Subject
from chargeboard.web.templating import PANELS, panel

_CARRIED = ("at", "from", "to")
"""What links to other windows carry on."""
_FOLLOWED = ("from", "last", "timeline_from", "timeline_to", "to")
"""What an open page goes on to show; one of the past, with `at` or `day`, stands still."""


class ChargerPage(Shown, frozen=True):
    """The page of a charger, drawn."""

    panels: Mapping[str, Fragment]
    outline: bytes


def board_of(desk: Desk, station: str, query: Mapping[str, str], now: Callable[[], Instant]) -> Board:
    """The board with the page's own ways to name a timeline: `last=7d`, and `day`, a date of the charger."""
    wanted = asked(query)
    until = now() if wanted.at is None else wanted.at
    timeline = wanted.timeline or last(query, until)
    board = desk.board(station, at=wanted.at, window=wanted.window, timeline=timeline)
    day = date_of(query, "day")
    if day is None or wanted.timeline:
        return board
    span = day_span(day, board.charger.timezone)
    if span.start >= until:
        raise BadParameterError("day", f"day={day} has not begun yet for this charger.")
    clipped = Span(span.start, min(span.end, until))
    return desk.board(station, at=wanted.at, window=wanted.window, timeline=clipped)


def panels_of(
    board: Board, query: Mapping[str, str], before: ChargerPage | None = None
) -> dict[str, Fragment]:
    """Each panel by its name; a timeline in which nothing happened is taken from the drawing before."""
    keep, contour = _keep(query), outline(board)
    is_same = before is not None and before.outline == contour
    return {
        name: fragment(panel(name, board, keep), contour if name == "events" else b"")
        if before is None or name != "events" or not is_same
        else before.panels[name]
        for name in PANELS
    }


def html_of(panels: Mapping[str, Fragment]) -> dict[str, Markup]:
    """The panels as a template takes them."""
    return {name: Markup(one.html) for name, one in panels.items()}  # noqa: S704 - made by templates, which escape


def live_url(station: str, query: Mapping[str, str]) -> str:
    """Where the page's news come from; empty where it shows the past."""
    if query.get("at") or query.get("day"):
        return ""
    kept = urlencode(_followed(query))
    return f"{charger_url(station)}/live{'?' if kept else ''}{kept}"


def charger_subject(
    desk: Desk, station: str, query: Mapping[str, str], now: Callable[[], Instant]
) -> Subject:
    """A charger's page, to be watched."""
    followed = _followed(query)

    def draw(before: Shown | None) -> ChargerPage:
        wanted = asked(followed)
        seen = desk.seen(station, window=wanted.window, timeline=wanted.timeline or last(followed, now()))
        board = seen.board
        panels = panels_of(board, followed, before if isinstance(before, ChargerPage) else None)
        return ChargerPage(
            State(list(panels.values())),
            seen.revision,
            seen.valid_until,
            lambda moment: Local(board.charger.timezone, moment).to_the_second(moment),
            panels,
            outline(board),
        )

    return Subject((station, urlencode(followed)), draw, lambda: desk.revision(station))


def _followed(query: Mapping[str, str]) -> dict[str, str]:
    return {name: query[name] for name in _FOLLOWED if query.get(name)}


def _keep(query: Mapping[str, str]) -> str:
    return "".join(f"&{name}={quote(query[name])}" for name in _CARRIED if query.get(name))
