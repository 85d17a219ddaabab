"""What did the operator set about another service that knows people (OpenID Connect)?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from chargeboard.config.addresses import check_address
from chargeboard.config.checking import as_list, typed
from chargeboard.config.words import say
from chargeboard.domain.people import Role


class OidcSettings(msgspec.Struct, frozen=True, kw_only=True):
    """By which service people may log in besides name and password."""

    issuer: str = ""
    """The address of the service, as it calls itself; empty: there is none."""
    name: str = ""
    """What the button on the log-in page calls it; empty: its host."""
    client_id: str = ""
    """By what it knows us."""
    client_secret: str = ""
    """What it asks of us, besides the proof (PKCE) that is always given; empty: nothing."""
    client_secret_file: str = ""
    """A file that holds that instead."""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    """What we ask to be told of people."""
    admit: Literal["known", "anybody"] = "known"
    """Who comes in: whose e-mail address an account has, or anybody whom the service knows."""
    default_role: Literal["", "viewer", "operator", "admin"] = "viewer"
    """The role of who is new, or has none by `roles`; empty: they stay out."""
    default_sites: tuple[str, ...] = ()
    """The sites of who is new, or has none by `sites_claim`; empty: all, but who has none by it stays out."""
    roles_claim: str = ""
    """Which claim names roles, such as `groups` or `realm_access.roles`; empty: an admin gives them here."""
    roles: dict[str, Literal["viewer", "operator", "admin"]] | None = None
    """Our role for each value of that claim; of several the highest counts."""
    sites_claim: str = ""
    """Which claim names sites; empty: an admin gives them here."""
    sites: dict[str, str] | None = None
    """Our site for each value of that claim, `*` for all sites; without any the values are sites."""
    endpoint_hosts: tuple[str, ...] = ()
    """Hosts that the service may send us to besides its own."""

    @property
    def title(self) -> str:
        """What it is called."""
        return self.name or urlsplit(self.issuer).hostname or ""


OIDC_FIELDS: Mapping[str, msgspec.structs.FieldInfo] = {
    field.name: field for field in msgspec.structs.fields(OidcSettings)
}


def checked_oidc(key: str, value: object) -> object:
    """
    The value of a key of `[oidc]`, in its type.

    Raises: ValueError that says what is wrong and what to do.
    """
    found = typed(key, as_list(value, OIDC_FIELDS[key].type) if key in OIDC_FIELDS else value, OIDC_FIELDS)
    if key == "issuer" and isinstance(found, str) and found:
        check_address(found)
    if key == "scopes" and "openid" not in (found or ()):
        raise ValueError(say("scopes_without_openid"))
    return found


def oidc_contradiction(oidc: OidcSettings) -> str:
    """What of these settings cannot be meant together, in words; nothing where all can."""
    if not oidc.issuer:
        return say("oidc_without_issuer") if oidc != OidcSettings() else ""
    if not oidc.client_id:
        return say("oidc_without_client")
    if oidc.client_secret and oidc.client_secret_file:
        return say("oidc_two_secrets")
    if bool(oidc.roles) != bool(oidc.roles_claim):
        return say("oidc_half_of_roles")
    if oidc.sites and not oidc.sites_claim:
        return say("oidc_half_of_sites")
    if oidc.admit == "anybody" and not oidc.default_role and not oidc.roles:
        return say("oidc_nobody_comes_in")
    return ""


def secret_of(oidc: OidcSettings) -> str:
    """
    What the service asks of us.

    Raises: OSError.
    """
    return (
        Path(oidc.client_secret_file).read_text("utf-8").strip()
        if oidc.client_secret_file
        else oidc.client_secret
    )


def roles_of(oidc: OidcSettings) -> Mapping[str, Role] | None:
    """Our role for each word of the service; None: it is not asked."""
    return {word: Role(role) for word, role in (oidc.roles or {}).items()} if oidc.roles_claim else None
