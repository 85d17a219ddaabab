"""`chargeboard copy`: from one engine to another."""

from __future__ import annotations

from contextlib import ExitStack

import click

from chargeboard.cli.database.words import say
from chargeboard.cli.place import Place, lasting, located
from chargeboard.cli.terminal import tell
from chargeboard.store import StoreError
from chargeboard.store.copying import Compared, Copying

_ROUNDS = 5


@click.command("copy", help=say("copy_help"))
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@located
def copy(place: Place, source: str, target: str) -> None:
    """The command `copy`."""
    folder = place.settings.server.data_folder
    old, new = lasting(source, folder), lasting(target, folder)
    with ExitStack() as held:
        held.enter_context(new.alone("chargeboard copy", say("end_it_first")))
        try:
            held.enter_context(old.alone("chargeboard copy", say("end_it_first")))
            is_in_use = False
        except StoreError:
            is_in_use = True
        from_store = old.open(read_only=True)
        held.callback(from_store.close)
        to_store = new.open()
        held.callback(to_store.close)
        copying = Copying(from_store.database, to_store.database, old.shown)
        if old.beside.stem != new.beside.stem:
            old.beside.copy_to(new.beside)
        done = _rounds(copying, 1 if is_in_use else _ROUNDS)
        if is_in_use:
            tell(say("copied_while_used", n=done.changed, source=old.shown, target=new.shown))
            return
        if done.changed:
            raise click.ClickException(say("copy_differs", n=done.changed, source=old.shown))
        copying.finish()
    tell(say("copied", n=done.rows, source=old.shown, target=new.shown))
    tell(say("switch_now", target=new.shown))


def _rounds(copying: Copying, most: int) -> Compared:
    """Until nothing differs; what the last one came to."""
    done = Compared(0, 0)
    for _ in range(most):
        done = copying.round(
            lambda name, rows: tell(say("copied_table", name=name, n=rows), aside=True) if rows else None
        )
        if not done.changed:
            break
    return done
