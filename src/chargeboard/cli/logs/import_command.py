"""`chargeboard import`: logs of other systems, into the journal and on to the page."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import click

from chargeboard.capture.formats import FORMATS
from chargeboard.capture.parquet_log import blocks_also_of_parquet
from chargeboard.cli.crew import jobs_option
from chargeboard.cli.logs.bringing import Wanted, bring_in
from chargeboard.cli.logs.log_options import format_option, say_brought, station_option, zone_option
from chargeboard.cli.logs.words import say
from chargeboard.cli.place import Place, located
from chargeboard.cli.progress import progress_bar


@click.command("import", help=say("import_help"))
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@format_option(FORMATS, say("import_format_option"))
@station_option
@zone_option
@jobs_option
@located
def import_(
    place: Place, files: Sequence[str], format_: str, station: str, tz: ZoneInfo | None, jobs: int | None
) -> None:
    """The command `import`."""
    wanted = Wanted(files, format_, station, tz, jobs, unpack=blocks_also_of_parquet)
    with progress_bar() as bar:
        brought = bring_in(place, wanted, bar)
    say_brought(brought)
