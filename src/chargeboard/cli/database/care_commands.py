"""`chargeboard rebuild`, `backup`, `restore` and `doctor`: looking after a database."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from chargeboard.cli.place import Place, located, tell_failed
from chargeboard.cli.server.addresses import doubts, front_of
from chargeboard.cli.terminal import paper, plain_table, progress_bar, say
from chargeboard.config import GUARD, checked
from chargeboard.domain.terminal import command
from chargeboard.run.clock import now
from chargeboard.run.upkeep.retention import holds_back
from chargeboard.store import Finding, Holdings, OwnedStore, store_at
from chargeboard.time.instants import BEGINNING, Instant, datetime_of, text_of
from chargeboard.words.formats import several

_SHOWN = 300
"""Of a line as many signs as help to find it."""
_MARKS = {"ok": "ok     ", "warning": "warning", "error": "error  "}


@click.command()
@located
def rebuild(place: Place) -> None:
    """Compute every figure again from the journal; the same frames give the same figures."""
    with place.desk() as desk, progress_bar() as bar:
        task = bar.add_task("computing", rate="")

        def told(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of, rate=f"{done} of {of} chargers")

        try:
            count = desk.rebuild(told)
        except ExceptionGroup as group:
            for error in group.exceptions:
                tell_failed(error)
            sys.exit(1)
    say(f"{several(count, 'charger was', 'chargers were')} computed again from the journal")


@click.command()
@click.argument("path", type=click.Path())
@located
def backup(place: Place, path: str) -> None:
    """
    Copy the database to PATH while it is in use, and open the copy to see that it is whole.

    Its key, the rejected lines and the marks of followed logs are copied to lie beside it.
    """
    with place.store() as store:
        held = store.backup(path)
    say(f"{path} holds what {place.database} held: {_counted(held)}")


@click.command()
@click.argument("backup_", metavar="BACKUP", type=click.Path())
@located
def restore(place: Place, backup_: str) -> None:
    """
    Put BACKUP in the place of the database, with its key and what else lies beside it.

    Nobody may use the database meanwhile. What was there is kept in a folder beside it.
    """
    if Path(backup_).is_dir():
        newest = max(place.address.backups_in(backup_), default=None)
        hint = f"; the newest in it is {newest}" if newest else ""
        raise click.ClickException(f"{backup_} is a folder: name a backup{hint}")
    with place.alone("chargeboard restore"):
        done = place.address.restore(backup_, f"{datetime_of(now()):%Y%m%dT%H%M%SZ}")
    say(f"{place.database} holds what {backup_} held: {_counted(done.holdings)}")
    if done.kept is not None:
        say(f"What was there is kept in {done.kept}")
    key = place.address.beside.key
    if not done.brought_key:
        stays = "the key that was there stays" if key and key.exists() else "a new one is made"
        say(f"The backup brought no key of the id tokens: {stays}", aside=True)


def _counted(held: Holdings) -> str:
    return f"{several(held.frames, 'frame')} of {several(held.stations, 'charger')}"


@click.command()
@located
def doctor(place: Place) -> None:
    """Say in words what is wrong with this database or set-up."""
    with place.store() as store:
        findings = [
            *store.findings(now()),
            *_settings(place, store),
            *_guard(place, store),
            *_retention(place, store),
            *_hidden(store),
            *_owned(place),
            *_key(place),
            *_rejected(place),
        ]
    for finding in findings:
        say(f"{_MARKS[finding.level]} {finding.text}")
        if finding.what_to_do:
            say(f"        {finding.what_to_do}")
    if any(finding.level == "error" for finding in findings):
        sys.exit(1)


@click.command()
@click.option("--file", "name", metavar="NAME", default="", help="Only lines of files with this in the name.")
@located
def rejected(place: Place, name: str) -> None:
    """List the lines of imported files that could not be read, with the reason and the text."""
    rejects = place.rejects()
    found = [one for one in rejects if name in one.file]
    for one in found:
        say(f"{one.file}:{one.line}: {one.reason}")
        say(f"    {one.text[:_SHOWN]}")
    more = f", and {rejects.left_out:,} more that were counted only" if rejects.left_out else ""
    say(f"{len(found):,} lines could not be read{more}", aside=True)


def _settings(place: Place, store: OwnedStore) -> Iterator[Finding]:
    stations = set(store.stations())
    for station in place.settings.chargers:
        if station not in stations:
            yield Finding(
                "warning",
                f'The settings have a table [chargers."{station}"], but no frame of it was received',
                "Compare the id with `chargeboard charger list`.",
            )
    for charger in store.chargers():
        for key, value in charger.settings.items():
            try:
                checked(key, value)
            except ValueError as error:
                yield Finding(
                    "warning",
                    f"{charger.id}: {key} is not used: {error}",
                    command("chargeboard charger set", charger.id, f"{key}="),
                )
    known = {
        f"CHARGEBOARD_{key.upper().replace('.', '_')}" for key in (*place.settings.installation(), "config")
    }
    for name in sorted(os.environ):
        if (
            name.startswith("CHARGEBOARD_")
            and not name.startswith("CHARGEBOARD_POLICY_")
            and name not in known
        ):
            yield Finding(
                "warning", f"{name} is set, but there is no such setting", "See `chargeboard config`."
            )
    alone = sorted(stations - store.heads().keys())
    nameless = [station for station in alone if place.profile(store, station).timezone_is_default]
    if nameless:
        yield Finding(
            "warning",
            f"{several(len(nameless), 'charger has', 'chargers have')} no time zone, "
            "so the days are days of UTC: "
            f"{', '.join(nameless[:5])}{' ...' if len(nameless) > 5 else ''}",
            "chargeboard charger set ID timezone=Europe/Amsterdam, or timezone under [policy] for all.",
        )


def _guard(place: Place, store: OwnedStore) -> Iterator[Finding]:
    csms = place.settings.csms
    if csms.authorize and csms.unguarded:
        yield Finding("warning", csms.unguarded, GUARD)
    for charger in store.chargers():
        said = store.credential(charger.id) if charger.deleted else None
        if charger.deleted and (said is None or said.approved):
            yield Finding(
                "warning",
                f"{charger.id} is hidden, and not kept out as `charger delete` does now",
                command("chargeboard charger withdraw", charger.id),
            )
    try:
        front_of(place.settings.server)
    except click.ClickException as error:
        yield Finding("error", error.message, "chargeboard serve does not start with it.")
    for doubt, what_to_do in doubts(place.settings):
        yield Finding("warning", doubt, what_to_do)


def _retention(place: Place, store: OwnedStore) -> Iterator[Finding]:
    keeps = place.settings.retention
    held = [
        station
        for station in store.stations()
        if holds_back(store, place.profile(store, station), keeps, now())
    ]
    if held:
        yield Finding(
            "warning",
            "Longer than [retention] says evidence is kept that names people: "
            f"{', '.join(held[:5])}{' ...' if len(held) > 5 else ''}",
            "`chargeboard retain` lets go of it, as `serve` does once a day. What stays then belongs to "
            "something that is not over: a transaction, a cable in a socket, contact that was lost within "
            "minutes.",
        )


def _hidden(store: OwnedStore) -> Iterator[Finding]:
    left = len(store.unhidden())
    if left:
        yield Finding(
            "warning",
            f"Messages of {several(left, 'charger')} may hold what is hidden in new ones",
            "`chargeboard serve` hides it by and by, `chargeboard hide` now, if nothing else uses the file.",
        )
    elif not store.is_wiped:
        yield Finding(
            "warning",
            "Free parts of the file may still hold what is hidden in all messages by now",
            "`chargeboard hide` wipes them, once nothing else uses the database.",
        )
    else:
        yield Finding("ok", "What is secret or personal is hidden in all that is kept")


def _owned(place: Place) -> Iterator[Finding]:
    backups = place.settings.backup.folder
    copies = map(store_at, place.address.backups_in(backups)) if backups else ()
    for file in [file for address in (place.address, *copies) for file in address.readable_by_others()]:
        yield Finding("warning", f"Others on this machine may read {file}", command("chmod 600", str(file)))


def _key(place: Place) -> Iterator[Finding]:
    key = place.address.beside.key
    if key is None:
        return
    if not key.is_file():
        yield Finding(
            "warning",
            f"The key of the id tokens is missing: {key}",
            "Without it a card gets another name in new frames; restore it from a backup.",
        )
    elif key.stat().st_mode & 0o077:
        yield Finding(
            "warning", f"Others may read the key of the id tokens: {key}", command("chmod 600", str(key))
        )


def _rejected(place: Place) -> Iterator[Finding]:
    rejects = place.rejects()
    rejected = rejects.left_out + sum(1 for _ in rejects)
    if rejected:
        yield Finding(
            "warning",
            f"{rejected:,} imported lines could not be read",
            f"`chargeboard rejected` lists them; they are kept in {rejects.path}.",
        )


@click.command()
@located
def retain(place: Place) -> None:
    """
    Let go now of what is older than [retention] says, and say since when what is kept is whole.

    `chargeboard serve` does it by itself, once a day. What was concluded stays: see the settings.
    """
    with place.desk() as desk, progress_bar() as bar:
        stations = desk.store.stations()
        task = bar.add_task("letting go", rate="", total=len(stations))
        for station in stations:
            while desk.let_go(station):
                pass
            bar.advance(task)
        found = {station: desk.store.kept_since(station) for station in stations}
    table = plain_table("charger", "messages since", "evidence since", "sessions since")
    for station, known in found.items():
        table.add_row(station, *(_since(at) for at in (known.frames, known.evidence, known.sessions)))
    paper().print(table)


def _since(at: Instant) -> str:
    return "the first" if at == BEGINNING else text_of(at)
