"""What is said of ntfy?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "channels.ntfy",
    {
        "title": "ntfy",
        "field_server": "Server",
        "field_topic": "Topic (who knows it can read along)",
        "field_token": "Access token (tk_…), if the topic is protected",
        "bad_topic": "is no topic; use up to 64 letters, digits, - and _",
    },
)
