"""`chargeboard export`: sessions and days as CSV; these, frames and facts as Parquet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from importlib.util import find_spec
from operator import attrgetter
from pathlib import Path

import click

from chargeboard.cli.export.words import say
from chargeboard.cli.known_station import known_station
from chargeboard.cli.place import Place, located, refreshed
from chargeboard.cli.progress import progress_bar
from chargeboard.cli.terminal import stream, tell
from chargeboard.documents import sheets
from chargeboard.domain.figures.lists import SessionOrder
from chargeboard.run.answering.list_filters import ListScope, SessionFilter
from chargeboard.run.clock import now
from chargeboard.time.days import day_of
from chargeboard.web.urls.asked import BadParameterError, asked, date_of, in_todays_words

_USUAL = timedelta(days=30)
_WHAT = ["frames", "facts", "sessions", "days"]
_SHEETS = {sheet.name: sheet for sheet in (sheets.SESSIONS, sheets.DAYS)}
_OLDEST_FIRST = SessionFilter(order=SessionOrder.START)


@click.command(help=say("export_help"))
@click.argument("what", metavar="WHAT...", nargs=-1, required=True, type=click.Choice(_WHAT))
@click.option("--parquet", metavar="FOLDER", help=say("export_parquet_option"))
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
@click.option("--only-missing", is_flag=True, help=say("export_only_missing_option"))
@located
def export(
    place: Place,
    what: Sequence[str],
    *,
    parquet: str | None,
    charger: str | None,
    from_: str,
    through: str,
    to: str,
    only_missing: bool,
) -> None:
    """The command `export`."""
    dates = {"from": from_, "through": through, "to": to}
    asked_for = _window(dates, "UTC")  # what cannot be understood is said before anything is written
    if parquet is None:
        if only_missing:
            raise click.UsageError(say("only_with_parquet"))
        if len(what) > 1 or what[0] not in _SHEETS:
            raise click.UsageError(say("one_as_csv", what=" ".join(what)))
        _as_csv(place, _SHEETS[what[0]], charger, dates)
        return
    if find_spec("pyarrow") is None:
        raise click.ClickException(say("needs_pyarrow"))
    first = asked_for[0] if asked_for and from_ else None
    last = asked_for[1] - timedelta(days=1) if asked_for and (through or to) else None
    _as_parquet(place, dict.fromkeys(what), Path(parquet), charger, (first, last), only_missing=only_missing)


def _as_csv(place: Place, sheet: sheets.Sheet, charger: str | None, dates: Mapping[str, str]) -> None:
    """A list, on standard output."""
    rows = csv.writer(stream(), lineterminator="\n")
    rows.writerow(sheet.heads)
    with place.store() as store:
        desk = place.desk_over(store)
        for station in [known_station(store, charger)] if charger else desk.stations():
            window = _window(dates, place.profile(store, station).policy.timezone)
            if sheet is sheets.DAYS:
                listed = desk.evidence.days(station, ListScope(window=window))
                rows.writerows(sheet.cells(listed.charger, sorted(listed.days, key=attrgetter("date"))))
            else:
                rows.writerows(
                    sheet.cells(
                        *desk.evidence.sessions_whole(station, ListScope(window=window), _OLDEST_FIRST)
                    )
                )


def _as_parquet(
    place: Place,
    what: Iterable[str],
    folder: Path,
    charger: str | None,
    dates: tuple[date | None, date | None],
    *,
    only_missing: bool,
) -> None:
    """Files of months; the library that writes them is loaded where it is needed, and may not be there."""
    from chargeboard.cli.export.parquet_export import Dates, ParquetExport  # noqa: PLC0415 - see above
    from chargeboard.cli.export.rows import Rows, whose  # noqa: PLC0415 - see above

    with place.store() as store, progress_bar() as bar:
        desk = place.desk_over(store)
        stations = [known_station(store, charger)] if charger else sorted(desk.stations())
        at = now()
        written = ParquetExport(
            folder,
            Rows(desk, store),
            [whose(station, place.profile(store, station), at) for station in stations],
            at,
            store.all_kept_since(),
            only_missing,
        )
        written.claim(charger and stations[0])
        projector = place.projector_over(store)
        for station in stations:
            refreshed(projector, station)
        for table in what:
            for line in written.write(table, Dates(*dates), bar):
                tell(line)


def _window(dates: Mapping[str, str], zone: str) -> tuple[date, date] | None:
    """What is asked for; of an end that is not named it is today, for every figure alike."""
    try:
        query = in_todays_words(dates)
        first, last = date_of(query, "from"), date_of(query, "through")
        last = last or max(day_of(now(), zone), first or date.min)
        return asked(query | {"from": str(first or last - _USUAL), "through": str(last)}).window
    except BadParameterError as error:
        raise click.UsageError(f"--{error.name}: {error}") from error
