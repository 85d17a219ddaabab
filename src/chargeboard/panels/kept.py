"""What is no longer kept, and what does that cost the reader of a page?"""

from __future__ import annotations

from chargeboard.domain.figures.board import KeptSince
from chargeboard.panels.words import say
from chargeboard.words.wall_clock import Local

_KINDS = ("frames", "evidence", "sessions")
_OF_PAGE = {
    "frames": ("frames",),
    "sessions": ("sessions", "evidence"),
    "attempts": ("sessions", "evidence"),
    "errors": ("evidence",),
    "uptime": ("evidence",),
    "official": ("evidence",),
    "days": ("evidence", "sessions"),
    "quality": ("evidence",),
}
"""What a page of evidence is made of."""


def let_go_of(kept: KeptSince | None, local: Local, section: str = "") -> tuple[str, ...]:
    """What is missing on such a page, a sentence each; of the whole charger where no section is named."""
    if kept is None:
        return ()
    kinds = _OF_PAGE.get(section, ()) if section else _KINDS
    return tuple(
        say(f"lost_{kind}", at=local.moment(since))
        for kind in kinds
        if (since := getattr(kept, kind)) is not None
    )
