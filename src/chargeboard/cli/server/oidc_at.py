"""By which other service do people log in here, and can they?"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from chargeboard.capture.redaction import key_in
from chargeboard.cli.place import Place
from chargeboard.config.oidc import OidcSettings, roles_of, secret_of
from chargeboard.domain.people import Role
from chargeboard.ports.store import Store
from chargeboard.run.clock import now
from chargeboard.run.people.people import People
from chargeboard.run.people.vouching import Terms, Vouching
from chargeboard.web.oidc.words import say

if TYPE_CHECKING:
    from chargeboard.web.oidc.oidc import Oidc

_MODULES = ("authlib", "joserfc")


def check_oidc(oidc: OidcSettings) -> None:
    """
    Whether people can log in so, before anything is done.

    Raises: ClickException that says what to do.
    """
    if not oidc.issuer:
        return
    for module in _MODULES:
        if find_spec(module) is None:
            raise click.ClickException(say("needs_extra", module=module))
    try:
        secret_of(oidc)
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise click.ClickException(say("no_secret_file", file=oidc.client_secret_file, why=why)) from error


def oidc_at(place: Place, store: Store, people: People) -> Oidc | None:
    """The service that the settings name; None: they name none."""
    oidc = place.settings.oidc
    if not oidc.issuer:
        return None
    from chargeboard.web.oidc.issuer import Client, Issuer  # noqa: PLC0415 - an extra
    from chargeboard.web.oidc.oidc import Oidc  # noqa: PLC0415 - see above
    from chargeboard.web.oidc.pending import Pendings  # noqa: PLC0415 - see above

    client = Client(
        issuer=oidc.issuer,
        title=oidc.title,
        client_id=oidc.client_id,
        client_secret=secret_of(oidc),
        scopes=oidc.scopes,
        hosts=oidc.endpoint_hosts,
    )
    return Oidc(
        Issuer(client, now),
        Pendings(key_in(place.address.beside.key), now),
        Vouching(store, people.accounts, people.audit, terms_of(oidc)),
        store,
        oidc.roles_claim,
        oidc.sites_claim,
    )


def terms_of(oidc: OidcSettings) -> Terms:
    """Whom the operator lets in, and as what."""
    return Terms(
        is_for_anybody=oidc.admit == "anybody",
        default_role=Role(oidc.default_role) if oidc.default_role else None,
        default_sites=oidc.default_sites,
        roles=roles_of(oidc),
        sites=(oidc.sites or {}) if oidc.sites_claim else None,
    )
