"""`chargeboard import`: logs of other systems, and sessions that they exported, on to the page."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import click

from chargeboard.capture.formats import FORMATS
from chargeboard.capture.parquet_log import blocks_also_of_parquet
from chargeboard.capture.session_files.importing import FORMAT as SESSIONS
from chargeboard.cli.crew import jobs_option
from chargeboard.cli.logs.bringing import Wanted, bring_in
from chargeboard.cli.logs.log_options import format_option, say_brought, station_option, zone_option
from chargeboard.cli.logs.sessions_found import are_clear, are_of_sessions, settled_of
from chargeboard.cli.logs.words import say
from chargeboard.cli.pairs_given import pairs_given
from chargeboard.cli.place import Place, located
from chargeboard.cli.progress import progress_bar


@click.command("import", help=say("import_help"))
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@format_option([*FORMATS, SESSIONS], say("import_format_option"))
@station_option
@zone_option
@click.option("--map", "map_", metavar="WHAT=COLUMN", multiple=True, help=say("map_option"))
@click.option("--yes", "is_confirmed", is_flag=True, help=say("yes_option"))
@jobs_option
@located
def import_(
    place: Place,
    files: Sequence[str],
    *,
    format_: str,
    station: str,
    tz: ZoneInfo | None,
    map_: Sequence[str],
    is_confirmed: bool,
    jobs: int | None,
) -> None:
    """The command `import`."""
    pairs = pairs_given(map_, "start=Arrival")
    of_sessions = are_of_sessions(files, format_, pairs)
    sessions = settled_of(place, of_sessions, pairs, station, tz)
    if not are_clear(sessions, is_confirmed=is_confirmed):
        from chargeboard.cli.logs.sessions_printed import show  # noqa: PLC0415 - few imports draw

        show(place, sessions)
        sys.exit(1)
    logs = [file for file in files if file not in of_sessions]
    wanted = Wanted(logs, format_, station, tz, jobs, unpack=blocks_also_of_parquet, sessions=sessions)
    with progress_bar() as bar:
        brought = bring_in(place, wanted, bar)
    say_brought(brought)
