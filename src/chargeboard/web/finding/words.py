"""What is said by `web/finding/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "web.finding",
    {
        "page_title": "Search – chargeboard",
        "title": "Search",
        "field": "Charger, site or page",
        "show": "Show",
        "close": "Close",
        "results": "Search results",
        "found": Plural("{n} result", "{n} results"),
        "none": "Nothing matches.",
        "all_chargers": "All matching chargers ({n:count})",
        "shortcut": "Ctrl-K or ⌘-K opens this search on every page.",
        "charger": "charger",
        "site": "site",
        "page": "page",
    },
)
"""One field that leads to any charger, site and page."""
