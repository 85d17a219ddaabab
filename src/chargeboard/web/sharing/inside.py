"""
Where may a page lead that is shown by a share?

Its addresses all begin with the share's own part. Of what lies there only some is shown: a link to anything
else loses its address, and a form that would change something is not there. Nothing that it shows tells which
sessions were by the same card.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import TypeVar, cast

from litestar import Response
from litestar.response import Redirect, Stream

from chargeboard.domain.session_keys import without_cards
from chargeboard.web.access.reading import reader
from chargeboard.web.sharing.shown import is_shown
from chargeboard.web.urls.mount import root, share_root
from chargeboard.web.urls.paths import segmented

Answer = TypeVar("Answer")
_LINK = re.compile(r'(<(?:a|area)\b[^>]*?)\shref="([^"]*)"')
_FORM = re.compile(r'<form\b(?=[^>]*\bmethod="post")(?=[^>]*\baction=)[^>]*>.*?</form>', re.DOTALL)


def without_ways_out(html: str) -> str:
    """What is shown by a share, without what leads out of it; as it is to everybody else."""
    return without_cards(_FORM.sub("", _LINK.sub(_kept, html))) if share_root() else html


async def answered_without_cards(answer: Answer) -> Answer:
    """An answer by a share, whose sessions are named without their cards; as it is to everybody else."""
    if not share_root() or not isinstance(answer, Response):
        return answer
    if isinstance(answer, Redirect):
        answer.url = without_cards(answer.url)
    elif isinstance(answer, Stream):
        # a piece is whole lines
        answer.iterator = map(_plain, cast("Iterable[str | bytes]", answer.iterator))
    elif isinstance(answer.content, (str, bytes)):
        answer.content = _plain(answer.content)
    return answer


def _plain(text: str | bytes) -> str | bytes:
    if isinstance(text, str):
        return without_cards(text)
    return without_cards(text.decode("latin-1")).encode("latin-1")


def leads_on(url: str) -> bool:
    """Whether who reads may go where an address of ours leads: anywhere, or by a share to what it shows."""
    if not share_root() or url.startswith(("?", "#")):
        return True
    path = url.partition("#")[0].partition("?")[0]
    if not path.startswith(root() + "/"):
        return False
    own, share = segmented(path.removeprefix(root()).encode()), reader().share
    return own == "/" or (share is not None and is_shown(share, own))


def _kept(found: re.Match[str]) -> str:
    return found[0] if leads_on(unescape(found[2])) else found[1]
