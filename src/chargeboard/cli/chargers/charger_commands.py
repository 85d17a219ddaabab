"""`chargeboard charger`: what the shell may say about one charger; it wins over the settings file."""

from __future__ import annotations

from collections.abc import Sequence

import click
from msgspec.structs import replace

from chargeboard.cli.chargers.admit_commands import delete, password, withdraw
from chargeboard.cli.chargers.merge_commands import merge, unmerge
from chargeboard.cli.chargers.onboard_command import onboard
from chargeboard.cli.chargers.waiting_commands import approve, dismiss, waiting
from chargeboard.cli.chargers.words import say
from chargeboard.cli.noting import noted
from chargeboard.cli.paper import paper, plain_table
from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import tell
from chargeboard.config import ABOUT_FIELDS, POLICY_FIELDS, checked, did_you_mean, value_of
from chargeboard.domain.records import Called, Charger, Credential
from chargeboard.domain.terminal import command
from chargeboard.history.names import new_name
from chargeboard.run.clock import now
from chargeboard.run.people.audited import CHARGER


@click.group(help=say("charger_help"))
def charger() -> None:
    """The command `charger`."""


for _one in (merge, unmerge, approve, waiting, dismiss, password, onboard, withdraw, delete):
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
    about: dict[str, str] = {}
    settings: dict[str, object] = {}
    taken_back: set[str] = set()
    for pair in values:
        key, equals, text = pair.partition("=")
        if not equals:
            raise click.UsageError(say("not_key_value", pair=repr(pair)))
        if key == "tags" and text:
            settings[key] = text
        elif key in ABOUT_FIELDS and key != "tags":
            about[key] = text
        elif key not in POLICY_FIELDS and key != "tags":
            hint = did_you_mean(key, [*ABOUT_FIELDS, *POLICY_FIELDS])
            raise click.UsageError(say("unknown_key", key=key, hint=hint))
        elif text:
            settings[key] = _value(key, text)
        else:
            taken_back.add(key)
    with place.store(is_made=True) as store, noted(place, store, "charger_set", CHARGER, charger):
        known = store.charger(charger) or Charger(id=charger)
        kept = {key: value for key, value in known.settings.items() if key not in taken_back}
        name = about.get("name", known.name)
        is_renamed = known.name not in {"", name}
        store.save_charger(
            replace(
                known,
                name=name,
                site=about.get("site", known.site),
                settings=kept | settings,
                called=(*known.called, *([Called(known.name, now())] if is_renamed else [])),
                deleted=False,
            )
        )
        head = new_name(store, charger)
        if head != charger:
            tell(say("set_waits_for_unmerge", charger=charger, head=head), aside=True)
            tell(
                say("set_for_other", head=head, command=command("chargeboard charger set", head, *values)),
                aside=True,
            )
        elif charger in store.stations():
            place.desk_over(store).refresh(charger)
        else:
            tell(
                say("set_waits_for_frames", charger=charger, database=place.database),
                aside=True,
            )


def _value(key: str, text: str) -> object:
    """The value in the key's type: as TOML writes it, or the text itself where a text is wanted."""
    try:
        checked(key, value_of(text))
    except ValueError as error:
        try:
            checked(key, text)
        except ValueError:
            raise click.UsageError(f"{key}: {error}") from error
        return text
    return _storable(value_of(text))


def _storable(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | list) else str(value)


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
