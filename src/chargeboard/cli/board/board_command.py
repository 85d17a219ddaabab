"""`chargeboard board`: the page of one charger in the terminal, or the document of the API."""

from __future__ import annotations

import click

from chargeboard.cli.board.text_board import text_board
from chargeboard.cli.board.words import say
from chargeboard.cli.known_station import known_station
from chargeboard.cli.paper import paper
from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import say_json
from chargeboard.web.urls.asked import BadParameterError, asked

_INSTANT = say("instant")


@click.command(help=say("board_help"))
@click.argument("charger")
@click.option("--at", metavar="INSTANT", default="", help=say("at_option", instant=_INSTANT))
@click.option("--from", "from_", metavar="DATE", default="", help=say("from_option"))
@click.option("--through", metavar="DATE", default="", help=say("through_option"))
@click.option("--to", metavar="DATE", default="", help=say("to_option"))
@click.option("--timeline-from", metavar="INSTANT", default="", help=say("timeline_from_option"))
@click.option("--timeline-to", metavar="INSTANT", default="", help=say("timeline_to_option"))
@click.option("--json", "as_json", is_flag=True, help=say("json_option"))
@located
def board(
    place: Place,
    charger: str,
    *,
    as_json: bool,
    **spans: str,
) -> None:
    """The command `board`."""
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
