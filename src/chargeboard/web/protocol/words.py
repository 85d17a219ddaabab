"""What is said by `web/protocol/`?"""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "web.protocol",
    {
        "page_title": "Compare protocol health – chargeboard",
        "title": "Compare protocol health",
        "found": Plural("{n} entry", "{n} entries"),
        "filter": "Side, kind and search",
        "charger": "Charger",
        "what": "What",
        "all_kinds": "Everything",
        "any_side": "any side",
        "times": "Times",
        "cut": "Connections cut",
        "messages": "Calls and answers",
        "show": "Show",
        "table": "What went wrong, by charger and side at fault",
        "none": "Nothing is known to have gone wrong.",
        "no_match": "Nothing matches. Try a broader search.",
        "how": "The worst come first. Each row is what one side is at fault for in the seven complete days"
        " before today. A cut connection ended without a goodbye (1006). A dash: not known.",
    },
)
