"""What is said of EVtivity?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "capture.feeds.evtivity",
    {
        "title": "EVtivity",
        "cannot_tell": (
            "exactly when a message came: its time is when it was written down, a moment later; nor what was "
            "no OCPP at all, which is not written down"
        ),
    },
)
