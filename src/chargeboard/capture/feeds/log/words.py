"""What is said of feeds from logs?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "capture.feeds.log",
    {
        "title": "a log",
        "cannot_tell": (
            "what its writer does not write down: many write no connections, some no part of a second"
        ),
        "no_such_file": "there is no {path} yet",
        "not_readable": "{path} cannot be read: {said}",
        "unknown_format": "its lines are of no form that is known; name one: ?format={known}",
        "not_growing": "it is of the form {format}, of which no part can be read; import it",
        "unsettled": "{why} (here as ?station=ID or ?tz=Europe/Berlin behind the path)",
        "bad_option": "behind the ? of its path stand format, station and tz, like {example}",
        "missed": "{path} was rotated while nobody looked, and the old one is not beside it: import it",
    },
)
