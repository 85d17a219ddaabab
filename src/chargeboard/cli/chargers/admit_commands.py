"""`chargeboard charger`: who may connect, by which password, and who may no more."""

from __future__ import annotations

from typing import get_args

import click
from msgspec.structs import replace

from chargeboard.capture.csms.admission import new_password
from chargeboard.cli.chargers.words import say
from chargeboard.cli.known_station import known_station
from chargeboard.cli.noting import noted
from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import ask, tell
from chargeboard.domain.records import Credential
from chargeboard.domain.terminal import command
from chargeboard.history.names import new_name
from chargeboard.run.clock import now
from chargeboard.run.people.audited import CHARGER
from chargeboard.run.receiving import admitting
from chargeboard.run.receiving.admitting import Grant


@click.command(help=say("password_help"))
@click.argument("charger")
@click.option("--remove", is_flag=True, help=say("withdraw_password_option"))
@located
def password(place: Place, charger: str, *, remove: bool) -> None:
    """The command `password`."""
    if ":" in charger and not remove:
        raise click.ClickException(say("colon_in_id", charger=charger))
    with (
        place.store(is_made=True) as store,
        noted(place, store, "charger_password", CHARGER, charger),
        store.together(),
    ):
        known = store.credential(charger) or Credential(station=charger, approved=True)
        # who waits is approved by it, who was sent away is not
        is_out = known.withdrawn_at is not None
        if remove and known.digest is None:
            raise click.ClickException(say("no_password", charger=charger))
        key, made = ("", None) if remove else new_password(charger)
        salt, digest = (made.salt, made.digest) if made else (None, None)
        store.save_credential(
            replace(known, approved=known.approved if remove else not is_out, salt=salt, digest=digest)
        )
    if remove:
        tell(say("password_gone", charger=charger))
    else:
        tell(key)
        tell(say("password_shown", charger=charger), aside=True)
    if is_out:
        tell(
            say("still_kept_out", charger=charger, command=command("chargeboard charger approve", charger)),
            aside=True,
        )


@click.command(help=say("withdraw_help"))
@click.argument("charger")
@click.argument("what", type=click.Choice(get_args(Grant)), default="approval")
@located
def withdraw(place: Place, charger: str, what: Grant) -> None:
    """The command `withdraw`."""
    with place.store(is_made=True) as store, noted(place, store, "withdrawn", CHARGER, charger):
        known = store.credential(charger)
        if what == "password" and (known is None or known.digest is None):
            raise click.ClickException(say("no_password", charger=charger))
        rule = place.settings.csms.new_chargers
        is_usual = rule == "accept" or (rule == "wait" and store.newest_frame_at(charger) is not None)
        admitting.withdraw(store, charger, what, now(), is_usual=is_usual)
    tell(say(f"withdrawn_{what}", charger=charger))
    if what in _AGAIN:
        tell(command(_AGAIN[what], charger), aside=True)


_AGAIN: dict[Grant, str] = {
    "approval": "chargeboard charger approve",
    "password": "chargeboard charger password",
}


@click.command(help=say("delete_help"))
@click.argument("charger")
@click.option("--yes", is_flag=True, help=say("yes_option"))
@located
def delete(place: Place, charger: str, *, yes: bool) -> None:
    """The command `delete`."""
    with place.store() as store:
        station = new_name(store, charger)
        if station != charger:
            told = command("chargeboard charger delete", station)
            raise click.ClickException(
                say("merged_hide_other", charger=charger, station=station, command=told)
            )
        if store.credential(station) is None and store.charger(station) is None:
            station = known_station(store, charger)
        if not yes:
            ask(say("ask_hide", station=station))
        with noted(place, store, "charger_deleted", CHARGER, station):
            admitting.delete(store, station, now())
    tell(say("hidden", station=station))
