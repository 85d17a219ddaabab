"""
How are tokens exchanged with a party that registers (OCPI, module credentials, 2.2.1 and 2.3.0)?

The operator gives a token of an account out (A). Who registers by it says where it is asked (B) and gets a
token that we make (C), of the same account, name and rights; A counts no more then. Nothing is pushed, so B
is used once, to see that the party is there, and kept nowhere. That a token was given so stands in it.
"""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

import msgspec
from litestar import Response, delete, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.status_codes import HTTP_200_OK, HTTP_405_METHOD_NOT_ALLOWED, HTTP_503_SERVICE_UNAVAILABLE

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.ocpi.answers import NoVersionError
from chargeboard.capture.feeds.ocpi.credentials import Own
from chargeboard.capture.feeds.ocpi.partner import REGISTERING, Partner
from chargeboard.domain.people import ApiToken
from chargeboard.outlets.places import Party
from chargeboard.run.people.accounts import AccountError
from chargeboard.run.people.api_tokens import MARK
from chargeboard.vocabularies.ocpi import FAILED, NO_VERSION, NOT_REACHED
from chargeboard.web.access.guard import brought
from chargeboard.web.access.reading import changing, made, reader
from chargeboard.web.requests import PageRequest
from chargeboard.web.roaming.ocpi_asked import AskedError, answer
from chargeboard.web.roaming.roaming import Roaming
from chargeboard.web.roaming.words import say

_MARK: Final = "ocpi."
"""In a token that was given to who registered."""
_MOST_AT_ONCE: Final = 2
"""Parties that are asked in turn while they wait; one that is slow holds up a thread."""
_MOST_TOKEN, _MOST_URL, _MOST_ROLES = 64, 255, 50
_HIDDEN: Final[dict[str, Any]] = {"include_in_schema": False, "status_code": HTTP_200_OK}


class OtherRole(msgspec.Struct):
    """A party that the other side speaks for."""

    role: Annotated[str, msgspec.Meta(pattern="^[A-Za-z]{1,20}$")]
    country_code: Annotated[str, msgspec.Meta(pattern="^[A-Za-z]{2}$")]
    party_id: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9]{3}$")]

    def __str__(self) -> str:
        return f"{self.country_code}*{self.party_id} ({self.role})".upper()


class OtherCredentials(msgspec.Struct):
    """Where the other side is asked, and by which token."""

    token: Annotated[str, msgspec.Meta(pattern="^[!-~]+$", max_length=_MOST_TOKEN)]
    url: Annotated[str, msgspec.Meta(pattern="^https?://[!-~]+$", max_length=_MOST_URL)]
    roles: Annotated[list[OtherRole], msgspec.Meta(min_length=1, max_length=_MOST_ROLES)]


_OTHER: Final = msgspec.json.Decoder(OtherCredentials)


def credentials_routes(roaming: Roaming) -> list[HTTPRouteHandler]:
    """Everything at `/ocpi/VERSION/credentials`."""
    at_once = asyncio.Semaphore(_MOST_AT_ONCE)

    async def exchanged(request: PageRequest, version: str, *, is_registered: bool) -> Response[bytes]:
        party = roaming.party(version)
        token = _token_of(request, is_registered=is_registered)
        other = _other_in(await request.body())
        if at_once.locked():
            raise AskedError(say("too_many_register"), FAILED, HTTP_503_SERVICE_UNAVAILABLE)
        async with at_once:
            try:
                await asyncio.to_thread(_see_that_it_is_there, other, roaming.has_private_parties)
            except AskedError:
                # the answer is a 200 all the same
                changing(None)
                raise
            try:
                secret = await asyncio.to_thread(roaming.tokens.exchange, token, _MARK)
            except AccountError as error:
                raise AskedError(str(error)) from error
        for role in other.roles:
            made(str(role))
        return _ours(roaming, party, secret)

    @get("/ocpi/{version:str}/credentials", **_HIDDEN)
    async def told(request: PageRequest, version: str) -> Response[bytes]:
        return _ours(roaming, roaming.party(version), brought(request) or "")

    @post("/ocpi/{version:str}/credentials", **_HIDDEN)
    async def register(request: PageRequest, version: str) -> Response[bytes]:
        return await exchanged(request, version, is_registered=False)

    @put("/ocpi/{version:str}/credentials", **_HIDDEN)
    async def renew(request: PageRequest, version: str) -> Response[bytes]:
        return await exchanged(request, version, is_registered=True)

    @delete("/ocpi/{version:str}/credentials", **_HIDDEN)
    async def leave(request: PageRequest, version: str) -> Response[bytes]:
        roaming.party(version)
        token = _token_of(request, is_registered=True)
        await asyncio.to_thread(roaming.tokens.drop, token.account, token.name)
        made(token.name)
        return answer(None, roaming.at)

    return [told, register, renew, leave]


def _ours(roaming: Roaming, party: Party, token: str) -> Response[bytes]:
    """Who we are, and by which token we are asked."""
    own = Own(roaming.address("versions"), party.country_code, party.id, party.name, token)
    return answer(own.told("CPO"), roaming.at)


def _token_of(request: PageRequest, *, is_registered: bool) -> ApiToken:
    """The token by which we are asked. Raises: AskedError where its owner is not, or already, registered."""
    token, was_given_so = reader().token, (brought(request) or "").startswith(MARK + _MARK)
    if token is None:
        raise _not_allowed("needs_a_token")
    if was_given_so is not is_registered:
        if was_given_so:
            raise _not_allowed("registered_already", "DELETE", "PUT")
        raise _not_allowed("not_registered", "POST")
    return token


def _not_allowed(why: str, *methods: str) -> AskedError:
    allowed = ", ".join(sorted(("GET", "HEAD", "OPTIONS", *methods)))
    return AskedError(say(why), status=HTTP_405_METHOD_NOT_ALLOWED, headers={"Allow": allowed})


def _other_in(body: bytes) -> OtherCredentials:
    """Raises: AskedError."""
    try:
        return _OTHER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # what was sent is not repeated: a token is in it
        raise AskedError(say("no_credentials")) from error


def _see_that_it_is_there(other: OtherCredentials, has_private_parties: bool) -> None:  # noqa: FBT001 - by thread
    """Its versions and their details are asked for, as the standard has it. Raises: AskedError."""
    party = Partner(other.url, other.token, REGISTERING._replace(is_own_network=has_private_parties))
    try:
        party.offered()
    except FeedError as error:
        code = NO_VERSION if isinstance(error, NoVersionError) else NOT_REACHED
        # the call itself was understood
        raise AskedError(str(error), code, HTTP_200_OK) from error
    finally:
        party.close()
