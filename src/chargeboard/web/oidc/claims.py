"""What of what a service says of somebody do we take, and under which names?"""

from __future__ import annotations

from collections.abc import Mapping

from chargeboard.run.people.vouching import Vouched

_LONGEST, _MOST = 254, 1000


def vouched(issuer: str, claims: Mapping[str, object], roles_claim: str, sites_claim: str) -> Vouched:
    """Whom it vouches for. An e-mail address is theirs only where it says that it looked."""
    looked = claims.get("email_verified")
    is_theirs = looked is True or looked == "true"
    return Vouched(
        issuer=issuer,
        subject=str(claims["sub"]),
        email=_text(claims.get("email")) if is_theirs else "",
        name=_text(claims.get("preferred_username")) or _text(claims.get("name")),
        roles=_words(found(claims, roles_claim)),
        sites=_words(found(claims, sites_claim)),
    )


def found(claims: Mapping[str, object], path: str) -> object:
    """The claim of that name, or what lies at its path: `realm_access.roles`; None: there is none."""
    if path in claims:
        return claims[path]
    here: object = claims
    for part in path.split("."):
        here = here.get(part) if isinstance(here, Mapping) else None
    return here


def _text(value: object) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""


def _words(value: object) -> tuple[str, ...]:
    told = value if isinstance(value, list) else [value]
    return tuple(word for word in told[:_MOST] if isinstance(word, str))
