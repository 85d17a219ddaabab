"""What is said of parties of OCPI that push?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words("capture.feeds.ocpi_receiver", {"title": "OCPI, pushed to us"})
