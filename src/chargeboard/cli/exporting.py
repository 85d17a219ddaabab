"""`chargeboard export`: sessions and days as CSV."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import click

from chargeboard.cli.place import Place, known_station, located
from chargeboard.domain.board import Board
from chargeboard.domain.span import day_of
from chargeboard.run.clock import now
from chargeboard.web.asked import BadParameterError, asked

SESSION_COLUMNS = (
    "charger",
    "socket",
    "start",
    "end",
    "duration_s",
    "energy_wh",
    "completed",
    "reason",
    "end_inferred",
    "flags",
    "transaction_ids",
)
DAY_COLUMNS = (
    "charger",
    "date",
    "in_use_s",
    "available_s",
    "utilization_pct",
    "coverage_pct",
    "attempts",
    "successes",
    "success_pct",
    "sessions",
    "energy_wh",
    "outage_s",
    "uptime_nevi_pct",
    "partial",
)


@click.command()
@click.argument("what", type=click.Choice(["sessions", "days"]))
@click.option("--charger", metavar="ID", help="Only this charger. [default: all]")
@click.option(
    "--from", "from_", metavar="DATE", default="", help="The first local day. [default: 30 days ago]"
)
@click.option(
    "--to", metavar="DATE", default="", help="The local day after the last one. [default: tomorrow]"
)
@located
def export(place: Place, what: str, *, charger: str | None, from_: str, to: str) -> None:
    """
    Write sessions or days as CSV to standard output.

    Instants are UTC, days the charger's own, energy Wh, durations seconds; empty means not known.
    """
    try:
        window = asked({"from": from_, "to": to}).window
    except BadParameterError as error:
        raise click.UsageError(f"--{error.name}: {error}") from error
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(SESSION_COLUMNS if what == "sessions" else DAY_COLUMNS)
    with place.store() as store:
        desk = place.desk_over(store)
        stations = [known_station(store, charger)] if charger else desk.stations()
        for station in stations:
            seen = desk.board(station, window=window or _usual(place.profile(store, station).policy.timezone))
            rows.writerows(_sessions(seen) if what == "sessions" else _days(seen))


def _usual(zone: str) -> tuple[date, date]:
    """Thirty complete days and today, for every figure alike."""
    today = day_of(now(), zone)
    return today - timedelta(days=30), today + timedelta(days=1)


def _sessions(board: Board) -> Iterable[Sequence[object]]:
    for row in board.sessions:
        yield (
            board.charger.id,
            row.socket,
            row.start,
            row.end,
            row.duration_s,
            row.energy_wh,
            row.completed,
            row.reason,
            row.end_inferred,
            " ".join(row.flags),
            " ".join(row.transaction_ids),
        )


def _days(board: Board) -> Iterable[Sequence[object]]:
    success = {day.date: day for day in board.success}
    uptime = {day.date: day for day in board.uptime}
    use = {day.date: day for day in board.utilization}
    for text, sessions in board.sessions_per_day.items():
        day = date.fromisoformat(text)
        tried, used, up = success.get(day), use.get(day), uptime.get(day)
        yield (
            board.charger.id,
            text,
            used and used.in_use_s,
            used and used.available_s,
            used and used.pct,
            used and used.coverage_pct,
            tried and tried.attempts,
            tried and tried.successes,
            tried and tried.pct,
            sessions,
            board.energy_per_day_wh.get(text),
            up and up.outage_s,
            up and up.nevi_pct,
            used and used.partial,
        )
