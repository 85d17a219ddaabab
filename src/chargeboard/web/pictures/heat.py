"""How are the hours of a week laid out as a picture?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from chargeboard.web.pictures.pieces import EDGE, HEAD, WIDTH, Piece, text_of, written

_GAP, _HOURS, _ROW = 18, 50, 16
_NAMED = r'<h2 id="h-{}">(.*?)</h2>\s*<p class="key">(.*?)</p>'
_LINE = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r'<t[hd](?: scope="\w+")?(?: class="(h[\w-]+)")?>(.*?)</t[hd]>', re.DOTALL)


def heat(pieces: Sequence[Piece], html: str) -> tuple[Markup, int]:
    """The figures beside each other, each with its unit, an hour a row; and how high that is."""
    maps = [one for one in pieces if one.kind == "heat"]
    wide = (WIDTH - 2 * EDGE - _GAP * (len(maps) - 1)) / len(maps)
    drawn, height = Markup(""), 0.0
    for place, one in enumerate(maps):
        made, deep = _map(one, html, EDGE + place * (wide + _GAP), wide)
        drawn, height = drawn + made, max(height, deep)
    return drawn, round(height)


def _map(one: Piece, html: str, left: float, wide: float) -> tuple[Markup, float]:
    figure = one.classes.strip()
    named = re.search(_NAMED.format(figure), html, re.DOTALL)
    title, unit = map(text_of, named.groups()) if named else ("", "")
    drawn = written(left, HEAD + 12, title, "name of") + written(left, HEAD + 28, unit)
    top = HEAD + 38.0
    for line in _LINE.findall(one.body):
        (_, hour), *cells = _CELL.findall(line)
        if cells:
            drawn += written(left, top + 11, text_of(hour), "hour")
            column = (wide - _HOURS) / len(cells)
            for place, (shade, text) in enumerate(cells):
                x = left + _HOURS + place * column
                drawn += _cell(
                    x, top, column, shade, text_of(text), is_head="<th" in line.partition("</th>")[2]
                )
        top += _ROW
    return Markup('<g class="heat {}">{}</g>').format(figure, drawn), top - HEAD


def _cell(x: float, y: float, wide: float, shade: str, text: str, *, is_head: bool) -> Markup:
    place = Markup('x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{}" rx="3"').format(
        x + 1, y, wide - 2, _ROW - 2
    )
    drawn = Markup("")
    if not is_head and shade != "h-none":
        drawn = Markup('<rect class="fill-shade" {}/>').format(place)
        if shade:
            drawn += Markup('<rect class="{}" {}/>').format(shade, place)
    return drawn + Markup('<text x="{:.1f}" y="{:.1f}">{}</text>').format(x + wide / 2, y + 11, text)
