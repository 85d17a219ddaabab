"""`chargeboard charger`: who may connect, by which password, and who may no more."""

from __future__ import annotations

from typing import get_args

import click
from msgspec.structs import replace

from chargeboard.capture.csms.admission import new_password
from chargeboard.cli.place import Place, known_station, located
from chargeboard.cli.terminal import ask, say
from chargeboard.domain.records import Credential
from chargeboard.domain.terminal import command
from chargeboard.history.names import new_name
from chargeboard.run.clock import now
from chargeboard.run.receiving import admitting
from chargeboard.run.receiving.admitting import Grant


@click.command()
@click.argument("charger")
@click.option("--remove", is_flag=True, help="Let it connect without one, where the settings allow that.")
@located
def password(place: Place, charger: str, *, remove: bool) -> None:
    """
    Give CHARGER a new random password, show it once, and let it connect with it only.

    It is the 1.6 AuthorizationKey or the 2.x BasicAuthPassword; the user name is the charger's id.
    A connection that was made with the one before ends.
    """
    if ":" in charger and not remove:
        raise click.ClickException(f"{charger}: an id with a colon can have no password (HTTP Basic)")
    with place.store(is_made=True) as store, store.together():
        known = store.credential(charger) or Credential(station=charger, approved=True)
        # who waits is approved by it, who was sent away is not
        is_out = known.withdrawn_at is not None
        if remove and known.digest is None:
            raise click.ClickException(f"{charger} has no password")
        key, made = ("", None) if remove else new_password(charger)
        salt, digest = (made.salt, made.digest) if made else (None, None)
        store.save_credential(
            replace(known, approved=known.approved if remove else not is_out, salt=salt, digest=digest)
        )
    if remove:
        say(f"{charger} has no password any more")
    else:
        say(key)
        say(f"That is {charger}'s password from now on; it is kept nowhere and not shown again", aside=True)
    if is_out:
        say(f"{charger} is still kept out: {command('chargeboard charger approve', charger)}", aside=True)


@click.command()
@click.argument("charger")
@click.argument("what", type=click.Choice(get_args(Grant)), default="approval")
@located
def withdraw(place: Place, charger: str, what: Grant) -> None:
    """
    Take back what lets CHARGER in; a connection that it let in ends within a second.

    Its approval (the default): it stays out until `charger approve`. Its password: until `charger password`
    gives a new one. Its certificate: those that were issued before now do not count any more.
    """
    with place.store(is_made=True) as store:
        known = store.credential(charger)
        if what == "password" and (known is None or known.digest is None):
            raise click.ClickException(f"{charger} has no password")
        rule = place.settings.csms.new_chargers
        is_usual = rule == "accept" or (rule == "wait" and store.newest_frame_at(charger) is not None)
        admitting.withdraw(store, charger, what, now(), is_usual=is_usual)
    say(f"{charger} may {_AFTERWARDS[what]}")
    if what in _AGAIN:
        say(command(_AGAIN[what], charger), aside=True)


_AFTERWARDS: dict[Grant, str] = {
    "approval": "not connect until it is approved again",
    "password": "not connect until it has a new password",
    "certificate": "connect with a certificate that is issued from now on",
}
_AGAIN: dict[Grant, str] = {
    "approval": "chargeboard charger approve",
    "password": "chargeboard charger password",
}


@click.command()
@click.argument("charger")
@click.option("--yes", is_flag=True, help="Do not ask.")
@located
def delete(place: Place, charger: str, *, yes: bool) -> None:
    """
    Hide CHARGER from the list, end its connection and keep it out.

    Its frames stay in the journal: `charger approve` lets it in again and shows it with all its history,
    `charger set` shows it without letting it in.
    """
    with place.store() as store:
        station = new_name(store, charger)
        if station != charger:
            told = command("chargeboard charger delete", station)
            raise click.ClickException(f"{charger} is merged into {station}; to hide that: {told}")
        if store.credential(station) is None and store.charger(station) is None:
            station = known_station(store, charger)
        if not yes:
            ask(f"Hide {station}, and keep it out?")
        admitting.delete(store, station, now())
    say(f"{station} is hidden and kept out; its frames are kept")
