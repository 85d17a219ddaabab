"""`chargeboard share`: links by which somebody without an account looks at a charger or a site."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext

import click

from chargeboard.cli.known_station import known_station
from chargeboard.cli.noting import noted
from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.people.words import say
from chargeboard.cli.people_at import people_at
from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import tell
from chargeboard.config.site_book import SiteBook
from chargeboard.domain.shares import Share, ShareKind
from chargeboard.domain.sites import folded
from chargeboard.run.clock import now
from chargeboard.run.people.audited import SHARE
from chargeboard.run.people.passwords import PasswordError
from chargeboard.run.people.shares import USUAL_DAYS, ShareError, Shares
from chargeboard.store import OwnedStore


@click.group(help=say("share_help"))
def share() -> None:
    """The command `share`."""


@share.command("list", help=say("share_list_help"))
@located
def list_(place: Place) -> None:
    """The command `list`."""
    from chargeboard.web.sharing.share_pages import share_line  # noqa: PLC0415 - a web server takes long to load

    table = plain_table(say("name"), say("shows"), say("notes"))
    with _opened(place) as (_, shares):
        for one in shares.all():
            line = share_line(one, now())
            table.add_row(line.name, line.what, ", ".join(line.notes))
    paper().print(table)


@share.command("add", help=say("share_add_help"))
@click.argument("name")
@click.option("--charger", metavar="ID", help=say("share_charger_option"))
@click.option("--site", metavar="SITE", help=say("share_site_option"))
@click.option("--page", default="", metavar="PAGE", help=say("share_page_option"))
@click.option("--only", is_flag=True, help=say("share_only_option"))
@click.option("--days", type=int, default=USUAL_DAYS, show_default=True, help=say("share_days_option"))
@click.option("--no-end", is_flag=True, help=say("share_no_end_option"))
@click.option("--password-stdin", is_flag=True, help=say("share_stdin_option"))
@click.option("--origin", "origins", metavar="URL", multiple=True, help=say("share_origin_option"))
@located
def add(  # noqa: PLR0913 - one option for each thing that a share may be
    place: Place,
    name: str,
    *,
    charger: str | None,
    site: str | None,
    page: str,
    only: bool,
    days: int,
    no_end: bool,
    password_stdin: bool,
    origins: Sequence[str],
) -> None:
    """The command `add`."""
    from chargeboard.web.sharing.share_book import check_page  # noqa: PLC0415 - a web server takes long to load

    if bool(charger) == bool(site):
        raise click.UsageError(say("share_one_of_both"))
    kind = ShareKind.CHARGER if charger else ShareKind.SITE
    with _opened(place, "share_made", name) as (store, shares):
        about = known_station(store, charger) if charger else _known_site(place, store, site or "")
        below, _, query = page.strip().removeprefix("/").partition("?")
        asked = Share(
            name=name, kind=kind, about=about, below=below, query=query, is_only=only, origins=tuple(origins)
        )
        check_page(asked)
        password = sys.stdin.readline().rstrip("\r\n") if password_stdin else ""
        secret = shares.make(asked, days=None if no_end else days, password=password)
    tell(f"{place.url.rstrip('/')}/s/{secret}")
    tell(say("share_shown"), aside=True)


@share.command("revoke", help=say("share_revoke_help"))
@click.argument("name")
@located
def revoke(place: Place, name: str) -> None:
    """The command `revoke`."""
    with _opened(place, "share_revoked", name) as (_, shares):
        shares.drop(name)
    tell(say("share_revoked", name=name), aside=True)


def _known_site(place: Place, store: OwnedStore, name: str) -> str:
    """The site as it is spelled. Raises: ClickException."""
    names = SiteBook(place.settings, store).names()
    found = next((one for one in names if folded(one) == folded(name)), None)
    if found is None:
        raise click.ClickException(say("no_such_site", site=name))
    return found


@contextmanager
def _opened(place: Place, what: str = "", name: str = "") -> Iterator[tuple[OwnedStore, Shares]]:
    """The shares; what cannot be is told plainly, and what is changed is written down."""
    with place.store() as store, people_at(place, store) as people:
        try:
            with noted(place, store, what, SHARE, name) if what else nullcontext():
                yield store, people.shares
        except (ShareError, PasswordError) as error:
            raise click.ClickException(str(error)) from error
