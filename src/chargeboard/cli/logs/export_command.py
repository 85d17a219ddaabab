"""`chargeboard export`: sessions and days as CSV."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from operator import attrgetter

import click

from chargeboard.cli.known_station import known_station
from chargeboard.cli.logs.words import say
from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import stream
from chargeboard.documents import sheets
from chargeboard.domain.figures.lists import SessionOrder
from chargeboard.run.answering.list_filters import ListScope, SessionFilter
from chargeboard.run.clock import now
from chargeboard.time.days import day_of
from chargeboard.web.urls.asked import BadParameterError, asked, date_of, in_todays_words

_USUAL = timedelta(days=30)
_OLDEST_FIRST = SessionFilter(order=SessionOrder.START)


@click.command(help=say("export_help"))
@click.argument("what", type=click.Choice(["sessions", "days"]))
@click.option("--charger", metavar="ID", help=say("export_charger_option"))
@click.option(
    "--from",
    "from_",
    metavar="DATE",
    default="",
    help=say("export_from_option"),
)
@click.option("--through", metavar="DATE", default="", help=say("export_through_option"))
@click.option("--to", metavar="DATE", default="", help=say("export_to_option"))
@located
def export(place: Place, what: str, *, charger: str | None, from_: str, through: str, to: str) -> None:
    """The command `export`."""
    sheet = sheets.SESSIONS if what == "sessions" else sheets.DAYS
    dates = {"from": from_, "through": through, "to": to}
    _window(dates, "UTC")  # what cannot be understood is said before anything is written
    rows = csv.writer(stream(), lineterminator="\n")
    rows.writerow(sheet.heads)
    with place.store() as store:
        desk = place.desk_over(store)
        for station in [known_station(store, charger)] if charger else desk.stations():
            window = _window(dates, place.profile(store, station).policy.timezone)
            if what == "days":
                listed = desk.evidence.days(station, ListScope(window=window))
                rows.writerows(sheet.cells(listed.charger, sorted(listed.days, key=attrgetter("date"))))
            else:
                rows.writerows(
                    sheet.cells(
                        *desk.evidence.sessions_whole(station, ListScope(window=window), _OLDEST_FIRST)
                    )
                )


def _window(dates: Mapping[str, str], zone: str) -> tuple[date, date] | None:
    """What is asked for; of an end that is not named it is today, for every figure alike."""
    try:
        query = in_todays_words(dates)
        first, last = date_of(query, "from"), date_of(query, "through")
        last = last or max(day_of(now(), zone), first or date.min)
        return asked(query | {"from": str(first or last - _USUAL), "through": str(last)}).window
    except BadParameterError as error:
        raise click.UsageError(f"--{error.name}: {error}") from error
