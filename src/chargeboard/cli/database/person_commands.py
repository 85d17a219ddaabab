"""`chargeboard person`: what is kept of a person, given out or forgotten."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import click
import msgspec

from chargeboard.cli.database.hide_command import out_of_reach
from chargeboard.cli.database.words import say
from chargeboard.cli.noting import noted
from chargeboard.cli.place import Place, located
from chargeboard.cli.progress import Told, progress_bar
from chargeboard.cli.terminal import ask, say_json, tell
from chargeboard.documents import encoded
from chargeboard.run.clock import now
from chargeboard.run.people.audited import PERSON
from chargeboard.run.upkeep.person import KeptAtCharger, forget, kept_of
from chargeboard.store import OwnedStore, StoreError
from chargeboard.time.instants import Instant

_TOKENS = click.argument("tokens", metavar="TOKEN...", nargs=-1, required=True)


class _Kept(msgspec.Struct):
    """What is kept of tokens, by charger."""

    at: Instant
    tokens: dict[str, list[KeptAtCharger]]


@click.group(help=say("person_help"))
def person() -> None:
    """The command `person`."""


@person.command(help=say("export_help"))
@_TOKENS
@located
def export(place: Place, tokens: Sequence[str]) -> None:
    """The command `export`."""
    hashes = _hashes(place, tokens)
    # nobody is named: what is written down stays where the person is forgotten later
    with place.store() as store, noted(place, store, "person_exported", PERSON):
        at = now()
        profile_of = partial(place.profile, store)
        found = {one: list(kept_of(store, profile_of, one, at)) for one in hashes}
    say_json(msgspec.json.format(encoded(_Kept(at, found))))
    tell(_summed([kept for some in found.values() for kept in some]), aside=True)


@person.command("forget", help=say("forget_help"))
@_TOKENS
@click.option("--yes", is_flag=True, help=say("yes_option"))
@located
def forget_(place: Place, tokens: Sequence[str], *, yes: bool) -> None:
    """The command `forget`."""
    hashes = _hashes(place, tokens)
    redactor = place.redactor()
    with place.store() as store, _wiped_afterwards(place, store):
        stations = len(store.stations())
        if not yes:
            ask(say("ask_forget", n=len(hashes), chargers=stations))
        with noted(place, store, "person_forgotten", PERSON):
            salt = store.forgetting(secrets.token_hex(32))
            for token in hashes:
                _forget(place, store, stations, token, partial(redactor.forgotten_name, token, salt=salt))
            store.forgotten()
    tell(*out_of_reach(place), aside=True)


def _forget(
    place: Place, store: OwnedStore, stations: int, token: str, name_of: Callable[[str], str]
) -> None:
    with progress_bar() as bar:
        forgetting = bar.begin(say("forgetting"), stations)

        def tell_done(_station: str, done: int, told: Told = forgetting) -> None:
            told(done)

        changed = forget(store, token, name_of, tell_done)
    n = place.rejects().replace(token, name_of("")) + sum(changed.values())
    at = say("at_chargers", chargers=", ".join(sorted(changed))) if changed else ""
    tell(say("rows_named", token=token, n=n, at=at))


@contextmanager
def _wiped_afterwards(place: Place, store: OwnedStore) -> Iterator[None]:
    """Afterwards the file holds nothing of what gave way, in no page that is free and in no log."""
    yield
    try:
        with place.alone("chargeboard person forget"):
            store.wipe()
    except StoreError as error:
        tell(
            *str(error).splitlines(),
            say("forgotten_not_wiped"),
            aside=True,
        )


def _hashes(place: Place, tokens: Sequence[str]) -> list[str]:
    """What stands for the tokens in the database, each once."""
    given = sys.stdin.read().splitlines() if list(tokens) == ["-"] else tokens
    named = [token.strip() for token in given if token.strip()]
    if not named:
        raise click.UsageError(say("no_token"))
    redactor = place.redactor()
    return list(dict.fromkeys(redactor.hash_of(token) for token in named))


def _summed(kept_at_chargers: Sequence[KeptAtCharger]) -> str:
    chargers = len({kept_at_charger.charger for kept_at_charger in kept_at_chargers})
    sessions, attempts, frames = (
        sum(len(getattr(kept_at_charger, kind)) for kept_at_charger in kept_at_chargers)
        for kind in ("sessions", "attempts", "frames")
    )
    return say(
        "exported",
        sessions=say("sessions", n=sessions),
        attempts=say("attempts", n=attempts),
        messages=say("messages", n=frames),
        chargers=say("chargers", n=chargers),
    )
