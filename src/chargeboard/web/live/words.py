"""What is said by `web/live/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "web.live",
    {
        "past_has_no_news": "A past view is not updated; leave {name} out.",
        "token_needed": "A token is needed.",
        "page_not_drawn": "A page that is open cannot be updated",
        "news_unknown": "Cannot tell whether there is something new",
    },
)
