"""What is on the page of a charger, as it is opened and as it goes on?"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from markupsafe import Markup

from chargeboard.run.desk import Seen
from chargeboard.view.outline import outline
from chargeboard.view.when import Local
from chargeboard.web.asked import asked, shown
from chargeboard.web.desk import Desk
from chargeboard.web.fragments import Fragment, State, fragment
from chargeboard.web.links import charger_url
from chargeboard.web.live import Shown, Subject
from chargeboard.web.templating import PANELS, panel

_CARRIED = ("at", "from", "to")
"""What links to other windows carry on."""
_HELD = ("at", "day", "last", "timeline_from", "timeline_to", "until")
"""What links to other dates of the figures carry on."""
_FOLLOWED = ("from", "last", "table", "timeline_from", "timeline_to", "to")
"""What an open page goes on to show; one of the past, with `at` or `day`, stands still."""


class ChargerPage(Shown, frozen=True):
    """The page of a charger, drawn."""

    panels: Mapping[str, Fragment]
    outline: bytes


def seen_of(desk: Desk, station: str, query: Mapping[str, str]) -> Seen:
    """The charger as the page's address asks for it."""
    wanted = asked(query)
    return desk.seen(station, shown(query), at=wanted.at, window=wanted.window)


def panels_of(seen: Seen, query: Mapping[str, str], before: ChargerPage | None = None) -> dict[str, Fragment]:
    """Each panel by its name; a timeline in which nothing happened is taken from the drawing before."""
    board, keep, contour = seen.board, _keep(query), outline(seen.board, seen.strip)
    has_table = query.get("table") == "1"
    is_same = before is not None and before.outline == contour
    return {
        name: fragment(
            panel(name, board, keep, seen.strip, has_table=has_table), contour if name == "events" else b""
        )
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


def charger_subject(desk: Desk, station: str, query: Mapping[str, str]) -> Subject:
    """A charger's page, to be watched."""
    followed = _followed(query)

    def draw(before: Shown | None) -> ChargerPage:
        seen = seen_of(desk, station, followed)
        board = seen.board
        panels = panels_of(seen, followed, before if isinstance(before, ChargerPage) else None)
        return ChargerPage(
            State(list(panels.values())),
            seen.revision,
            seen.valid_until,
            lambda moment: Local(board.charger.timezone, moment).to_the_second(moment),
            panels,
            outline(board, seen.strip),
        )

    return Subject((station, urlencode(followed)), draw, lambda: desk.revision(station))


def held(query: Mapping[str, str]) -> dict[str, str]:
    """What of the address stays when other dates of the figures are chosen."""
    return {name: query[name] for name in _HELD if query.get(name)}


def _followed(query: Mapping[str, str]) -> dict[str, str]:
    return {name: query[name] for name in _FOLLOWED if query.get(name)}


def _keep(query: Mapping[str, str]) -> str:
    return "".join(f"&{name}={quote(query[name])}" for name in _CARRIED if query.get(name))
