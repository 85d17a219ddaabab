"""`chargeboard site`: sites, and what was set for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from chargeboard.cli.noting import noted
from chargeboard.cli.pairs_given import pairs_given
from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.place import Place, located
from chargeboard.cli.setting.words import say
from chargeboard.cli.terminal import ask, tell
from chargeboard.config.site_book import SITE_KEYS, SiteBook
from chargeboard.domain.setting import SettingError
from chargeboard.domain.sites import NoSuchSiteError, folded
from chargeboard.ports.store import Store
from chargeboard.run.people.audited import SITE

_PAIRS = click.argument("values", metavar="KEY=VALUE...", nargs=-1)


@click.group(help=say("site_help"))
def site() -> None:
    """The command `site`."""


@contextmanager
def _opened(place: Place, *, is_made: bool = False) -> Iterator[tuple[Store, SiteBook]]:
    with place.store(is_made=is_made) as store:
        try:
            yield store, SiteBook(place.settings, store)
        except SettingError as error:
            raise click.UsageError(str(error)) from error
        except NoSuchSiteError as error:
            raise click.ClickException(say("no_site", name=str(error))) from error


@site.command("list", help=say("site_list_help"))
@located
def list_(place: Place) -> None:
    """The command `list`."""
    keys = [key for key in SITE_KEYS if key != "name"]
    table = plain_table(say("site"), say("chargers"), *keys)
    with _opened(place) as (_, book):
        for one in book.occupied():
            said = {each.key: each.own for each in book.settings_of(one.site.name)}
            cells = [said[key].replace("\n", "; ") for key in keys]
            table.add_row(one.site.name, str(len(one.chargers)), *cells)
    paper().print(table)


@site.command("set", help=say("site_set_help"))
@click.argument("name", metavar="SITE")
@_PAIRS
@located
def set_(place: Place, name: str, values: Sequence[str]) -> None:
    """The command `set`."""
    given = pairs_given(values, "timezone=Europe/Amsterdam")
    with _opened(place, is_made=True) as (store, book):
        if folded(name) in map(folded, book.names()):
            with noted(place, store, "site_set", SITE, name) as change:
                after = book.change(name, given)
                if folded(after) != folded(name):
                    change.make(after)
        else:
            with noted(place, store, "site_added", SITE) as change:
                after = book.add({"name": name} | given)
                change.make(after)
    tell(say("site_set", name=after))


@site.command("remove", help=say("site_remove_help"))
@click.argument("name", metavar="SITE")
@click.option("--yes", is_flag=True, help=say("yes_option"))
@located
def remove(place: Place, name: str, *, yes: bool) -> None:
    """The command `remove`."""
    with _opened(place) as (store, book):
        book.settings_of(name)
        chargers = book.chargers(name)
        if chargers and not yes:
            ask(say("ask_remove", n=len(chargers), name=name, chargers=", ".join(chargers)))
        with noted(place, store, "site_removed", SITE, name):
            book.drop(name)
    tell(say("site_removed", name=name))
