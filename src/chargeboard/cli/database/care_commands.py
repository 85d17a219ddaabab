"""`chargeboard rebuild`, `backup`, `restore`, `rejected` and `retain`: looking after a database."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

import click

from chargeboard.cli.crew import cores, crew_of, jobs_option, understand
from chargeboard.cli.database.words import say
from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.place import Place, lasting, located
from chargeboard.cli.progress import progress_bar
from chargeboard.cli.terminal import tell
from chargeboard.run.clock import now
from chargeboard.store import Holdings
from chargeboard.time.instants import BEGINNING, Instant, datetime_of

_SHOWN = 300
"""Of a line as many signs as help to find it."""
_WORTH_SHARING_FACTS = 150_000
"""Fewer are computed again before a process is there to share the work."""


@click.command(help=say("rebuild_help"))
@jobs_option
@located
def rebuild(place: Place, jobs: int | None) -> None:
    """The command `rebuild`."""
    with place.store() as store, progress_bar() as bar, ExitStack() as shared:
        projector = place.projector_over(store)
        facts = {station: store.fact_count(station) for station in projector.heard()}
        jobs = jobs or (cores() if sum(facts.values()) >= _WORTH_SHARING_FACTS else 1)
        crew = shared.enter_context(crew_of(place, jobs, store.heads()))
        # the longest first, so that none is left to one process at the end
        stations = sorted(facts, key=facts.__getitem__, reverse=True)
        if understand(projector, stations, bar, crew, is_again=True):
            sys.exit(1)
    tell(say("computed_again", n=len(facts)))


@click.command(help=say("backup_help"))
@click.argument("path", type=click.Path())
@located
def backup(place: Place, path: str) -> None:
    """The command `backup`."""
    target = lasting(path).shown
    with place.store() as store:
        held = store.backup(target)
    tell(say("backed_up", path=target, database=place.database, counted=_counted(held)))


@click.command(help=say("restore_help"))
@click.argument("backup_", metavar="BACKUP", type=click.Path())
@located
def restore(place: Place, backup_: str) -> None:
    """The command `restore`."""
    source = lasting(backup_).shown
    if Path(source).is_dir():
        newest = max(place.address.backups_in(source), default=None)
        hint = say("newest_in_folder", newest=newest) if newest else ""
        raise click.ClickException(say("backup_is_folder", backup=source, hint=hint))
    with place.alone("chargeboard restore"):
        done = place.address.restore(source, f"{datetime_of(now()):%Y%m%dT%H%M%SZ}")
    tell(say("backed_up", path=place.database, database=source, counted=_counted(done.holdings)))
    if done.kept is not None:
        tell(say("previous_kept", folder=done.kept))
    key = place.address.beside.key
    if not done.brought_key:
        stays = say("key_stays" if key and key.exists() else "key_is_new")
        tell(say("no_key_in_backup", what=stays), aside=True)


def _counted(held: Holdings) -> str:
    return say(
        "frames_of_chargers", frames=say("frames", n=held.frames), chargers=say("chargers", n=held.stations)
    )


@click.command(help=say("rejected_help"))
@click.option("--file", "name", metavar="NAME", default="", help=say("rejected_file_option"))
@located
def rejected(place: Place, name: str) -> None:
    """The command `rejected`."""
    rejects = place.rejects()
    lines = [reject for reject in rejects if name in reject.file]
    for line in lines:
        tell(f"{line.file}:{line.line}: {line.reason}")
        tell(f"    {line.text[:_SHOWN]}")
    more = say("more_not_kept", n=rejects.left_out) if rejects.left_out else ""
    tell(say("rejected", n=len(lines), more=more), aside=True)


@click.command(help=say("retain_help"))
@located
def retain(place: Place) -> None:
    """The command `retain`."""
    with place.store() as store, progress_bar() as bar:
        projector, stations = place.projector_over(store), store.stations()
        told = bar.begin(say("deleting"), len(stations))
        for done, station in enumerate(stations, 1):
            while projector.let_go(station):
                pass
            told(done)
        found = {station: store.kept_since(station) for station in stations}
    table = plain_table(say("charger"), say("messages_since"), say("evidence_since"), say("sessions_since"))
    for station, known in found.items():
        table.add_row(station, *(_since(at) for at in (known.frames, known.evidence, known.sessions)))
    paper().print(table)


def _since(at: Instant) -> str:
    return say("since_the_first") if at == BEGINNING else say("since_at", at=at)
