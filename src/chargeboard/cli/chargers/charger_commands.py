"""`chargeboard charger`: what the shell may say about one charger; it wins over the settings file."""

from __future__ import annotations

from collections.abc import Sequence

import click
from msgspec.structs import replace

from chargeboard.cli.chargers.admit_commands import delete, password, withdraw
from chargeboard.cli.chargers.merge_commands import merge, unmerge
from chargeboard.cli.chargers.onboard_command import onboard
from chargeboard.cli.chargers.waiting_commands import approve, dismiss, waiting
from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import paper, plain_table, say
from chargeboard.config import ABOUT_FIELDS, POLICY_FIELDS, checked, did_you_mean, value_of
from chargeboard.domain.records import Called, Charger, Credential
from chargeboard.domain.terminal import command
from chargeboard.history.names import new_name
from chargeboard.run.clock import now


@click.group()
def charger() -> None:
    """List, describe and merge chargers; say who may connect."""


for _one in (merge, unmerge, approve, waiting, dismiss, password, onboard, withdraw, delete):
    charger.add_command(_one)


@charger.command("list")
@located
def list_(place: Place) -> None:
    """Show each charger with what was set for it."""
    with place.store() as store:
        stored = {one.id: one for one in store.chargers()}
        said = {one.station: one for one in store.credentials() if one.approved or one.withdrawn_at}
        ids = sorted({*store.stations(), *stored, *said, *place.settings.chargers})
        table = plain_table("id", "name", "site", "time zone", "")
        for station in ids:
            profile = place.profile(store, station)
            zone = f"{profile.policy.timezone}{' (by default)' if profile.timezone_is_default else ''}"
            table.add_row(
                station, profile.name, profile.site, zone, _note(stored.get(station), said.get(station))
            )
    paper().print(table)


@charger.command("set")
@click.argument("charger")
@click.argument("values", metavar="KEY=VALUE...", nargs=-1, required=True)
@located
def set_(place: Place, charger: str, values: Sequence[str]) -> None:
    """
    Set name, site, timezone, rated_kw or any policy key of CHARGER; "KEY=" takes it back.

    A charger that was hidden is shown again; one that is kept out stays out (`charger approve`).
    """
    about: dict[str, str] = {}
    settings: dict[str, object] = {}
    taken_back: set[str] = set()
    for pair in values:
        key, equals, text = pair.partition("=")
        if not equals:
            raise click.UsageError(
                f"{pair!r} is not of the form KEY=VALUE, such as timezone=Europe/Amsterdam"
            )
        if key in ABOUT_FIELDS:
            about[key] = text
        elif key not in POLICY_FIELDS:
            hint = did_you_mean(key, [*ABOUT_FIELDS, *POLICY_FIELDS])
            raise click.UsageError(f"{key}: unknown key{hint}")
        elif text:
            settings[key] = _value(key, text)
        else:
            taken_back.add(key)
    with place.store(is_made=True) as store:
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
            say(
                f"{charger} is merged into {head}: what was set for it waits until it is unmerged", aside=True
            )
            say(f"To set it for {head}: {command('chargeboard charger set', head, *values)}", aside=True)
        elif charger in store.stations():
            place.desk_over(store).refresh(charger)
        else:
            say(
                f"No frame of {charger} was ever received in {place.database}; what was set waits for it. "
                "If it is in another database, name that with --db",
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
        notes.append(f"merged into {stored.merged_into}")
    elif stored is not None and stored.deleted:
        notes.append("hidden")
    if said is not None and not said.approved:
        notes.append("kept out")
    elif said is not None and said.digest is not None:
        notes.append("has a password" if said.digest else "its password was withdrawn")
    return ", ".join(notes)
