"""What is on the page of a charger, as it is opened and as it goes on?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote, urlencode

from markupsafe import Markup

from chargeboard.domain.figures.board import Board
from chargeboard.panels import registry
from chargeboard.panels.common_ground import common_ground, ground_of
from chargeboard.panels.figure_dates import is_over
from chargeboard.panels.panel import PageContent, Panel
from chargeboard.panels.sessions import view as sessions
from chargeboard.run.desk import ChargerView
from chargeboard.web.desk import Desk
from chargeboard.web.live.fragments import Fragment, State, fragment
from chargeboard.web.live.viewers import Shown, Subject
from chargeboard.web.saving import is_saved
from chargeboard.web.templating import panel_html
from chargeboard.web.urls.asked import asked, in_todays_words, shown
from chargeboard.web.urls.links import Ways, charger_url, panel_url, ways
from chargeboard.words.wall_clock import Local

_CARRIED = ("at", "from", "through")
"""What links to other windows carry on."""
_HELD = ("at", "day", "last", "timeline_from", "timeline_to", "until")
"""What links to other dates of the figures carry on."""
_FOLLOWED = ("from", "last", "table", "through", "timeline_from", "timeline_to")
"""What an open page goes on to show; one of the past, with `at` or `day`, stands still."""


class Drawn(NamedTuple):
    """A panel, and what it was drawn from: what is the same need not be drawn again."""

    ground: object
    shown: object
    outline: bytes
    fragment: Fragment


class Panels(NamedTuple):
    """The panels of a page by name, and where their links lead."""

    by_name: dict[str, Drawn]
    to: Ways

    @property
    def fragments(self) -> list[Fragment]:
        """What is sent."""
        return [drawn.fragment for drawn in self.by_name.values()]


class ChargerPage(Shown, frozen=True, kw_only=True):
    """The page of a charger, drawn."""

    panels: Panels


def seen_of(desk: Desk, station: str, query: Mapping[str, str]) -> ChargerView:
    """The charger as the page's address asks for it."""
    wanted = asked(query)
    return desk.seen(station, shown(query), at=wanted.at, window=wanted.window, newest=sessions.LATEST)


def panels_of(
    seen: ChargerView, query: Mapping[str, str], before: Panels | None = None, only: str = ""
) -> Panels:
    """
    Each panel by its name, or one alone; one that shows the same as before is taken from the drawing before.

    So is a timeline in which nothing happened, though all of it is a little further to the left.
    """
    board, keep, has_table = (
        seen.board,
        tail_of(_some(query, _CARRIED)),
        query.get("table") == "1" or is_saved(),
    )
    content, to = PageContent(board, seen.strip, has_table), ways(board, keep)
    known = before.by_name if before is not None and before.to == to else {}
    common = common_ground(board)

    def drawn(panel: Panel) -> Drawn:
        last, ground = known.get(panel.name), ground_of(panel, board, common)
        if last is not None and ground is not None and last.ground == ground:
            return last
        outline = panel.outline(content) if panel.outline else b""
        if last is not None and outline and last.outline == outline:
            return last
        shown = panel.view(content)
        if last is not None and not outline and last.shown == shown:
            return last._replace(ground=ground)
        html = panel_html(panel, shown, to, keep, has_table=has_table)
        return Drawn(ground, shown, outline, fragment(html, outline))

    wanted = (panel for panel in registry.panels() if not only or panel.name == only)
    return Panels({panel.name: drawn(panel) for panel in wanted}, to)


def html_of(panels: Panels) -> list[Markup]:
    """The panels as a template takes them, in the order of the page."""
    return [Markup(fragment.html) for fragment in panels.fragments]  # noqa: S704 - made by templates, which escape


def live_url(board: Board, query: Mapping[str, str], only: str = "") -> str:
    """Where the news come from of the page, or of one panel; empty where it shows the past."""
    page = panel_url(board.charger.id, only) if only else charger_url(board.charger.id)
    if query.get("at") or query.get("day") or is_over(board):
        return ""
    kept = urlencode(_followed(query))
    return f"{page}/live{'?' if kept else ''}{kept}"


def charger_subject(desk: Desk, station: str, query: Mapping[str, str], only: str = "") -> Subject:
    """A charger's page, or one panel of it, to be watched."""
    followed = _followed(query)

    def draw(before: Shown | None) -> ChargerPage:
        seen = seen_of(desk, station, followed)
        board = seen.board
        panels = panels_of(seen, followed, before.panels if isinstance(before, ChargerPage) else None, only)
        return ChargerPage(
            State(panels.fragments),
            seen.revision,
            lambda moment: Local(board.charger.timezone, moment).to_the_second(moment),
            seen.true_until,
            panels=panels,
        )

    return Subject((station, only, urlencode(followed)), draw)


def held(query: Mapping[str, str]) -> dict[str, str]:
    """What of the address stays when other dates of the figures are chosen."""
    return _some(query, _HELD)


def _followed(query: Mapping[str, str]) -> dict[str, str]:
    return _some(query, _FOLLOWED)


def tail_of(kept: Mapping[str, str]) -> str:
    """What is carried on, as the end of a link's query."""
    return "".join(f"&{name}={quote(value)}" for name, value in kept.items())


def _some(query: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    told = in_todays_words(query)
    return {name: told[name] for name in names if told.get(name)}
