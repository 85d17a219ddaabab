"""Which colours has a picture? Those of the page in one light, each named once, in its style sheet."""

from __future__ import annotations

import re
from functools import cache

from chargeboard.web.assets import ASSETS

LIGHTS = ("light", "dark")
_TOKEN = re.compile(r"--([\w-]+):\s*light-dark\((#\w+),\s*(#\w+)\)")
_NAMED = re.compile(r"var\(--([\w-]+)\)")
_MIXED = re.compile(r"color-mix\(in srgb,\s*(#\w+) (\d+)%,\s*(#\w+)\)")


@cache
def style_of(light: str) -> str:
    """The style sheet of pictures in a light, without anything that only browsers know."""
    tones = {
        name: pair[LIGHTS.index(light)] for name, *pair in _TOKEN.findall(ASSETS["board.css"].body.decode())
    }
    sheet = _NAMED.sub(lambda found: tones[found[1]], ASSETS["picture.css"].body.decode())
    return _MIXED.sub(lambda found: _mix(found[1], int(found[2]), found[3]), sheet)


def _mix(one: str, share_pct: int, other: str) -> str:
    """So much of one colour, and the rest of another."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round((a * share_pct + b * (100 - share_pct)) / 100):02x}" for a, b in pairs)


def _parts(colour: str) -> list[int]:
    digits = colour[1:] if len(colour) > 4 else "".join(one * 2 for one in colour[1:])
    return [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
