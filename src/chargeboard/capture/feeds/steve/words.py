"""What is said of SteVe?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "capture.feeds.steve",
    {
        "title": "SteVe",
        "cannot_tell": (
            "cards that were refused and starts that failed, so no success rate; when connections opened and "
            "closed, so whether a charger is online; boots, and messages as they were sent"
        ),
    },
)
