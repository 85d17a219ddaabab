"""`chargeboard rebuild`, `backup`, `restore` and `doctor`: looking after a database."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from chargeboard.cli.crew import cores, crew_of, jobs_option, understand
from chargeboard.cli.database.words import say
from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.place import Place, lasting, located
from chargeboard.cli.progress import progress_bar
from chargeboard.cli.server.addresses import doubts, front_of
from chargeboard.cli.terminal import tell
from chargeboard.config import ABOUT_FIELDS, checked
from chargeboard.domain.terminal import command
from chargeboard.run.clock import now
from chargeboard.run.upkeep.retention import holds_back
from chargeboard.store import Finding, Holdings, OwnedStore, store_at
from chargeboard.time.instants import BEGINNING, Instant, datetime_of

_SHOWN = 300
"""Of a line as many signs as help to find it."""
_NAMED = 5
_WORTH_SHARING_FACTS = 150_000
"""Fewer are computed again before a process is there to share the work."""
_MARKS = {"ok": "ok     ", "warning": "warning", "error": "error  "}


@click.command(help=say("rebuild_help"))
@jobs_option
@located
def rebuild(place: Place, jobs: int | None) -> None:
    """The command `rebuild`."""
    with place.desk() as desk, progress_bar() as bar, ExitStack() as shared:
        facts = {station: desk.store.fact_count(station) for station in desk.heard()}
        jobs = jobs or (cores() if sum(facts.values()) >= _WORTH_SHARING_FACTS else 1)
        crew = shared.enter_context(crew_of(place, jobs, desk.store.heads()))
        # the longest first, so that none is left to one process at the end
        stations = sorted(facts, key=facts.__getitem__, reverse=True)
        if understand(desk, stations, bar, crew, is_again=True):
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


@click.command(help=say("doctor_help"))
@located
def doctor(place: Place) -> None:
    """The command `doctor`."""
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
        tell(f"{_MARKS[finding.level]} {finding.text}")
        if finding.what_to_do:
            tell(f"        {finding.what_to_do}")
    if any(finding.level == "error" for finding in findings):
        sys.exit(1)


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


def _first(stations: Sequence[str]) -> str:
    """The first few of them by their ids."""
    return ", ".join(stations[:_NAMED]) + (" ..." if len(stations) > _NAMED else "")


def _settings(place: Place, store: OwnedStore) -> Iterator[Finding]:
    stations = set(store.stations())
    for station in place.settings.chargers:
        if station not in stations:
            yield Finding(
                "warning",
                say("unknown_charger_in_settings", station=station),
                say("compare_ids"),
            )
    for charger in store.chargers():
        for key, value in charger.settings.items():
            if key in ABOUT_FIELDS:
                continue
            try:
                checked(key, value)
            except ValueError as error:
                yield Finding(
                    "warning",
                    say("setting_not_used", charger=charger.id, key=key, error=error),
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
            yield Finding("warning", say("no_such_setting", name=name), say("see_config"))
    alone = sorted(stations - store.heads().keys())
    nameless = [station for station in alone if place.profile(store, station).timezone_is_default]
    if nameless:
        yield Finding(
            "warning",
            say("no_time_zone", n=len(nameless), chargers=_first(nameless)),
            say("set_time_zone"),
        )


def _guard(place: Place, store: OwnedStore) -> Iterator[Finding]:
    csms = place.settings.csms
    if csms.authorize and csms.unguarded:
        yield Finding("warning", csms.unguarded, csms.advice)
    for charger in store.chargers():
        said = store.credential(charger.id) if charger.deleted else None
        if charger.deleted and (said is None or said.approved):
            yield Finding(
                "warning",
                say("hidden_not_kept_out", charger=charger.id),
                command("chargeboard charger withdraw", charger.id),
            )
    try:
        front_of(place.settings.server)
    except click.ClickException as error:
        yield Finding("error", error.message, say("will_not_start"))
    for doubt, what_to_do in doubts(place.settings, has_accounts=store.has_accounts()):
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
            say("kept_too_long", chargers=_first(held)),
            say("retain_deletes"),
        )


def _hidden(store: OwnedStore) -> Iterator[Finding]:
    left = len(store.unhidden())
    if left:
        yield Finding(
            "warning",
            say("not_hidden_yet", n=left),
            say("hide_now"),
        )
    elif not store.is_wiped:
        yield Finding(
            "warning",
            say("not_wiped_yet"),
            say("wipe_now"),
        )
    else:
        yield Finding("ok", say("all_hidden"))


def _owned(place: Place) -> Iterator[Finding]:
    backups = place.settings.backup.folder
    copies = map(store_at, place.address.backups_in(backups)) if backups else ()
    for file in [file for address in (place.address, *copies) for file in address.readable_by_others()]:
        yield Finding("warning", say("readable_by_others", file=file), command("chmod 600", str(file)))


def _key(place: Place) -> Iterator[Finding]:
    key = place.address.beside.key
    if key is None:
        return
    if not key.is_file():
        yield Finding(
            "warning",
            say("key_missing", key=key),
            say("restore_key"),
        )
    elif key.stat().st_mode & 0o077:
        yield Finding("warning", say("key_readable", key=key), command("chmod 600", str(key)))


def _rejected(place: Place) -> Iterator[Finding]:
    rejects = place.rejects()
    rejected = rejects.left_out + sum(1 for _ in rejects)
    if rejected:
        yield Finding(
            "warning",
            say("lines_rejected", n=rejected),
            say("see_rejected", path=rejects.path),
        )


@click.command(help=say("retain_help"))
@located
def retain(place: Place) -> None:
    """The command `retain`."""
    with place.desk() as desk, progress_bar() as bar:
        stations = desk.store.stations()
        told = bar.begin(say("deleting"), len(stations))
        for done, station in enumerate(stations, 1):
            while desk.let_go(station):
                pass
            told(done)
        found = {station: desk.store.kept_since(station) for station in stations}
    table = plain_table(say("charger"), say("messages_since"), say("evidence_since"), say("sessions_since"))
    for station, known in found.items():
        table.add_row(station, *(_since(at) for at in (known.frames, known.evidence, known.sessions)))
    paper().print(table)


def _since(at: Instant) -> str:
    return say("since_the_first") if at == BEGINNING else say("since_at", at=at)
