"""What is said in a picture of a chart?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "web.pictures",
    {
        "title": "{panel}: {name}",
        "source": "chargeboard, as of {at} · {address}",
        "nothing_drawn": "There is nothing to draw in these dates.",
    },
)
