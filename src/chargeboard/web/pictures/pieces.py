"""What does a page draw, and how is each piece of it given a place in a picture?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import msgspec
from markupsafe import Markup

WIDTH = 960
EDGE, HEAD, FOOT = 24, 76, 34

_PIECE = re.compile(
    r'<svg class="(axis-y|plot|axis-r|axis-x|row|course-y|course|map)\b([^"]*)"([^>]*)>'
    r'|<div class="(course-name)">(.*?)</div>'
    r'|<table class="(heat)([^"]*)">(.*?)</table>',
    re.DOTALL,
)
_EITHER = re.compile(r"<(/?)svg\b")
_LAID_OUT = re.compile(r'\s(?:viewBox|preserveAspectRatio)="[^"]*"')
_LINK = re.compile(r"<(/?)a\b[^>]*>")
_BARE = re.compile(r"\sdata-m(?=[\s/>])")
_PAINTED = re.compile(r'class="[^"]*"(?=[^>]*\sfill="url)')
_TAG = re.compile(r"<[^>]*>")


class Piece(msgspec.Struct, frozen=True):
    """Something that a page draws, as its template wrote it."""

    kind: str
    classes: str
    frame: str
    """How its inside is laid out, where that is not in percent: attributes of its element."""
    body: str


def pieces_of(html: str) -> Iterator[Piece]:
    """What a page lays out, each with what is inside."""
    for found in _PIECE.finditer(html):
        if found[4]:
            yield Piece(found[4], "", "", found[5])
            continue
        if found[6]:
            yield Piece(found[6], found[7], "", found[8])
            continue
        depth, end = 1, found.end()
        for one in _EITHER.finditer(html, found.end()):
            depth += -1 if one[1] else 1
            if not depth:
                end = one.start()
                break
        yield Piece(found[1], found[2], "".join(_LAID_OUT.findall(found[3])), html[found.end() : end])


def placed(one: Piece, x: float, width: float, y: float, height: float) -> Markup:
    """A piece at its place, without links and what only a page's script reads."""
    body = _BARE.sub("", kept(_LINK.sub(_without_link, one.body)))
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
    return Markup(  # noqa: S704 - a piece of a page of ours, which its template escaped
        f'<svg class="{one.kind}{one.classes}" x="{x}" y="{y}" width="{width}" height="{height}"{one.frame}'
        f' overflow="visible">{body}</svg>'
    )


def kept(piece: str) -> Markup:
    """A piece of a page of ours; what is painted with a pattern is painted with nothing else."""
    return Markup(_PAINTED.sub("", piece))  # noqa: S704 - the page's template escaped it


def text_of(html: str) -> str:
    """The words in a piece of a page."""
    return " ".join(unescape(_TAG.sub("", html)).split())


def written(x: float, y: float, text: str, kind: str = "name") -> Markup:
    """A line of text in a picture."""
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(kind, x, y, text)


def _without_link(found: re.Match[str]) -> str:
    return "</g>" if found[1] else "<g>"
