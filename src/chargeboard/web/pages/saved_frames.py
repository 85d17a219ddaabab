"""Which messages does a page take along when it is saved?"""

from __future__ import annotations

from itertools import islice

from chargeboard.run.answering.frames import FramesWanted
from chargeboard.time.spans import Span
from chargeboard.web.desk import Desk
from chargeboard.web.pages.frame_pages import json_line
from chargeboard.web.requests import PageRequest
from chargeboard.web.saving import SavedFrames, wants_frames

MOST_FRAMES = 5_000


def frames_saved(desk: Desk, request: PageRequest, station: str, span: Span) -> SavedFrames | None:
    """The first of those that were received in a span, the oldest first; None where none are wanted."""
    if not wants_frames(request):
        return None
    found = list(islice(desk.evidence.frames_whole(station, FramesWanted(span=span)), MOST_FRAMES + 1))
    kept = found[:MOST_FRAMES]
    return SavedFrames(b"".join(map(json_line, kept)).decode(), len(kept), len(found) > len(kept))
