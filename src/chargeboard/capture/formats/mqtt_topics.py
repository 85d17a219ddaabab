"""
How are dumps of MQTT read, a topic and a message on each line?

As `mosquitto_sub -v` prints them, or `mosquitto_sub -F "%I %t %p"` with the time of arrival before.
"""

from __future__ import annotations

import re

from chargeboard.capture.formats.stamps import STAMP

BEFORE = rf"^(?:(?P<stamp>{STAMP})\s+)?"
"""Where the time of arrival may stand."""
BEHIND = r"\s+(?P<body>\{.*\})\s*$"
"""Where the message stands."""


def topic(pattern: str) -> re.Pattern[str]:
    """A line of such a dump, by its topic; groups `stamp`, `body` and those of the topic."""
    return re.compile(BEFORE + pattern + BEHIND)
