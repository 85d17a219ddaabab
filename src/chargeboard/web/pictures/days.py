"""How is a chart of days laid out as a picture?"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from chargeboard.web.pictures.pieces import EDGE, HEAD, WIDTH, Piece, placed

_AXIS, _RIGHT = 44, 64


def days(pieces: Sequence[Piece], html: str) -> tuple[Markup, int]:
    """Its axis at the left, the bars, and what lines mean at the right; and how high that is."""
    height = 190 if "has-below" in html else 174
    density = next((one for one in ("dense", "many") if f'class="chart {one}' in html), "few")
    wide = WIDTH - 2 * EDGE - _AXIS - _RIGHT
    places = {
        "axis-y": (EDGE, _AXIS),
        "plot": (EDGE + _AXIS, wide),
        "axis-r": (EDGE + _AXIS + wide, _RIGHT),
    }
    drawn = [placed(one, *places[one.kind], HEAD, height) for one in pieces[:3] if one.kind in places]
    return Markup('<g class="{}">{}</g>').format(density, Markup("").join(drawn)), height
