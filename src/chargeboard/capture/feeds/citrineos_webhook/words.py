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
        "no_token": (
            "others than this machine may post, so it needs a token of at least {least} characters: "
            "write it before the @, like {example}"
        ),
        "cannot_listen": "{host}:{port} cannot be listened to: {said}",
    },
)
