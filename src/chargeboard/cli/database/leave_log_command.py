"""`chargeboard leave-log`: a database that a log fed keeps frames itself again."""

from __future__ import annotations

import click

from chargeboard.cli.database.words import say
from chargeboard.cli.place import Place, located
from chargeboard.cli.server.logged.log_of import log_of
from chargeboard.cli.terminal import tell
from chargeboard.store import OwnedStore
from chargeboard.stream.state import log_state


@click.command(help=say("leave_log_help"))
@click.option("--log", metavar="URL", help=say("leave_log_option"))
@click.option("--lost", is_flag=True, help=say("leave_log_lost_option"))
@located
def leave_log(place: Place, *, log: str | None, lost: bool) -> None:
    """The command `leave-log`."""
    place = Place(place.settings.with_options(log=log))
    with place.alone("chargeboard leave-log"), place.store() as store:
        name = store.log_name()
        if not name:
            raise click.ClickException(say("leave_no_log", database=place.database))
        if not lost:
            _see_that_all_is_read(place, store, name)
        store.leave_log()
    tell(say("log_left", database=place.database))


def _see_that_all_is_read(place: Place, store: OwnedStore, name: str) -> None:
    """Raises: ClickException where the log has more, or is another one; LogError."""
    address = log_of(place)
    if address is None:
        raise click.ClickException(say("leave_which_log"))
    found = log_state(address, store.log_positions())
    if found.name != name:
        raise click.ClickException(say("leave_another_log", log=address.shown))
    if left := sum(part.messages for part in found.parts):
        raise click.ClickException(say("leave_unread_log", n=left, log=address.shown))
