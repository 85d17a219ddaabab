"""`chargeboard hide`: what was kept by other rules of privacy, hidden by today's, and the file wiped."""

from __future__ import annotations

from collections.abc import Iterator

import click

from chargeboard.cli.database.words import say
from chargeboard.cli.place import Place, located, refreshed
from chargeboard.cli.progress import Bar, progress_bar
from chargeboard.cli.terminal import tell
from chargeboard.run.upkeep.hiding import hide_all
from chargeboard.store import OwnedStore


@click.command(help=say("hide_help"))
@located
def hide(place: Place) -> None:
    """The command `hide`."""
    with place.alone("chargeboard hide"), place.store() as store, progress_bar() as bar:
        place.begin_keeping(store)
        changed = hidden_again(place, store, bar)
        projector = place.projector_over(store)
        failed = [station for station in changed if not refreshed(projector, station)]
        store.wipe()
        if not failed:
            store.note_wiped()
    tell(
        say("hidden", n=len(changed)),
        *out_of_reach(place),
    )


def hidden_again(place: Place, store: OwnedStore, bar: Bar) -> list[str]:
    """Whose frames changed, so that they are to be understood again."""
    if store.is_hidden:
        return []
    tell_done = bar.begin(say("hiding"))

    def told(done: int, of: int) -> None:
        tell_done(done, of, say("of_chargers", done=done, n=of))

    changed = hide_all(store, told)
    place.hide_rejected()
    store.all_hidden()
    return changed


def out_of_reach(place: Place) -> Iterator[str]:
    """What still holds it as it was."""
    backup = place.settings.backup
    copies = place.address.backups_in(backup.folder) if backup.folder else []
    if copies:
        yield say("backups_still_hold", n=backup.keep, every_h=f"{backup.every_h:g}")
        yield from (f"    {copy}" for copy in copies)
    yield say("not_reached")
