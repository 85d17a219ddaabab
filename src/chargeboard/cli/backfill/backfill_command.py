"""`chargeboard backfill`: years of logs, by all cores, and on after whatever cut it off."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import click

from chargeboard.capture.formats import FORMATS
from chargeboard.cli.backfill.backfilling import Wanted, backfill
from chargeboard.cli.backfill.words import say
from chargeboard.cli.logs.import_command import Zone
from chargeboard.cli.logs.words import say as say_of_logs
from chargeboard.cli.place import Place, located
from chargeboard.cli.progress import progress_bar
from chargeboard.cli.terminal import tell


@click.command("backfill", help=say("backfill_help"))
@click.argument("paths", metavar="FOLDER|FILE...", nargs=-1, required=True)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["auto", *FORMATS]),
    default="auto",
    show_default=True,
    help=say_of_logs("import_format_option"),
)
@click.option("--station", metavar="ID", default="", help=say_of_logs("station_option"))
@click.option("--tz", metavar="ZONE", type=Zone(), help=say_of_logs("zone_option"))
@click.option("--jobs", type=click.IntRange(min=1), help=say("jobs_option"))
@click.option("--again", is_flag=True, help=say("again_option"))
@located
def backfill_(
    place: Place,
    paths: Sequence[str],
    *,
    format_: str,
    station: str,
    tz: ZoneInfo | None,
    jobs: int | None,
    again: bool,
) -> None:
    """The command `backfill`."""
    wanted = Wanted(paths, format_, station, tz.key if tz else "", jobs, again)
    with progress_bar(is_long=True) as bar:
        brought = backfill(place, wanted, bar)
    for line in brought.lines:
        tell(line)
    if not brought.is_whole:
        sys.exit(1)
