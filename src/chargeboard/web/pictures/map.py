"""How is a map of sites laid out as a picture?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from chargeboard.web.pictures.pieces import EDGE, HEAD, WIDTH, Piece, placed

_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def site_map(pieces: Sequence[Piece], html: str) -> tuple[Markup, int]:  # noqa: ARG001 - as all layouts
    """The map as wide as the picture, and how high that is."""
    one = next(one for one in pieces if one.kind == "map")
    wide = WIDTH - 2 * EDGE
    size = _SIZE.search(one.frame)
    assert size is not None  # noqa: S101 - the page's template says it
    height = round(wide * float(size[2]) / float(size[1]))
    return placed(one, EDGE, wide, HEAD, height), height
