"""
Who may connect, and whose card may charge (OCPP security profiles 1 to 3)?

Passwords are random keys, so a salted fast hash keeps them. A charger that nobody knows is accepted, made to
wait for approval, or refused, as the settings say.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import http
import secrets
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Literal

import msgspec
from msgspec.structs import replace
from websockets.asyncio.server import ServerConnection
from websockets.datastructures import Headers

from chargeboard.capture.csms.words import say
from chargeboard.domain.records import Credential
from chargeboard.domain.terminal import command
from chargeboard.time.instants import SECOND, Instant

Authorize = Literal["accept_all", "list", "none", "elsewhere"]
NewChargers = Literal["accept", "wait", "refuse"]
By = Literal["password", "certificate", "approval", "anybody"]
KEY_BYTES = 20
"""OCPP 1.6 takes an AuthorizationKey of 20 bytes, sent as 40 hexadecimal digits."""


class Refusal(Exception):  # noqa: N818 - it is an answer, not a failure
    """A charger is not let in; the message is for who set it up."""

    def __init__(self, status: http.HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class WrongPassword(Refusal):
    """Somebody said a password that is not the charger's."""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """The operator's choices."""

    authorize: Authorize
    tokens: frozenset[str] = frozenset()
    """Tokens that may charge, where `authorize` is "list"."""
    new_chargers: NewChargers = "accept"
    require_password: bool = False
    require_certificate: bool = False
    yields_to: frozenset[By] = frozenset({"password", "certificate"})
    """By what a newcomer takes the place of a living connection."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """By what a charger was let in."""

    is_approved: bool = False
    digest: bytes | None = None
    """What is kept of the right password, where it sent that."""
    certified_at: Instant | None = None
    """When its client certificate was issued, where the common name of that is its id."""

    @property
    def by(self) -> set[By]:
        """The rules that it meets."""
        met: dict[By, bool] = {
            "anybody": True,
            "approval": self.is_approved,
            "password": self.digest is not None,
            "certificate": self.certified_at is not None,
        }
        return {rule for rule, is_met in met.items() if is_met}


class Admission:
    """Decides by credentials that are looked up at each connection."""

    def __init__(
        self,
        rules: Rules,
        *,
        credential_of: Callable[[str], Credential | None],
        remember: Callable[[Credential], None],
        now: Callable[[], Instant],
        is_heard: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """`is_heard`: whether frames of a charger were ever received; then it is none that is new."""
        self._rules, self._credential_of, self._remember, self._now = rules, credential_of, remember, now
        self._is_heard = is_heard
        self._tokens = {_folded(token) for token in rules.tokens}

    def check(self, station: str, headers: Headers, connection: ServerConnection) -> Shown:
        """
        By what the charger is let in.

        Raises: Refusal.
        """
        known = self._approved(station, self._credential_of(station))
        certified_at = _certified_at(station, connection)
        if self._rules.require_certificate and certified_at is None:
            raise Refusal(
                http.HTTPStatus.FORBIDDEN,
                say("not_its_certificate", station=station),
            )
        digest = None if known is None else known.digest
        if known is not None and digest is not None:
            _check_password(station, headers, known)
        elif self._rules.require_password:
            raise Refusal(
                http.HTTPStatus.UNAUTHORIZED,
                say(
                    "no_password_yet",
                    station=station,
                    command=command("chargeboard charger password", station),
                ),
            )
        shown = Shown(is_approved=known is not None, digest=digest, certified_at=certified_at)
        objection = _objection(shown, known)
        if objection:
            raise Refusal(
                http.HTTPStatus.FORBIDDEN, say("charger_objection", station=station, objection=objection)
            )
        return shown

    def objection(self, station: str, shown: Shown) -> str:
        """Why a charger that was let in by that may stay no longer, in words; empty where it may."""
        return _objection(shown, self._credential_of(station))

    def may_replace(self, shown: Shown) -> bool:
        """Whether a living connection makes way for who was let in by that."""
        return not self._rules.yields_to.isdisjoint(shown.by)

    def authorize(self, token: str) -> str:
        """The authorisation status of a token."""
        match self._rules.authorize:
            case "accept_all":
                return "Accepted"
            case "list":
                return "Accepted" if _folded(token) in self._tokens else "Invalid"
            case "none" | "elsewhere":
                return "Invalid"

    @property
    def is_silent(self) -> bool:
        """Whether another system answers, so that we do not."""
        return self._rules.authorize == "elsewhere"

    def _approved(self, station: str, known: Credential | None) -> Credential | None:
        """
        What is said of a charger that may come in.

        One that was heard before it had to be approved is no new one: to have others wait never locks it out.
        Raises: Refusal.
        """
        if known is not None and known.approved:
            return known
        if known is None and self._rules.new_chargers == "accept":
            return None
        does_wait = known is None or (known.asked_at is not None and known.withdrawn_at is None)
        if self._rules.new_chargers == "wait" and does_wait and self._is_heard(station):
            if known is not None:
                known = replace(known, approved=True)
                self._remember(known)
            return known
        if self._rules.new_chargers == "wait" and known is None:
            self._remember(Credential(station=station, approved=False, asked_at=self._now()))
        is_out = known is not None and known.withdrawn_at is not None
        why = say("may_not_connect") if is_out else say("not_approved")
        raise Refusal(
            http.HTTPStatus.FORBIDDEN if known is not None else http.HTTPStatus.NOT_FOUND,
            say(
                "charger_refused",
                station=station,
                why=why,
                command=command("chargeboard charger approve", station),
            ),
        )


def _folded(token: str) -> str:
    """OCPP does not tell tokens apart by letter case."""
    return token.strip().casefold()


def new_password(station: str, *, approved: bool = True) -> tuple[str, Credential]:
    """A random key as hexadecimal digits, to be shown once, and what is kept of it."""
    key = secrets.token_bytes(KEY_BYTES)
    salt = secrets.token_bytes(16)
    return key.hex(), Credential(station=station, approved=approved, salt=salt, digest=_digest(salt, key))


def _digest(salt: bytes, password: bytes) -> bytes:
    return hashlib.blake2b(password, key=salt, digest_size=32).digest()


def _check_password(station: str, headers: Headers, known: Credential) -> None:
    user, password = _basic(headers.get("Authorization", ""))
    if user is None or password is None:
        raise Refusal(http.HTTPStatus.UNAUTHORIZED, say("must_send_password", station=station))
    salt, digest = known.salt or b"", known.digest or b""
    # 1.6 stations send the key's bytes, or its hexadecimal digits
    forms = {password}
    with suppress(ValueError):
        forms.add(bytes.fromhex(password.decode("ascii")))
    if not digest:
        raise Refusal(
            http.HTTPStatus.UNAUTHORIZED,
            say(
                "password_was_withdrawn",
                station=station,
                command=command("chargeboard charger password", station),
            ),
        )
    right = any(hmac.compare_digest(_digest(salt, form), digest) for form in forms)
    if not right or user != station:
        raise WrongPassword(
            http.HTTPStatus.UNAUTHORIZED,
            say("wrong_password", station=station, command=command("chargeboard charger password", station)),
        )


def _basic(header: str) -> tuple[str | None, bytes | None]:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None, None
    try:
        user, found, password = base64.b64decode(encoded, validate=True).partition(b":")
        return (user.decode(), password) if found else (None, None)
    except (binascii.Error, ValueError, UnicodeDecodeError):
        return None, None


def _certified_at(station: str, connection: ServerConnection) -> Instant | None:
    """When the certificate that the TLS layer proved was issued, if its common name is the charger."""
    tls: ssl.SSLObject | None = connection.transport.get_extra_info("ssl_object")
    certificate: dict[str, Any] = (tls.getpeercert() if tls is not None else None) or {}
    subject = certificate.get("subject", ())
    names = [value for part in subject for key, value in part if key == "commonName"]
    return ssl.cert_time_to_seconds(certificate["notBefore"]) * SECOND if station in names else None


def _objection(shown: Shown, known: Credential | None) -> str:
    """What was withdrawn of what a charger was let in by; a first password is asked for at the next time."""
    if known is None:
        return ""
    if not known.approved:
        return say("it_may_not_connect")
    if known.digest is not None and known.digest != shown.digest and (shown.digest or not known.digest):
        return say("its_password_withdrawn")
    limit = known.certificates_after
    if limit is not None and shown.certified_at is not None and shown.certified_at < limit:
        return say("its_certificate_withdrawn")
    return ""
