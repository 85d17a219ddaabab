"""`chargeboard people`: accounts by the shell, which is the way back in, too."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext

import click

from chargeboard.cli.noting import noted
from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.people.words import say
from chargeboard.cli.people_at import people_at
from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import tell
from chargeboard.domain.people import Account, Role
from chargeboard.domain.terminal import command
from chargeboard.run.people.accounts import AccountError
from chargeboard.run.people.audited import ACCOUNT
from chargeboard.run.people.passwords import PasswordError
from chargeboard.run.people.people import People

_Deed = Callable[[Place, People, str], None]
_ROLE = click.option("--role", type=click.Choice([*map(str, Role)]), help=say("role_option"))
_EMAIL = click.option("--email", metavar="ADDRESS", help=say("email_option"))
_SITE = click.option("--site", "sites", metavar="SITE", multiple=True, help=say("site_option"))


@click.group(help=say("people_help"))
def people() -> None:
    """The command `people`."""


@people.command("list", help=say("list_help"))
@located
def list_(place: Place) -> None:
    """The command `list`."""
    with opened(place) as found:
        table = plain_table(say("name"), say("role"), say("sites"), say("notes"))
        accounts = found.accounts.all()
        for one in accounts:
            sites = say("all") if one.sites is None else ", ".join(one.sites)
            table.add_row(one.name, str(one.role), sites, _notes(found, one))
    if not accounts:
        tell(say("nobody"), aside=True)
        return
    paper().print(table)


@people.command("add", help=say("add_help"))
@click.argument("name")
@_ROLE
@_SITE
@_EMAIL
@click.option("--password-stdin", is_flag=True, help=say("stdin_option"))
@located
def add(
    place: Place,
    name: str,
    *,
    role: str | None,
    sites: Sequence[str],
    email: str | None,
    password_stdin: bool,
) -> None:
    """The command `add`."""
    with opened(place, "account_added", name, is_made=True) as found:
        password = _password() if password_stdin else ""
        found.accounts.add(name, Role(role or Role.VIEWER), sites or None, password, email=email or "")
        tell(say("added", name=name), aside=True)
        if not password_stdin:
            _invite(place, found, name)
        if not found.accounts.has_admin:
            tell(
                say(
                    "no_admin",
                    command=command("chargeboard people set --role admin --all-sites", name),
                ),
                aside=True,
            )


@people.command("set", help=say("set_help"))
@click.argument("name")
@_ROLE
@_SITE
@_EMAIL
@click.option("--all-sites", is_flag=True, help=say("all_sites_option"))
@click.option("--on/--off", "is_on", default=None, help=say("off_option"))
@located
def set_(
    place: Place,
    name: str,
    *,
    role: str | None,
    sites: Sequence[str],
    email: str | None,
    all_sites: bool,
    is_on: bool | None,
) -> None:
    """The command `set`."""
    if sites and all_sites:
        raise click.UsageError(say("not_both"))
    with opened(place, "account_changed", name) as found:
        before = found.accounts.of(name)
        found.accounts.change(
            name,
            role=Role(role) if role else before.role,
            sites=None if all_sites else sites or before.sites,
            is_off=before.is_off if is_on is None else not is_on,
            email=email,
            by_shell=True,
        )
    tell(say("saved", name=name), aside=True)


def _on_account(command: str, what: str, said: str = "") -> Callable[[_Deed], _Deed]:
    """A command that does something to one account; `what` for the audit trail, `said` once it is done."""

    def added(do: _Deed) -> _Deed:
        @people.command(command, help=say(f"{command.replace('-', '_')}_help"))
        @click.argument("name")
        @located
        def run(place: Place, name: str) -> None:
            with opened(place, what, name) as found:
                do(place, found, found.accounts.of(name).name)
            if said:
                tell(say(said, name=name), aside=True)

        return do

    return added


@_on_account("invite", "account_invited")
def _invite(place: Place, found: People, name: str) -> None:
    secret = found.accounts.invite(name)
    tell(say("choose_at", name=name), aside=True)
    tell(f"{place.url.rstrip('/')}/invitation/{secret}")


@_on_account("password", "password_set", "password_set")
def _set_password(_: Place, found: People, name: str) -> None:
    found.accounts.set_password(name, _password())


@_on_account("forget-app", "second_factor_removed", "app_forgotten")
def _forget_app(_: Place, found: People, name: str) -> None:
    found.accounts.set_second_factor(name, "")


@_on_account("unlink", "account_unlinked", "unlinked")
def _unlink(_: Place, found: People, name: str) -> None:
    found.accounts.unlink(name)


@_on_account("log-out", "account_logged_out", "logged_out")
def _log_out(_: Place, found: People, name: str) -> None:
    found.log_ins.end_all(name)


@_on_account("remove", "account_removed", "removed")
def _remove(_: Place, found: People, name: str) -> None:
    found.accounts.drop(name, by_shell=True)


@contextmanager
def opened(place: Place, what: str = "", about: str = "", *, is_made: bool = False) -> Iterator[People]:
    """Who works here; what cannot be is told plainly, and what is changed is written down."""
    with place.store(is_made=is_made) as store, people_at(place, store) as found:
        try:
            with noted(place, store, what, ACCOUNT, about) if what else nullcontext():
                yield found
        except (AccountError, PasswordError) as error:
            raise click.ClickException(str(error)) from error


def _password() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _notes(found: People, account: Account) -> str:
    log_ins, is_linked = len(found.log_ins.of(account.name)), found.accounts.is_linked(account.name)
    notes = [
        note
        for note, is_so in (
            (say("is_off"), account.is_off),
            (say("no_password"), not account.password and not is_linked),
            (say("is_linked"), is_linked),
            (say("logged_in", n=log_ins), log_ins > 0),
        )
        if is_so
    ]
    return ", ".join(notes)
