"""`chargeboard backfill`: years of logs, by all cores, and on after whatever cut it off."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import click

from chargeboard.capture.formats import FORMATS
from chargeboard.cli.backfill.backfilling import Wanted, backfill
from chargeboard.cli.backfill.words import say
from chargeboard.cli.logs.log_options import format_option, say_brought, station_option, zone_option
from chargeboard.cli.logs.words import say as say_of_logs
from chargeboard.cli.place import Place, located
from chargeboard.cli.progress import progress_bar


@click.command("backfill", help=say("backfill_help"))
@click.argument("paths", metavar="FOLDER|FILE...", nargs=-1, required=True)
@format_option(FORMATS, say_of_logs("import_format_option"))
@station_option
@zone_option
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
    say_brought(brought)
