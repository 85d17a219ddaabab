"""Which part of a list does a party ask for, and how is it answered?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response
from litestar.datastructures import MultiDict
from litestar.status_codes import HTTP_200_OK, HTTP_400_BAD_REQUEST, HTTP_404_NOT_FOUND

from chargeboard.time.instants import Instant, instant_of, text_of
from chargeboard.vocabularies.ocpi import INVALID, SUCCESS, UNKNOWN_OBJECT
from chargeboard.web.requests import PageRequest
from chargeboard.web.roaming.words import say
from chargeboard.web.urls.filters import PAGE

MOST = 100
"""Objects of a page, and so many where nothing is said."""
_MOST_OFFSET = 10_000_000


class AskedError(Exception):
    """It was asked in a way that cannot be answered."""

    def __init__(
        self,
        why: str,
        code: int = INVALID,
        status: int = HTTP_400_BAD_REQUEST,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(why)
        self.code, self.status, self.headers = code, status, headers


class UnknownError(AskedError):
    """There is no such thing."""

    def __init__(self, what: str) -> None:
        super().__init__(say("no_such_object", what=what), UNKNOWN_OBJECT, HTTP_404_NOT_FOUND)


class Envelope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is around each answer."""

    data: Any = msgspec.UNSET
    status_code: int
    status_message: str = ""
    timestamp: str


class Asked(msgspec.Struct, frozen=True):
    """A part of a list. Both instants by when things were changed last; the second is behind it."""

    since: Instant | None
    until: Instant | None
    offset: int
    limit: int


def asked_in(query: MultiDict[Any]) -> Asked:
    """Raises: AskedError."""
    return Asked(
        _instant(query, "date_from"),
        _instant(query, "date_to"),
        _number(query, "offset", 0, 0, _MOST_OFFSET),
        min(MOST, _number(query, "limit", MOST, 1, 1_000_000)),
    )


def _instant(query: MultiDict[Any], name: str) -> Instant | None:
    text = query.get(name)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(str(text).replace(" ", "+"))
        # an instant of OCPI without a zone is of UTC
        return instant_of(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        raise AskedError(say("no_instant", name=name)) from error


def _number(query: MultiDict[Any], name: str, usual: int, least: int, most: int) -> int:
    text = str(query.get(name, "") or usual)
    if not text.isdecimal() or len(text) > 9 or not least <= int(text) <= most:
        raise AskedError(say("no_number", name=name, least=least, most=most))
    return int(text)


def part_of(
    found: Sequence[tuple[Instant, object]], asked: Asked, address: str, query: MultiDict[Any], at: str
) -> Response[bytes]:
    """The page of a list that is asked for; how many there are, and where the next page is."""
    some = [
        one
        for changed_at, one in found
        if (asked.since is None or changed_at >= asked.since)
        and (asked.until is None or changed_at < asked.until)
    ]
    end = asked.offset + asked.limit
    headers = {"X-Total-Count": str(len(some)), "X-Limit": str(MOST)}
    if end < len(some):
        others = [(name, value) for name, value in query.multi_items() if name not in PAGE]
        following = urlencode([*others, ("offset", end), ("limit", asked.limit)])
        headers["Link"] = f'<{address}?{following}>; rel="next"'
    return answer(some[asked.offset : end], at, headers)


def answer(data: object, at: str, headers: dict[str, str] | None = None) -> Response[bytes]:
    """What was asked for, in its envelope."""
    return _response(Envelope(data=data, status_code=SUCCESS, timestamp=at), HTTP_200_OK, headers or {})


def refused(request: PageRequest, error: AskedError) -> Response[bytes]:
    """Why not."""
    at = text_of(request.app.state["now"]())
    told = Envelope(status_code=error.code, status_message=str(error), timestamp=at)
    return _response(told, error.status, error.headers)


def _response(told: Envelope, status: int, headers: Mapping[str, str]) -> Response[bytes]:
    return Response(
        msgspec.json.encode(told), status_code=status, media_type="application/json", headers={**headers}
    )
