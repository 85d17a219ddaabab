"""What is said of parties of OCPI that push?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "capture.feeds.ocpi_receiver",
    {
        "title": "OCPI, pushed to us",
        "not_kept": "it is not known whether it was kept: push it again",
        "no_time": "last_updated is missing, or is no time",
    },
)
