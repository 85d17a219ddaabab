"""What is said of CitrineOS?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "capture.feeds.citrineos",
    {
        "title": "CitrineOS",
        "cannot_tell": (
            "when connections opened and closed: a charger counts as offline when it has said nothing for "
            "longer than it should"
        ),
    },
)
