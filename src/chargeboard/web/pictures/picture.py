"""
How does a chart of a panel become a picture that stands alone?

What a panel draws are pieces of SVG in percent of their width, which its page lays out; here they are laid
out at one width, with what they are of, when, and where that was read, written into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

import msgspec
from markupsafe import Markup

from chargeboard.web.pictures.tones import style_of

WIDTH = 960
_EDGE, _HEAD, _FOOT = 24, 76, 34
_AXIS, _RIGHT = 44, 64
_NAMES = 150
_PIECE = re.compile(r'<svg class="(axis-y|plot|axis-r|axis-x|row)\b([^"]*)"[^>]*>')
_EITHER = re.compile(r"<(/?)svg\b")
_NAME = re.compile(r'<div class="names"[^>]*>(.*?)</div>', re.DOTALL)
_SPAN = re.compile(r"<span>(.*?)</span>", re.DOTALL)
_LINK = re.compile(r"<(/?)a\b[^>]*>")
_BARE = re.compile(r"\sdata-m(?=[\s/>])")
_PAINTED = re.compile(r'class="[^"]*"(?=[^>]*\sfill="url)')
_STATES = re.compile(r'<svg class="swatch"[^>]*>(.*?)</svg>([^<]*) <b>([^<]*)</b>', re.DOTALL)
_ROWS = {"": (34, 14), "many": (20, 10), "lots": (14, 6)}
"""Of each density how high a row is, and the gap below it."""


class Told(msgspec.Struct, frozen=True):
    """What is written into a picture."""

    title: str
    span: str
    source: str


class _Piece(msgspec.Struct, frozen=True):
    kind: str
    classes: str
    body: str


def picture(panel: str, patterns: str, told: Told, light: str) -> str | None:
    """A whole SVG of the first chart in a panel's HTML; None where nothing is drawn in it."""
    pieces = list(_pieces(panel))
    kinds = {one.kind for one in pieces}
    if "plot" in kinds:
        body, height = _bars(pieces, panel)
    elif "row" in kinds:
        body, height = _rows(pieces, panel)
    else:
        return None
    whole = _HEAD + height + _FOOT
    text = Markup(
        '<text class="title" x="{x}" y="34">{title}</text><text class="span" x="{x}" y="56">{span}</text>'
        '<text class="source" x="{x}" y="{y}">{source}</text>'
    ).format(x=_EDGE, title=told.title, span=told.span, y=whole - 14, source=told.source)
    head = Markup('<title id="t">{}</title><desc id="d">{}. {}</desc>').format(
        told.title, told.span, told.source
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{whole}"'
        f' viewBox="0 0 {WIDTH} {whole}" role="img" aria-labelledby="t d">'
        f"{head}<style>{style_of(light)}</style>{_defs(patterns)}"
        f'<rect class="paper" width="{WIDTH}" height="{whole}"/>{text}{body}</svg>'
    )


def _bars(pieces: Sequence[_Piece], panel: str) -> tuple[str, int]:
    """A chart of days: its axis at the left, the bars, and what lines mean at the right."""
    height = 190 if "has-below" in panel else 174
    density = next((one for one in ("dense", "many") if f'class="chart {one}' in panel), "few")
    wide = WIDTH - 2 * _EDGE - _AXIS - _RIGHT
    places = {
        "axis-y": (_EDGE, _AXIS),
        "plot": (_EDGE + _AXIS, wide),
        "axis-r": (_EDGE + _AXIS + wide, _RIGHT),
    }
    drawn = "".join(
        _placed(one, *places[one.kind], _HEAD, height) for one in pieces[:3] if one.kind in places
    )
    return f'<g class="{density}">{drawn}</g>', height


def _rows(pieces: Sequence[_Piece], panel: str) -> tuple[str, int]:
    """A timeline: a row for the charger and each socket, and the axis below them."""
    density = next((one for one in ("lots", "many") if f'class="timeline {one}' in panel), "")
    high, gap = _ROWS[density]
    names = [unescape(one) for one in _SPAN.findall("".join(_NAME.findall(panel)[:1]))]
    left, wide, top, drawn = _EDGE + _NAMES, WIDTH - 2 * _EDGE - _NAMES, _HEAD + 10, []
    rows = [one for one in pieces if one.kind == "row"][: len(names) or None]
    for place, row in enumerate(rows):
        name = names[place] if place < len(names) else ""
        drawn.append(
            Markup('<text class="name" x="{}" y="{}">{}</text>').format(_EDGE, top + high / 2 + 4, name)
            + Markup(_placed(row, left, wide, top, high))  # noqa: S704 - a piece of a page of ours
        )
        top += high + gap
    axis = next((one for one in pieces if one.kind == "axis-x"), None)
    if axis is not None:
        drawn.append(Markup(_placed(axis, left, wide, top, 22)))  # noqa: S704 - the same
    key, deep = _key(panel, top + 26)
    return "".join(drawn) + str(key), top + 26 + deep - _HEAD


def _key(panel: str, top: int) -> tuple[str, int]:
    """What the colours of states mean, with the share of each, and how much room that takes."""
    drawn, x, y = Markup(""), _EDGE, top + 16
    for swatch, state, share in _STATES.findall(panel):
        told = f"{' '.join(unescape(state).split())} {unescape(share)}"
        wide = 34 + 7 * len(told)
        if x + wide > WIDTH - _EDGE:
            x, y = _EDGE, y + 20
        drawn += Markup('<svg x="{}" y="{}" width="14" height="14">{}</svg>').format(x, y - 11, _kept(swatch))
        drawn += Markup('<text class="name" x="{}" y="{}">{}</text>').format(x + 20, y, told)
        x += wide
    return drawn, y + 10 - top if drawn else 0


def _kept(piece: str) -> Markup:
    """A piece of a page of ours; what is painted with a pattern is painted with nothing else."""
    return Markup(_PAINTED.sub("", piece))  # noqa: S704 - the page's template escaped it


def _placed(one: _Piece, x: float, width: float, y: float, height: float) -> str:
    body = _BARE.sub("", _PAINTED.sub("", _LINK.sub(_without_link, one.body)))
    if one.kind == "row":
        thin = 'y="14" height="10"' if "charger" in one.classes else f'height="{height}"'
        # the page's style sheet says how high what has no height is
        body = re.sub(r"<rect (?![^>]*\bheight=)", f"<rect {thin} ", body)
        body = body.replace("<use ", '<use transform="translate(0 -10)" ')
        body = re.sub(
            r'<svg (viewBox="[^"]*" preserveAspectRatio="none")',
            rf'<svg \1 width="{width}" height="{height}"',
            body,
        )
    return (
        f'<svg class="{one.kind}{one.classes}" x="{x}" y="{y}" width="{width}" height="{height}"'
        f' overflow="visible">{body}</svg>'
    )


def _without_link(found: re.Match[str]) -> str:
    return "</g>" if found[1] else "<g>"


def _pieces(html: str) -> Iterator[_Piece]:
    """The pieces of SVG that a page lays out, each with what is inside."""
    for found in _PIECE.finditer(html):
        depth, end = 1, found.end()
        for one in _EITHER.finditer(html, found.end()):
            depth += -1 if one[1] else 1
            if not depth:
                end = one.start()
                break
        yield _Piece(found[1], found[2], html[found.end() : end])


def _defs(patterns: str) -> str:
    begin, end = patterns.index("<defs>"), patterns.index("</defs>")
    return patterns[begin : end + len("</defs>")]
