"""`chargeboard board`: the page of one charger in the terminal, or the document of the API."""

from __future__ import annotations

import click

from chargeboard.cli.board.text_board import text_board
from chargeboard.cli.place import Place, known_station, located
from chargeboard.cli.terminal import paper, say_json
from chargeboard.web.urls.asked import BadParameterError, asked

_INSTANT = "An instant with its zone, such as 2026-11-21T13:00:00Z."


@click.command()
@click.argument("charger")
@click.option(
    "--at", metavar="INSTANT", default="", help=f"Nothing received later is used. {_INSTANT} [default: now]"
)
@click.option(
    "--from", "from_", metavar="DATE", default="", help="The first local day of every figure by day."
)
@click.option("--through", metavar="DATE", default="", help="The last local day, included.")
@click.option("--to", metavar="DATE", default="", help="Older form of --through: the day after the last one.")
@click.option(
    "--timeline-from", metavar="INSTANT", default="", help="Where the timeline begins. [default: 24 h ago]"
)
@click.option("--timeline-to", metavar="INSTANT", default="", help="Where the timeline ends.")
@click.option("--json", "as_json", is_flag=True, help="Print the document that the API gives.")
@located
def board(
    place: Place,
    charger: str,
    *,
    as_json: bool,
    **spans: str,
) -> None:
    """Show how CHARGER performs."""
    try:
        wanted = asked({name.rstrip("_"): text for name, text in spans.items()})
    except BadParameterError as error:
        raise click.UsageError(f"--{error.name.replace('_', '-')}: {error}") from error
    with place.store() as store:
        desk = place.desk_over(store)
        station = known_station(store, charger)
        if as_json:
            found = desk.board_json(station, at=wanted.at, window=wanted.window, timeline=wanted.timeline)
            say_json(found)
            return
        seen = desk.board(station, at=wanted.at, window=wanted.window, timeline=wanted.timeline)
        console = paper()
        for panel in text_board(seen, console.width):
            console.print(panel)
