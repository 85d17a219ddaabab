"""`chargeboard import`: logs of other systems, into the journal and on to the page."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import click

from chargeboard.capture.formats import FORMATS
from chargeboard.capture.parquet_log import blocks_also_of_parquet
from chargeboard.cli.crew import jobs_option
from chargeboard.cli.logs.bringing import Wanted, bring_in
from chargeboard.cli.logs.words import say
from chargeboard.cli.place import Place, located
from chargeboard.cli.progress import progress_bar
from chargeboard.cli.terminal import tell
from chargeboard.time.days import zone_of


class Zone(click.ParamType[ZoneInfo]):
    """An IANA time zone."""

    name = "zone"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> ZoneInfo:
        """The zone of that name."""
        try:
            return zone_of(str(value))
        except (KeyError, ValueError, OSError):
            self.fail(say("no_such_zone", zone=value), param, ctx)


@click.command("import", help=say("import_help"))
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["auto", *FORMATS]),
    default="auto",
    show_default=True,
    help=say("import_format_option"),
)
@click.option("--station", metavar="ID", default="", help=say("station_option"))
@click.option("--tz", metavar="ZONE", type=Zone(), help=say("zone_option"))
@jobs_option
@located
def import_(
    place: Place, files: Sequence[str], format_: str, station: str, tz: ZoneInfo | None, jobs: int | None
) -> None:
    """The command `import`."""
    wanted = Wanted(files, format_, station, tz, jobs, unpack=blocks_also_of_parquet)
    with progress_bar() as bar:
        brought = bring_in(place, wanted, bar)
    for line in brought.lines:
        tell(line)
    if not brought.is_whole:
        sys.exit(1)
