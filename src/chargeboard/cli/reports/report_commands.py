"""`chargeboard report`: weeks and months, now or again and again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from chargeboard.channels.folder.folder import write_whole
from chargeboard.channels.registry import carriers
from chargeboard.cli.known_station import known_station
from chargeboard.cli.noting import noted
from chargeboard.cli.pairs_given import pairs_given
from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.place import Place, located, refreshed
from chargeboard.cli.reports.words import say
from chargeboard.cli.terminal import tell
from chargeboard.domain.figures.report import ReportOf
from chargeboard.domain.periods import Every, Period, period_named, period_of
from chargeboard.domain.report_orders import FileForm, ReportAsked, next_due
from chargeboard.run.answering.reporting.reader import NoDayYetError
from chargeboard.run.answering.site import UnknownSiteError
from chargeboard.run.clock import now
from chargeboard.run.people.audited import REPORT
from chargeboard.run.reporting.book import NoSuchOrderError, ReportBook, last_over
from chargeboard.run.reporting.checking import FIELDS, OrderError, checked_order
from chargeboard.run.reporting.saying import about, when
from chargeboard.store import OwnedStore
from chargeboard.time.days import day_of
from chargeboard.words.wall_clock import Local


@click.group(help=say("report_help"))
def report() -> None:
    """The command `report`."""


@contextmanager
def book_of(place: Place, *, is_made: bool = False) -> Iterator[ReportBook]:
    """The reports of the place; what cannot be done is told in a sentence."""
    with place.store(is_made=is_made) as store:
        try:
            yield ReportBook(store, now, place.settings.orders)
        except NoSuchOrderError as error:
            code = "order_of_file" if error.is_of_file else "no_order"
            raise click.ClickException(say(code, name=error.name)) from error


@report.command("list", help=say("list_help"))
@located
def list_(place: Place) -> None:
    """The command `list`."""
    table = plain_table(say("name"), say("about"), say("when"), say("where"), say("next"), say("lately"))
    with book_of(place) as book:
        for known in book.orders():
            order = known.order
            table.add_row(
                order.name,
                about(order),
                when(order),
                ", ".join((*order.channels, *order.to)),
                Local(order.zone, now()).in_full(known.following.at),
                "; ".join(known.lately),
            )
    paper().print(table)


@report.command("add", help=say("add_help", keys=", ".join(FIELDS)))
@click.argument("name")
@click.argument("values", metavar="[KEY=VALUE]...", nargs=-1)
@located
def add(place: Place, name: str, values: Sequence[str]) -> None:
    """The command `add`."""
    given = pairs_given(values, "every=month")
    with book_of(place, is_made=True) as book:
        try:
            order = checked_order(
                name, {"zone": book.zone} | given, [one.name for one in carriers(book.store.alert_channels())]
            )
        except OrderError as error:
            raise click.UsageError(say("bad_order", name=name, error=error)) from error
        with noted(place, book.store, "report_kept", REPORT, name):
            book.save(order)
    at = Local(order.zone, now()).in_full(next_due(order, now()).at)
    tell(say("order_kept", name=name, at=at))


@report.command("remove", help=say("remove_help"))
@click.argument("name")
@located
def remove(place: Place, name: str) -> None:
    """The command `remove`."""
    with book_of(place) as book, noted(place, book.store, "report_removed", REPORT, name):
        book.drop(name)
    tell(say("order_removed", name=name))


@report.command("now", help=say("now_help"))
@click.argument("name", required=False)
@click.option("--charger", metavar="ID", help=say("charger_option"))
@click.option("--site", metavar="NAME", help=say("site_option"))
@click.option("--period", metavar="PERIOD", help=say("period_option"))
@click.option(
    "--every",
    type=click.Choice([one.value for one in Every]),
    default=Every.MONTH.value,
    help=say("every_option"),
)
@click.option(
    "--form",
    "forms",
    type=click.Choice([one.value for one in FileForm]),
    multiple=True,
    default=[FileForm.HTML.value],
    show_default=True,
    help=say("form_option"),
)
@click.option("--into", metavar="FOLDER", help=say("into_option"))
@located
def now_(
    place: Place,
    name: str | None,
    *,
    charger: str | None,
    site: str | None,
    period: str | None,
    every: str,
    forms: Sequence[str],
    into: str | None,
) -> None:
    """The command `now`."""
    if charger and site:
        raise click.UsageError(say("charger_or_site"))
    with book_of(place) as book:
        if into is None:
            if name is None:
                raise click.UsageError(say("name_or_into"))
            tell(say("put_out", n=book.send_now(name)))
            return
        store: OwnedStore = book.store  # type: ignore[assignment]
        if name is not None:
            asked = last_over(book.order(name), now())
        else:
            own = known_station(store, charger) if charger else ""
            asked = ReportAsked(
                order="-".join(filter(None, ("report", _plain(own or site or "")))),
                of=ReportOf.CHARGER if own else ReportOf.SITE if site else ReportOf.ALL,
                about=own or site or "",
                period=_period(period, Every(every)).name,
                forms=tuple(map(FileForm, forms)),
            )
        _put(place, store, asked, Path(into))


def _put(place: Place, store: OwnedStore, asked: ReportAsked, folder: Path) -> None:
    from chargeboard.cli.reports.making import made  # noqa: PLC0415 - what draws loads slowly

    desk, projector = place.desk_over(store), place.projector_over(store)
    for station in [asked.about] if asked.of == ReportOf.CHARGER else desk.stations():
        refreshed(projector, station)
    try:
        what = made(place, desk, asked, now())
    except NoDayYetError as error:
        raise click.ClickException(say("no_day_yet", period=error.period.name)) from error
    except UnknownSiteError as error:
        raise click.ClickException(say("no_such_site", site=error.site)) from error
    folder.mkdir(parents=True, exist_ok=True)
    for file in what.files:
        write_whole(folder / file.name, file.body)
        tell(str(folder / file.name))
    tell(*what.missing, aside=True)


def _period(text: str | None, every: Every) -> Period:
    if text is None:
        return period_of(every, day_of(now(), "UTC")).before
    found = period_named(text)
    if found is None:
        raise click.UsageError(say("no_such_period", period=text))
    return found


def _plain(text: str) -> str:
    """As part of a file's name."""
    return "".join(one if one.isalnum() or one in "._-" else "-" for one in text)
