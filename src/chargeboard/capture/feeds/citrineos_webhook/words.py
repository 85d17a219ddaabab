"""What is said of CitrineOS' webhook?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "capture.feeds.citrineos_webhook",
    {
        "title": "CitrineOS' webhook",
        "cannot_tell": (
            "what was said while nobody listened: CitrineOS posts each message once; nor exactly when "
            "connections opened and closed: that is when its post came"
        ),
    },
)
