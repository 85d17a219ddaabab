"""
What does a party of OCPI give, and how is it asked?

Its versions first, then where its modules are, then these in turn: locations for what an EVSE is here, then
sessions and CDRs.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from chargeboard.capture.feeds.kind import FeedError, Kind, OpenFeed, password_in
from chargeboard.capture.feeds.ocpi.places import BY_EVSE, GROUPS
from chargeboard.capture.feeds.ocpi.words import say
from chargeboard.time.instants import SECOND, Micros

_EVERY, _CHARGER = "every", "charger"
_EVERY_S: Final = 60
_EVERY_LEAST_S: Final = 5


def options_of(url: str) -> tuple[str, str, Micros, str]:
    """
    An address without log-in and options of ours, its token, how often it is asked, and what a charger is.

    Raises: FeedError.
    """
    parts = urlsplit(url)
    given = parse_qsl(parts.query, keep_blank_values=True)
    own = dict(one for one in given if one[0] in {_EVERY, _CHARGER})
    every = own.get(_EVERY, str(_EVERY_S))
    if not every.isdecimal() or int(every) < _EVERY_LEAST_S:
        raise FeedError(say("every_refused", least=_EVERY_LEAST_S), is_lasting=True)
    rest = urlencode([one for one in given if one[0] not in own])
    netloc = parts.netloc.rpartition("@")[2]
    bare = urlunsplit((parts.scheme, netloc, parts.path, rest, ""))
    return bare, password_in(parts, KIND.variable), int(every) * SECOND, group_of(url)


def group_of(url: str) -> str:
    """
    What a charger is, as the address has it.

    Raises: FeedError.
    """
    group = dict(parse_qsl(urlsplit(url).query)).get(_CHARGER, BY_EVSE)
    if group not in GROUPS:
        raise FeedError(say("group_refused", said=group, known=", ".join(GROUPS)), is_lasting=True)
    return group


def _open(url: str, name: str) -> OpenFeed:
    from chargeboard.capture.feeds.ocpi.partner import Partner  # noqa: PLC0415 - most feeds need no HTTP
    from chargeboard.capture.feeds.ocpi.reading import Reading  # noqa: PLC0415

    bare, token, every, group = options_of(url)
    if not token:
        raise FeedError(say("no_token", example=KIND.example), is_lasting=True)
    return Reading(Partner(bare, token), name, every, group)


KIND = Kind(
    name="ocpi",
    title=lambda: say("title"),
    example="https://:TOKEN@cpo.example.org/ocpi/versions",
    schemes=("https", "http"),
    open=_open,
    cannot_tell=lambda: say("cannot_tell"),
    variable="OCPI_TOKEN",
)
