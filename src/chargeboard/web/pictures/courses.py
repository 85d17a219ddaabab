"""How are curves over one axis of time laid out as a picture?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import wrap

from markupsafe import Markup

from chargeboard.web.pictures.pieces import EDGE, HEAD, WIDTH, Piece, kept, placed, text_of, written
from chargeboard.web.pictures.timeline import legend

_NAMES, _AXIS = 184, 56
_HIGH = {"course": 120, "row": 24, "axis-x": 22}
_GAP, _LINE, _LETTERS = 16, 16, 28
_PART = re.compile(r'<(h3|p class="soft"|span)>(.*?)</(?:h3|p|span)>', re.DOTALL)
_SIGN = re.compile(r"<svg[^>]*>(.*?)</svg>", re.DOTALL)


def courses(pieces: Sequence[Piece], html: str) -> tuple[Markup, int]:
    """Below each other, each with its name and what its lines mean at the left; and how high that is."""
    left, wide = EDGE + _NAMES + _AXIS, WIDTH - 2 * EDGE - _NAMES - _AXIS
    top, named, drawn = HEAD + 10, 0, Markup("")
    for one in pieces:
        if one.kind == "course-name":
            name, named = _named(one.body, top)
            drawn += name
        elif one.kind == "course-y":
            drawn += placed(one, EDGE + _NAMES, _AXIS, top, _HIGH["course"])
        elif one.kind in _HIGH:
            drawn += placed(one, left, wide, top, _HIGH[one.kind])
            top, named = top + max(_HIGH[one.kind], named) + _GAP, 0
    colours, deep = legend(html, top - _GAP)
    return drawn + colours, top - _GAP + deep - HEAD


def _named(html: str, top: int) -> tuple[Markup, int]:
    """What a curve is, and how high that is written."""
    drawn, y = Markup(""), top + 11
    for part, inside in _PART.findall(html):
        sign = _SIGN.search(inside)
        if sign is not None:
            shape = Markup('<svg class="stroke" x="{}" y="{}" width="16" height="14">{}</svg>')
            is_line = 'class="stroke"' in inside
            drawn += shape.format(EDGE, y - (7 if is_line else 11), kept(sign[1]))
        for line in wrap(text_of(inside), _LETTERS - (4 if sign else 0)):
            drawn += written(EDGE + (22 if sign else 0), y, line, "name of" if part == "h3" else "name")
            y += _LINE
    return drawn, y - top - _LINE + 5
