"""
What does a service that knows people say of itself, and of who logged in there (OpenID Connect)?

What it says of itself is remembered for an hour, its keys too; a key that we have not seen has them asked for
again, once a minute at most.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import msgspec
from authlib.oauth2.auth import ClientAuth  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749.parameters import (  # type: ignore[import-untyped]
    prepare_grant_uri,
    prepare_token_request,
)
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from chargeboard.time.instants import HOUR, MINUTE, SECOND, Instant
from chargeboard.web.oidc.errors import IssuerError, UnknownKeyError
from chargeboard.web.oidc.fetching import asked, check_address, host_of
from chargeboard.web.oidc.id_token import Expected, claims_of
from chargeboard.web.oidc.pending import Pending
from chargeboard.web.oidc.words import say

_REMEMBERED, _KEYS_AGAIN, _AWAY_AGAIN = HOUR, MINUTE, 5 * SECOND
_LONGEST_HINT = 4000
"""Characters of an ID token that still fit into an address."""
_FORM = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """How a service knows us."""

    issuer: str
    title: str
    client_id: str
    client_secret: str = ""
    scopes: tuple[str, ...] = ("openid",)
    hosts: tuple[str, ...] = ()
    """That it may send us to besides its own."""


class Metadata(msgspec.Struct, frozen=True):
    """What it says of itself (OpenID Connect Discovery)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    id_token_signing_alg_values_supported: frozenset[str] = frozenset({"RS256"})
    token_endpoint_auth_methods_supported: frozenset[str] = frozenset({"client_secret_basic"})
    authorization_response_iss_parameter_supported: bool = False


class Told(msgspec.Struct, frozen=True):
    """What it says of somebody."""

    id_token: str
    claims: Mapping[str, object]


class Issuer:
    """A service, as it was asked last."""

    def __init__(self, client: Client, now: Callable[[], Instant]) -> None:
        self.client, self._now = client, now
        self._hosts = frozenset({host_of(client.issuer), *client.hosts})
        self._metadata: Metadata | None = None
        self._keys = KeySet([])
        self._asked_at = self._keys_at = self._away_at = -HOUR
        self._away = IssuerError("")
        self._turn = asyncio.Lock()

    async def begin(self, pending: Pending, back: str) -> str:
        """
        Where a browser goes to log in; `back` is where it comes back to.

        Raises: IssuerError.
        """
        metadata = await self._known()
        return str(
            prepare_grant_uri(
                metadata.authorization_endpoint,
                client_id=self.client.client_id,
                response_type="code",
                redirect_uri=back,
                scope=" ".join(self.client.scopes),
                state=pending.state,
                nonce=pending.nonce,
                code_challenge=create_s256_code_challenge(pending.verifier),
                code_challenge_method="S256",
            )
        )

    async def finish(self, pending: Pending, code: str, back: str, answered_by: str) -> Told:
        """
        What it says of who came back with a code; `answered_by`: who gave the code, by what came with it.

        Raises: IssuerError.
        """
        metadata = await self._known()
        is_named = answered_by or metadata.authorization_response_iss_parameter_supported
        if is_named and answered_by != metadata.issuer:
            raise IssuerError(say("other_issuer"))
        given = await self._exchanged(metadata, pending, code, back)
        id_token, access_token = (_text(given.get(key)) for key in ("id_token", "access_token"))
        if not id_token:
            raise IssuerError(say("no_id_token", name=self.client.title))
        now_s = self._now() // SECOND
        expected = Expected(metadata.issuer, self.client.client_id, pending.nonce, access_token, now_s)
        claims = await self._claims(metadata, id_token, expected)
        return Told(id_token, {**await self._more(metadata, access_token, claims), **claims})

    async def farewell(self, id_token: str, back: str) -> str:
        """Where a browser goes to log out there as well; empty where there is no such place."""
        try:
            metadata = await self._known()
        except IssuerError:
            return ""
        if not metadata.end_session_endpoint:
            return ""
        hint = {"id_token_hint": id_token} if len(id_token) <= _LONGEST_HINT else {}
        query = urlencode({**hint, "client_id": self.client.client_id, "post_logout_redirect_uri": back})
        mark = "&" if "?" in metadata.end_session_endpoint else "?"
        return f"{metadata.end_session_endpoint}{mark}{query}"

    async def _known(self) -> Metadata:
        async with self._turn:
            now = self._now()
            if self._metadata is not None and now - self._asked_at < _REMEMBERED:
                return self._metadata
            if now - self._away_at < _AWAY_AGAIN:
                raise self._away
            try:
                self._metadata = await self._discovered()
            except IssuerError as error:
                self._away, self._away_at = error, now
                raise
            self._asked_at = now
            return self._metadata

    async def _discovered(self) -> Metadata:
        issuer, title = self.client.issuer, self.client.title
        where = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
        answer = await asked(title, "GET", where, {"Accept": "application/json"})
        if answer.status != 200:
            raise IssuerError(say("no_discovery", name=title, url=where, status=answer.status))
        try:
            found = msgspec.json.decode(answer.body, type=Metadata)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise IssuerError(say("bad_discovery", name=title, url=where, why=str(error))) from error
        if found.issuer != issuer:
            raise IssuerError(say("calls_itself", name=title, told=found.issuer, issuer=issuer))
        for what in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            check_address(getattr(found, what), what, self._hosts)
        for what in ("userinfo_endpoint", "end_session_endpoint"):
            if url := getattr(found, what):
                check_address(url, what, self._hosts)
        return found

    async def _exchanged(
        self, metadata: Metadata, pending: Pending, code: str, back: str
    ) -> dict[str, object]:
        ways, secret, title = (
            metadata.token_endpoint_auth_methods_supported,
            self.client.client_secret,
            self.client.title,
        )
        way = "none"
        if secret:
            is_post = "client_secret_basic" not in ways and "client_secret_post" in ways
            way = "client_secret_post" if is_post else "client_secret_basic"
        body = prepare_token_request(
            "authorization_code", redirect_uri=back, code=code, code_verifier=pending.verifier
        )
        url, headers, body = ClientAuth(self.client.client_id, secret, way).prepare(
            "POST", metadata.token_endpoint, dict(_FORM), body
        )
        answer = await asked(title, "POST", url, headers, body)
        told = answer.told()
        if answer.status == 200 and "error" not in told:
            return told
        error = _text(told.get("error"))
        if error in {"invalid_client", "unauthorized_client"} or (not error and answer.status == 401):
            raise IssuerError(say("wrong_secret", name=title))
        if error == "invalid_grant":
            raise IssuerError(say("code_not_taken", name=title, back=back), 401)
        why = error or str(answer.status)
        raise IssuerError(say("refused", name=title, why=why))

    async def _claims(self, metadata: Metadata, id_token: str, expected: Expected) -> Mapping[str, object]:
        algorithms = metadata.id_token_signing_alg_values_supported
        await self._fetch_keys(metadata, _REMEMBERED)
        try:
            return claims_of(id_token, self._keys, algorithms, expected)
        except UnknownKeyError:
            await self._fetch_keys(metadata, _KEYS_AGAIN)
        try:
            return claims_of(id_token, self._keys, algorithms, expected)
        except UnknownKeyError as error:
            raise IssuerError(say("unknown_key", name=self.client.title)) from error

    async def _fetch_keys(self, metadata: Metadata, older_than: Instant) -> None:
        """Ask for its keys, where what we have of them is older."""
        async with self._turn:
            if self._now() - self._keys_at < older_than:
                return
            answer = await asked(self.client.title, "GET", metadata.jwks_uri, {"Accept": "application/json"})
            try:
                self._keys = KeySet.import_key_set(answer.told())  # type: ignore[arg-type]
            except (JoseError, ValueError, KeyError, TypeError) as error:
                raise IssuerError(say("bad_keys", name=self.client.title, why=str(error))) from error
            self._keys_at = self._now()

    async def _more(
        self, metadata: Metadata, access_token: str, claims: Mapping[str, object]
    ) -> Mapping[str, object]:
        """What it tells of the same person where it is asked again: some tell little at first."""
        if not metadata.userinfo_endpoint or not access_token:
            return {}
        headers = {"Accept": "application/json", "Authorization": f"Bearer {access_token}"}
        answer = await asked(self.client.title, "GET", metadata.userinfo_endpoint, headers)
        told = answer.told() if answer.status == 200 else {}
        if told and told.get("sub") != claims["sub"]:
            raise IssuerError(say("other_person", name=self.client.title))
        return told


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
