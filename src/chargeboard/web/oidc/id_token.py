"""Is what a service says of somebody from that service, meant for us, and said now?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import ClaimError, ExpiredTokenError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from chargeboard.web.oidc.errors import IssuerError, UnknownKeyError
from chargeboard.web.oidc.words import say

SKEW_S = 120
"""So much may its clock and ours differ."""
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"}
)
"""By which it may sign: with a key that it alone has."""
_CLAIMS = {"iss": "other_issuer", "aud": "other_audience", "azp": "other_audience", "nonce": "other_nonce"}
"""What is said where one of these is not as it should be."""


class Expected(msgspec.Struct, frozen=True):
    """What has to stand in it."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str
    now_s: int


def claims_of(
    text: str, keys: KeySet, algorithms: frozenset[str], expected: Expected
) -> Mapping[str, object]:
    """
    What an ID token says, once all of it was looked at.

    Raises: IssuerError, UnknownKeyError.
    """
    registry = JWSRegistry(algorithms=sorted(algorithms & ALGORITHMS), strict_check_header=False)
    try:
        token = jwt.decode(text, keys, registry=registry)
        claims = CodeIDToken(
            token.claims,
            token.header,
            {
                "iss": {"essential": True, "value": expected.issuer},
                "aud": {"essential": True, "value": expected.client_id},
                "sub": {"essential": True},
            },
            {
                "nonce": expected.nonce,
                "client_id": expected.client_id,
                "access_token": expected.access_token,
            },
        )
        claims.validate(now=expected.now_s, leeway=SKEW_S)
    except InvalidKeyIdError as error:
        raise UnknownKeyError from error
    except ExpiredTokenError as error:
        raise IssuerError(say("expired", skew_s=SKEW_S)) from error
    except ClaimError as error:
        code = _CLAIMS.get(error.claim)
        raise IssuerError(say(code) if code else say("bad_claim", claim=error.claim)) from error
    except (JoseError, ValueError, TypeError) as error:
        raise IssuerError(say("not_signed", why=str(error))) from error
    return dict(claims)
