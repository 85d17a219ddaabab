"""How is the chart of a panel or a page answered as a picture?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from litestar import Response
from litestar.exceptions import HTTPException

from chargeboard.domain.figures.board import Board
from chargeboard.panels.days import local_of
from chargeboard.panels.panel import Panel
from chargeboard.web.live.fragments import Fragment
from chargeboard.web.pictures.picture import Told, picture
from chargeboard.web.pictures.pieces import text_of
from chargeboard.web.pictures.tones import LIGHTS
from chargeboard.web.pictures.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import patterns
from chargeboard.web.urls.mount import address
from chargeboard.words.wall_clock import Local

PICTURE = ".svg"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_TEXTS = re.compile(r'<p class="(?:window|figure[^"]*)">(.*?)</p>', re.DOTALL)
_FACTS = re.compile(r'<p class="facts">(.*?)</p>', re.DOTALL)
_FACT = re.compile(r"<span[^>]*>(.*?)</span>", re.DOTALL)


def has_chart(made: Sequence[Fragment]) -> bool:
    """Whether something is drawn in a panel that a picture can be made of."""
    return any('class="plot"' in one.html or '<svg class="row' in one.html for one in made)


def picture_of(
    request: PageRequest, panel: Panel, name: str, board: Board, made: Sequence[Fragment]
) -> Response[str]:
    """
    The chart as SVG, in the light that is asked for.

    Raises: HTTPException where there is nothing to draw.
    """
    html, local = "".join(one.html for one in made), local_of(board)
    texts = " · ".join(filter(None, map(text_of, _TEXTS.findall(html))))
    return answered(request, html, titled(panel.say("title"), name), f"{texts}, {local.zone_line()}", local)


def picture_of_page(
    request: PageRequest, page: Response[str], what: str, name: str, local: Local, zone: str = ""
) -> Response[str]:
    """
    The chart of a page as SVG, in the light that is asked for: what it shows, of whom, and the page's facts.

    `zone` is the page's own line about it, if not that of now.
    Raises: HTTPException where there is nothing to draw.
    """
    facts = [text_of(one) for one in _FACT.findall("".join(_FACTS.findall(page.content)[:1]))]
    told = zone or local.zone_line()
    line = " · ".join([*(one for one in facts if one and one not in (what, told, local.zone)), told])
    return answered(request, page.content, titled(what, name), line, local)


def titled(what: str, name: str) -> str:
    """The title of a picture: what is shown, of whom."""
    return say("title", panel=what, name=name)


def answered(request: PageRequest, html: str, title: str, span: str, local: Local) -> Response[str]:
    """
    What is drawn in the HTML as SVG.

    Raises: HTTPException where there is nothing to draw.
    """
    told = Told(
        title=title, span=span, source=say("source", at=local.in_full(local.now), address=address(request))
    )
    light = request.query_params.get("theme", "")
    drawn = picture(html, patterns(), told, light if light in LIGHTS else LIGHTS[0])
    if drawn is None:
        raise HTTPException(status_code=404, detail=say("nothing_drawn"))
    return Response(
        drawn,
        media_type="image/svg+xml; charset=utf-8",
        headers={"Content-Security-Policy": _POLICY, "Cache-Control": "private, no-cache"},
    )
