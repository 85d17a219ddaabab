"""What is on the page of a site, as it is opened and as it goes on?"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from chargeboard.domain.figures.strip import Strip
from chargeboard.panels import registry
from chargeboard.panels.days import local_of
from chargeboard.panels.panel import PageContent
from chargeboard.run.answering.site import SiteView
from chargeboard.time.spans import Span
from chargeboard.web.desk import Desk
from chargeboard.web.live.fragments import Fragment, State, fragment
from chargeboard.web.live.viewers import Shown, Subject
from chargeboard.web.pages.list_row import rows_of
from chargeboard.web.pages.listing import FLEET
from chargeboard.web.site.site_ways import readable, site_ways
from chargeboard.web.site.view import head, losses
from chargeboard.web.templating import panel_html, part
from chargeboard.web.urls.filters import cut
from chargeboard.web.urls.links import site_url

USUAL_CHARGERS = 25
_PARTS = "web/site/site_parts.html"
_FOLLOWED = ("offset", "limit", "table")


class Drawn(msgspec.Struct, frozen=True):
    """A site, drawn: its parts as fragments."""

    head: Fragment
    panels: list[Fragment]
    losses: Fragment
    rows: list[Fragment]

    @property
    def fragments(self) -> list[Fragment]:
        """Every part that goes on."""
        return [self.head, *self.panels, self.losses, *self.rows]


def drawn(view: SiteView, query: Mapping[str, str]) -> Drawn:
    """The page that an address asks for. Raises: BadParameterError."""
    shown = cut(query, usual=USUAL_CHARGERS)
    above = head(view)  # of all that runs: the panel names some of it
    return Drawn(
        fragment(part(_PARTS, "head", above)),
        panels_drawn(view, query),
        fragment(part(_PARTS, "losses", losses(view))),
        rows_of(view.rows[shown.offset : shown.offset + shown.limit], view.told.board.at),
    )


def panels_drawn(view: SiteView, query: Mapping[str, str], only: str = "") -> list[Fragment]:
    """The panels of a site, or one alone."""
    told, has_table = view.told, query.get("table") == "1"
    board, to = readable(told), site_ways(told)
    content = PageContent(board, Strip(span=Span(board.at, board.at), rows={}, held={}, link=[]), has_table)
    return [
        fragment(panel_html(panel, panel.view(content), to, has_table=has_table))
        for panel in registry.panels()
        if panel.is_of_sites and only in {"", panel.name}
    ]


def site_subject(desk: Desk, site: str, query: Mapping[str, str], only: str = "") -> Subject:
    """The page of a site, or one panel of it, to be watched."""
    followed = {name: query[name] for name in _FOLLOWED if query.get(name)}

    def draw(_: Shown | None) -> Shown:
        revision, view = desk.revisions(), desk.site(site)
        local = local_of(view.told.board)
        made = panels_drawn(view, followed, only) if only else drawn(view, followed).fragments
        return Shown(State(made), revision, local.to_the_second)

    return Subject((FLEET, "site", site, only, urlencode(followed)), draw)


def live_url(site: str, query: Mapping[str, str], only: str = "") -> str:
    """Where the news come from of its page, or of one panel."""
    below = f"panels/{only}/live" if only else "live"
    return site_url(site, below, **{name: query[name] for name in _FOLLOWED if query.get(name)})
