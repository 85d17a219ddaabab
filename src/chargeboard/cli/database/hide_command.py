"""`chargeboard hide`: what was kept by other rules of privacy, hidden by today's, and the file wiped."""

from __future__ import annotations

from collections.abc import Iterator

import click
from rich.progress import Progress

from chargeboard.cli.place import Place, located, refreshed
from chargeboard.cli.terminal import progress_bar, say
from chargeboard.run.upkeep.hiding import hide_all
from chargeboard.store import OwnedStore
from chargeboard.words.formats import several


@click.command()
@located
def hide(place: Place) -> None:
    """
    Hide secrets and people in what was kept before, as it is done today, and wipe the file.

    `chargeboard serve` and `import` do the first by themselves, and `serve` the second where the file is no
    larger than 256 MiB. Nobody may use the database meanwhile. Wiping takes as long, and as much room, as
    copying the file does.
    """
    with place.alone("chargeboard hide"), place.store() as store, progress_bar() as bar:
        place.begin_keeping(store)
        changed = hidden_again(place, store, bar)
        desk = place.desk_over(store)
        failed = [station for station in changed if not refreshed(desk, station)]
        store.wipe()
        if not failed:
            store.note_wiped()
    say(
        f"Messages of {several(len(changed), 'charger')} held what is hidden today: "
        "it is hidden, and the file wiped",
        *out_of_reach(place),
    )


def hidden_again(place: Place, store: OwnedStore, bar: Progress) -> list[str]:
    """Whose frames changed, so that they are to be understood again."""
    if store.is_hidden:
        return []
    task = bar.add_task("hiding", rate="")

    def told(done: int, of: int) -> None:
        bar.update(task, completed=done, total=of, rate=f"{done} of {of} chargers")

    changed = hide_all(store, told)
    place.hide_rejected()
    store.all_hidden()
    return changed


def out_of_reach(place: Place) -> Iterator[str]:
    """What still holds it as it was."""
    backup = place.settings.backup
    copies = place.address.backups_in(backup.folder) if backup.folder else []
    if copies:
        yield (
            "These backups still hold it as it was, until they are rotated out "
            f"({backup.keep} are kept, one every {backup.every_h:g} h):"
        )
        yield from (f"    {copy}" for copy in copies)
    yield (
        "Not reached from here, and to be looked after by hand: other copies of the database, what was "
        "exported or downloaded from it, and logs that it was imported from."
    )
