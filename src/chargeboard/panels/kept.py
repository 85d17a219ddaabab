"""What is no longer kept, and what does that cost the reader of a page?"""

from __future__ import annotations

from chargeboard.domain.board import KeptSince
from chargeboard.view.when import Local

_LOST = {
    "frames": "Messages received before {} are no longer kept.",
    "evidence": "What was concluded before {} stays as it was; the readings, curves and statuses that it was "
    "concluded from are no longer kept.",
    "sessions": "Sessions and attempts that began before {} are no longer kept; the sums of their days are.",
}
_OF_PAGE = {
    "frames": ("frames",),
    "sessions": ("sessions", "evidence"),
    "attempts": ("sessions", "evidence"),
    "errors": ("evidence",),
    "uptime": ("evidence",),
    "days": ("evidence", "sessions"),
    "quality": ("evidence",),
}
"""What a page of evidence is made of."""


def let_go_of(kept: KeptSince | None, local: Local, section: str = "") -> tuple[str, ...]:
    """What is missing on such a page, a sentence each; of the whole charger where no section is named."""
    if kept is None:
        return ()
    kinds = _OF_PAGE.get(section, ()) if section else tuple(_LOST)
    return tuple(
        _LOST[kind].format(local.moment(since))
        for kind in kinds
        if (since := getattr(kept, kind)) is not None
    )
