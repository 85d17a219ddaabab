"""`chargeboard charger`: what the shell may say about one charger; it wins over the settings file."""

from __future__ import annotations

from collections.abc import Sequence

import click

from chargeboard.cli.chargers.admit_commands import delete, password, withdraw
from chargeboard.cli.chargers.list_commands import list_in, list_out
from chargeboard.cli.chargers.merge_commands import merge, unmerge
from chargeboard.cli.chargers.onboard_command import onboard
from chargeboard.cli.chargers.waiting_commands import approve, dismiss, waiting
from chargeboard.cli.chargers.words import say
from chargeboard.cli.noting import noted
from chargeboard.cli.pairs_given import pairs_given
from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import tell
from chargeboard.config.charger_book import ChargerBook
from chargeboard.domain.records import Charger, Credential
from chargeboard.domain.setting import SettingError
from chargeboard.domain.terminal import command
from chargeboard.history.names import new_name
from chargeboard.run.clock import now
from chargeboard.run.people.audited import CHARGER


@click.group(help=say("charger_help"))
def charger() -> None:
    """The command `charger`."""


for _one in (
    merge,
    unmerge,
    approve,
    waiting,
    dismiss,
    password,
    onboard,
    withdraw,
    delete,
    list_out,
    list_in,
):
    charger.add_command(_one)


@charger.command("list", help=say("list_help"))
@located
def list_(place: Place) -> None:
    """The command `list`."""
    with place.store() as store:
        stored = {one.id: one for one in store.chargers()}
        said = {
            credential.station: credential
            for credential in store.credentials()
            if credential.approved or credential.withdrawn_at
        }
        ids = sorted({*store.stations(), *stored, *said, *place.settings.chargers})
        table = plain_table(say("id"), say("name"), say("site"), say("time_zone"), "")
        for station in ids:
            profile = place.profile(store, station)
            zone = f"{profile.policy.timezone}{say('by_default') if profile.timezone_is_default else ''}"
            table.add_row(
                station, profile.name, profile.site, zone, _note(stored.get(station), said.get(station))
            )
    paper().print(table)


@charger.command("set", help=say("set_help"))
@click.argument("charger")
@click.argument("values", metavar="KEY=VALUE...", nargs=-1, required=True)
@located
def set_(place: Place, charger: str, values: Sequence[str]) -> None:
    """The command `set`."""
    given = pairs_given(values, "timezone=Europe/Amsterdam")
    with place.store(is_made=True) as store, noted(place, store, "charger_set", CHARGER, charger):
        try:
            ChargerBook(place.settings, store, now).change(charger, given, is_over_file=True)
        except SettingError as error:
            raise click.UsageError(str(error)) from error
        head = new_name(store, charger)
        if head != charger:
            tell(say("set_waits_for_unmerge", charger=charger, head=head), aside=True)
            tell(
                say("set_for_other", head=head, command=command("chargeboard charger set", head, *values)),
                aside=True,
            )
        elif store.has_sent(charger):
            place.projector_over(store).refresh(charger)
        else:
            tell(
                say("set_waits_for_frames", charger=charger, database=place.database),
                aside=True,
            )


def _note(stored: Charger | None, said: Credential | None) -> str:
    notes = []
    if stored is not None and stored.merged_into:
        notes.append(say("merged_into", head=stored.merged_into))
    elif stored is not None and stored.deleted:
        notes.append("hidden")
    if said is not None and not said.approved:
        notes.append(say("kept_out"))
    elif said is not None and said.digest is not None:
        notes.append(say("has_password") if said.digest else say("password_withdrawn"))
    return ", ".join(notes)
