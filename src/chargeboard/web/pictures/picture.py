"""
How does a chart become a picture that stands alone?

What a panel or a page draws are pieces of SVG in percent of their width, which the page lays out; here
they are laid out at one width, with what they are of, when, and where that was read, written into it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import TypeAlias

import msgspec
from markupsafe import Markup

from chargeboard.web.pictures.courses import courses
from chargeboard.web.pictures.days import days
from chargeboard.web.pictures.heat import heat
from chargeboard.web.pictures.map import site_map
from chargeboard.web.pictures.pieces import EDGE, FOOT, HEAD, WIDTH, Piece, pieces_of
from chargeboard.web.pictures.timeline import timeline
from chargeboard.web.pictures.tones import style_of

_Layout: TypeAlias = Callable[[Sequence[Piece], str], tuple[Markup, int]]
_LAYOUTS: dict[str, _Layout] = {
    "plot": days,
    "course-name": courses,
    "heat": heat,
    "map": site_map,
    "row": timeline,
}
"""By what makes a chart one of its kind; what several have stands last."""
_LETTERS, _LINE = 160, 14
"""So many letters fit into a line of the source, which is so high."""


class Told(msgspec.Struct, frozen=True):
    """What is written into a picture."""

    title: str
    span: str
    source: str


def picture(html: str, patterns: str, told: Told, light: str) -> str | None:
    """A whole SVG of the first chart of a panel or page; None where nothing is drawn in it."""
    pieces = list(pieces_of(html))
    kinds = {one.kind for one in pieces}
    layout = next((layout for kind, layout in _LAYOUTS.items() if kind in kinds), None)
    if layout is None:
        return None
    body, height = layout(pieces, html)
    lines = wrap(told.source, _LETTERS, break_on_hyphens=False)
    below = HEAD + height + FOOT - 14
    source = Markup("").join(
        Markup('<tspan x="{}" y="{}">{}</tspan>').format(EDGE, below + _LINE * number, line)
        for number, line in enumerate(lines)
    )
    whole = below + _LINE * (len(lines) - 1) + 14
    text = Markup(
        '<text class="title" x="{x}" y="34">{title}</text><text class="span" x="{x}" y="56">{span}</text>'
        '<text class="source">{source}</text>'
    ).format(x=EDGE, title=told.title, span=told.span, source=source)
    head = Markup('<title id="t">{}</title><desc id="d">{}. {}</desc>').format(
        told.title, told.span, told.source
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{whole}"'
        f' viewBox="0 0 {WIDTH} {whole}" role="img" aria-labelledby="t d">'
        f"{head}<style>{style_of(light)}</style>{_defs(patterns)}"
        f'<rect class="paper" width="{WIDTH}" height="{whole}"/>{text}{body}</svg>'
    )


def _defs(patterns: str) -> str:
    begin, end = patterns.index("<defs>"), patterns.index("</defs>")
    return patterns[begin : end + len("</defs>")]
