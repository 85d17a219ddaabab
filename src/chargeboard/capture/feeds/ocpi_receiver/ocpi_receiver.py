"""
What does a party of OCPI push to us?

It knows our address and a token that we gave it, and finds there which versions and modules we receive.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from chargeboard.capture.feeds.kind import Kind, OpenFeed, password_in
from chargeboard.capture.feeds.ocpi.ocpi import group_of
from chargeboard.capture.feeds.ocpi.words import say as say_of_ocpi
from chargeboard.capture.feeds.ocpi_receiver.words import say


def _open(url: str, name: str) -> OpenFeed:
    from chargeboard.capture.feeds.listening import see_that_it_is_guarded  # noqa: PLC0415 - a server is dear
    from chargeboard.capture.feeds.ocpi_receiver.door import Door  # noqa: PLC0415
    from chargeboard.capture.feeds.ocpi_receiver.receiving import Receiving  # noqa: PLC0415

    parts, group = urlsplit(url), group_of(url)
    host, token = parts.hostname or "", password_in(parts, KIND.variable)
    see_that_it_is_guarded(host, token, KIND.example)
    return Receiving(Door(host, parts.port or 0, token), name, group)


KIND = Kind(
    name="ocpi-receiver",
    title=lambda: say("title"),
    example="http://:TOKEN@0.0.0.0:8086",
    schemes=("http",),
    open=_open,
    cannot_tell=lambda: say_of_ocpi("cannot_tell"),
    variable="OCPI_RECEIVER_TOKEN",
    listens=True,
)
