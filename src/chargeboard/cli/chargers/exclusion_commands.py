"""`chargeboard exclusion`: maintenance, and what else excuses an outage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial

import click

from chargeboard.capture.csv_rows import NotCsvError, csv_rows
from chargeboard.cli.chargers.words import say
from chargeboard.cli.noting import noted
from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import tell
from chargeboard.domain.codes import ExclusionKind
from chargeboard.ports.store import Store
from chargeboard.run.clock import now
from chargeboard.run.excluding import ExclusionError, Exclusions, NoSuchExclusionError
from chargeboard.run.exclusion_plan import planned
from chargeboard.run.people.audited import EXCLUSION

_KINDS = ", ".join(ExclusionKind)


@click.group(help=say("exclusion_help"))
def exclusion() -> None:
    """The command `exclusion`."""


def exclusions_of(place: Place, store: Store) -> Exclusions:
    """The windows of a store, and its chargers."""
    return Exclusions(store, partial(place.profile, store), place.settings.sites, now)


@contextmanager
def _opened(place: Place) -> Iterator[tuple[Store, Exclusions]]:
    with place.store() as store:
        try:
            yield store, exclusions_of(place, store)
        except ExclusionError as error:
            raise click.UsageError(say("bad_exclusion", error=error)) from error
        except NoSuchExclusionError as error:
            raise click.ClickException(say("no_exclusion", id=str(error))) from error


@exclusion.command("list", help=say("exclusion_list_help"))
@located
def list_(place: Place) -> None:
    """The command `list`."""
    whom, kind, start, end = (
        say("exclusion_whom"),
        say("exclusion_kind"),
        say("exclusion_from"),
        say("exclusion_until"),
    )
    table = plain_table(say("id"), whom, kind, start, end, "")
    with _opened(place) as (_, exclusions):
        for one in exclusions.all():
            socket = "" if one.socket is None else say("exclusion_socket", socket=one.socket)
            table.add_row(
                one.id,
                f"{one.charger}{socket}" if one.charger else say("exclusion_site", site=one.site),
                one.kind,
                say("exclusion_at", at=one.from_at),
                say("exclusion_at", at=one.until_at),
                " · ".join(text for text in (one.reason, one.note, one.by) if text),
            )
    paper().print(table)


@exclusion.command("add", help=say("exclusion_add_help"))
@click.argument("whom", metavar="CHARGER")
@click.option("--kind", required=True, metavar="KIND", help=say("exclusion_kind_option", kinds=_KINDS))
@click.option("--from", "start", required=True, metavar="TIME", help=say("exclusion_from_option"))
@click.option("--until", "end", required=True, metavar="TIME", help=say("exclusion_until_option"))
@click.option("--site", "is_site", is_flag=True, help=say("exclusion_site_option"))
@click.option("--socket", default="", metavar="NUMBER", help=say("exclusion_socket_option"))
@click.option("--reason", default="", help=say("exclusion_reason_option"))
@click.option("--note", default="", help=say("exclusion_note_option"))
@click.option("--by", "who", default="", help=say("exclusion_by_option"))
@located
def add(place: Place, whom: str, start: str, end: str, who: str, *, is_site: bool, **said: str) -> None:
    """The command `add`."""
    of = {"site" if is_site else "charger": whom}
    with (
        _opened(place) as (store, exclusions),
        noted(place, store, "exclusion_declared", EXCLUSION) as change,
    ):
        window = exclusions.declare({**said, **of, "from": start, "until": end, "by": who})
        change.make(window.id)
    tell(say("exclusion_kept", id=window.id, start=window.from_at, end=window.until_at))


@exclusion.command("remove", help=say("exclusion_remove_help"))
@click.argument("id_", metavar="ID")
@located
def remove(place: Place, id_: str) -> None:
    """The command `remove`."""
    with _opened(place) as (store, exclusions), noted(place, store, "exclusion_removed", EXCLUSION, id_):
        exclusions.drop(id_)
    tell(say("exclusion_removed", id=id_))


@exclusion.command("import", help=say("exclusion_import_help"))
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--month", default="", metavar="MONTH", help=say("exclusion_month_option"))
@click.option("--dry-run", "is_dry", is_flag=True, help=say("list_dry_option"))
@located
def import_(place: Place, file: str, *, month: str, is_dry: bool) -> None:
    """The command `import`."""
    with click.open_file(file, "rb") as opened:
        data = opened.read()
    with _opened(place) as (store, exclusions):
        try:
            plan = planned(exclusions, csv_rows(data), _month(month))
        except NotCsvError as error:
            raise click.ClickException(f"{file}:{error.line}: {error}") from error
        tell(*(f"{file}:{one.line}: {one.charger} {one.why}" for one in plan.refused), aside=True)
        told = {"new": len(plan.rows), "refused": len(plan.refused), "unchanged": plan.unchanged}
        tell(say("exclusion_planned", **told), aside=True)
        if plan.refused:
            raise click.ClickException(say("exclusion_list_refused"))
        if is_dry or not plan.rows:
            return
        ids = [row.window.id for row in plan.rows]
        with noted(place, store, "exclusion_declared", EXCLUSION, *ids):
            exclusions.declare_all(row.window for row in plan.rows)


def _month(text: str) -> date | None:
    if not text:
        return None
    year, _, number = text.partition("-")
    if not (year.isdecimal() and number.isdecimal() and 1 <= int(number) <= 12 and 2000 <= int(year) < 3000):
        raise click.UsageError(say("exclusion_no_month", text=text))
    return date(int(year), int(number), 1)
