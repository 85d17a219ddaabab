"""`chargeboard charger`: what the shell may say about one charger; it wins over the settings file."""

from __future__ import annotations

from collections.abc import Sequence

import click

from chargeboard.cli.admitting import delete, password, withdraw
from chargeboard.cli.onboarding import onboard
from chargeboard.cli.place import Place, known_station, located
from chargeboard.cli.terminal import paper, plain_table, say
from chargeboard.config import ABOUT_FIELDS, POLICY_FIELDS, checked, did_you_mean, value_of
from chargeboard.domain.instants import text_of
from chargeboard.domain.records import Charger, Credential
from chargeboard.run.merge import merge as merge_frames


@click.group()
def charger() -> None:
    """List, describe and merge chargers; say who may connect."""


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
        store.save_charger(
            Charger(
                id=charger,
                name=about.get("name", known.name),
                site=about.get("site", known.site),
                settings=kept | settings,
                merged_into=known.merged_into,
            )
        )
        if charger in store.stations():
            place.desk_over(store).refresh(charger)
        else:
            say(f"No frame of {charger} was received yet; what was set waits for it", aside=True)


@charger.command()
@click.argument("old")
@click.argument("new")
@located
def merge(place: Place, old: str, new: str) -> None:
    """
    Let the frames of OLD count as NEW's from now on, and read its history under NEW.

    For a charger that came back under another id. OLD's journal stays as it is; nothing is lost.
    """
    with place.store() as store:
        if old not in store.stations():
            known_station(store, old)
            raise click.ClickException(f"{old} has no frames of its own")
        try:
            moved = merge_frames(store, old, new)
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        place.desk_over(store).refresh(new)
    say(f"{moved:,} frames of {old} count as {new}'s now; later ones will too")


@charger.command()
@click.argument("charger")
@located
def approve(place: Place, charger: str) -> None:
    """Let CHARGER connect, where new chargers wait for it or are refused."""
    with place.desk(is_made=True) as desk:
        desk.approve(charger)
    say(f"{charger} may connect")


@charger.command()
@located
def waiting(place: Place) -> None:
    """List the chargers that tried to connect and that nobody approved, and since when they ask."""
    with place.desk() as desk:
        found, dropped = desk.waiting(), desk.dropped_waiting()
    for one in found:
        say(f"{text_of(one.asked_at)}  {one.station}")
    more = f"; {dropped:,} that asked before have made way" if dropped else ""
    say(f"{len(found):,} wait{more}", aside=True)


@charger.command()
@click.argument("charger", required=False)
@click.option("--all", "is_all", is_flag=True, help="All that wait.")
@located
def dismiss(place: Place, charger: str | None, *, is_all: bool) -> None:
    """Let CHARGER wait no more for approval: it is not listed again, and may still be approved later."""
    if (charger is None) is not is_all:
        raise click.UsageError("name a charger, or --all")
    with place.desk() as desk:
        names = [one.station for one in desk.waiting()] if charger is None else [charger]
        dismissed = sum(desk.dismiss(name) for name in names)
    if charger is not None and not dismissed:
        raise click.ClickException(f"{charger} does not wait")
    say(f"{dismissed:,} dismissed")


for _command in (password, onboard, withdraw, delete):
    charger.add_command(_command)


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
