"""How is a panel's chart answered as a picture?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from litestar import Response
from litestar.exceptions import HTTPException

from chargeboard.domain.figures.board import Board
from chargeboard.panels.days import local_of
from chargeboard.panels.panel import Panel
from chargeboard.web.live.fragments import Fragment
from chargeboard.web.pictures.picture import Told, picture
from chargeboard.web.pictures.tones import LIGHTS
from chargeboard.web.pictures.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import patterns
from chargeboard.web.urls.mount import address

PICTURE = ".svg"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_TEXTS = re.compile(r'<p class="(?:window|figure[^"]*)">(.*?)</p>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


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
    texts = [" ".join(unescape(_TAG.sub("", one)).split()) for one in _TEXTS.findall(html)]
    told = Told(
        title=say("title", panel=panel.say("title"), name=name),
        span=say("span", window=" · ".join(filter(None, texts)), zone=local.zone_line()),
        source=say("source", at=local.in_full(board.at), address=address(request)),
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
