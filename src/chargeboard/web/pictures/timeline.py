"""How is a timeline laid out as a picture?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from chargeboard.web.pictures.pieces import EDGE, HEAD, WIDTH, Piece, kept, placed, text_of, written

_NAMES = 150
_NAMES_OF_ROWS = re.compile(r'<div class="names"[^>]*>(.*?)</div>', re.DOTALL)
_NAME = re.compile(r'<span class="name"[^>]*>(.*?)</span>', re.DOTALL)
_SPAN = re.compile(r"<span>(.*?)</span>", re.DOTALL)
_LEGEND = re.compile(r'<(?:ul class="legend"|tbody class="states")[^>]*>(.*?)</(?:ul|tbody)>', re.DOTALL)
_STATES = re.compile(r'<svg class="swatch"[^>]*>(.*?)</svg>([^<]*)(<b>[^<]*</b>)?', re.DOTALL)
_ROWS = {"": (34, 14), "many": (20, 10), "lots": (14, 6)}
"""Of each density how high a row is, and the gap below it."""


def timeline(pieces: Sequence[Piece], html: str) -> tuple[Markup, int]:
    """A row for the charger and each socket, the axis below them, and what colours mean."""
    density = next((one for one in ("lots", "many") if f'class="timeline {one}' in html), "")
    high, gap = _ROWS[density]
    together = _NAMES_OF_ROWS.search(html)
    names = [text_of(one) for one in (_SPAN.findall(together[1]) if together else _NAME.findall(html))]
    left, wide, top, drawn = EDGE + _NAMES, WIDTH - 2 * EDGE - _NAMES, HEAD + 10, Markup("")
    rows = [one for one in pieces if one.kind == "row"][: len(names) or None]
    for place, row in enumerate(rows):
        name = names[place] if place < len(names) else ""
        drawn += written(EDGE, top + high / 2 + 4, name) + placed(row, left, wide, top, high)
        top += high + gap
    axis = next((one for one in pieces if one.kind == "axis-x"), None)
    if axis is not None:
        drawn += placed(axis, left, wide, top, 22)
    colours, deep = legend(html, top + 26)
    return drawn + colours, top + 26 + deep - HEAD


def legend(html: str, top: int) -> tuple[Markup, int]:
    """What the colours of states mean, with the share of each where it is told, and how high that is."""
    drawn, x, y = Markup(""), EDGE, top + 16
    told = _LEGEND.search(html)
    for swatch, state, share in _STATES.findall(told[1]) if told else ():
        name = text_of(f"{state} {share}")
        wide = 34 + 7 * len(name)
        if x + wide > WIDTH - EDGE:
            x, y = EDGE, y + 20
        drawn += Markup('<svg x="{}" y="{}" width="14" height="14">{}</svg>').format(x, y - 11, kept(swatch))
        drawn += written(x + 20, y, name)
        x += wide
    return drawn, y + 10 - top if drawn else 0
