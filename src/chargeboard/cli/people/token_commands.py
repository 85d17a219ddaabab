"""`chargeboard people token`: API tokens by the shell."""

from __future__ import annotations

from collections.abc import Sequence

import click

from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.people.people_commands import opened
from chargeboard.cli.people.words import say
from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import tell
from chargeboard.domain.people import Role


@click.group(help=say("token_help"))
def token() -> None:
    """The command `token`."""


@token.command("list", help=say("token_list_help"))
@click.argument("name")
@located
def list_(place: Place, name: str) -> None:
    """The command `list`."""
    with opened(place) as found:
        table = plain_table(say("name"), say("role"), say("until"), say("used"))
        for one in found.tokens.of(found.accounts.of(name).name):
            until = say("no_end") if one.until is None else say("instant", at=one.until)
            used = say("never") if one.used_at is None else say("instant", at=one.used_at)
            table.add_row(one.name, str(one.role), until, used)
    paper().print(table)


@token.command("add", help=say("token_add_help"))
@click.argument("name")
@click.argument("token")
@click.option(
    "--role", type=click.Choice([*map(str, Role)]), default=str(Role.VIEWER), help=say("role_option")
)
@click.option("--site", "sites", metavar="SITE", multiple=True, help=say("site_option"))
@click.option("--days", type=int, help=say("days_option"))
@located
def add(place: Place, name: str, token: str, *, role: str, sites: Sequence[str], days: int | None) -> None:
    """The command `add`."""
    with opened(place, "token_made", name) as found:
        secret = found.tokens.make(name, token, Role(role), sites or None, days)
    tell(secret)
    tell(say("token_shown"), aside=True)


@token.command("revoke", help=say("token_revoke_help"))
@click.argument("name")
@click.argument("token")
@located
def revoke(place: Place, name: str, token: str) -> None:
    """The command `revoke`."""
    with opened(place, "token_revoked", name) as found:
        found.tokens.drop(name, token)
    tell(say("token_revoked", token=token), aside=True)
