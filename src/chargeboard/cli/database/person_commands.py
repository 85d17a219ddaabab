"""`chargeboard person`: what is kept of a person, given out or forgotten."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import click
import msgspec

from chargeboard.cli.database.hide_command import out_of_reach
from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import ask, progress_bar, say, say_json
from chargeboard.run.clock import now
from chargeboard.run.upkeep.person import KeptAtCharger, forget, kept_of
from chargeboard.store import OwnedStore, StoreError
from chargeboard.time.instants import text_of
from chargeboard.words.formats import several

_TOKENS = click.argument("tokens", metavar="TOKEN...", nargs=-1, required=True)


@click.group()
def person() -> None:
    """
    Give out, or forget, what is kept of a person.

    A TOKEN is what the charger read: the number of a card, the id of a contract (eMAID), of a vehicle
    (EVCCID, Autocharge) or of an app's user; or its hash as the pages show it, t:0123456789abcdef. "-" reads
    them from standard input, a line each, so that they stand in no shell's history.
    """


@person.command()
@_TOKENS
@located
def export(place: Place, tokens: Sequence[str]) -> None:
    """Write what is kept of the tokens as JSON: sessions, attempts and messages by charger."""
    hashes = _hashes(place, tokens)
    with place.store() as store:
        at = now()
        profile_of = partial(place.profile, store)
        found = {one: list(kept_of(store, profile_of, one, at)) for one in hashes}
    document = {"at": text_of(at), "tokens": found}
    say_json(msgspec.json.format(msgspec.json.encode(document)))
    say(_summed([kept for some in found.values() for kept in some]), aside=True)


@person.command("forget")
@_TOKENS
@click.option("--yes", is_flag=True, help="Do not ask.")
@located
def forget_(place: Place, tokens: Sequence[str], *, yes: bool) -> None:
    """
    Let nothing lead from what is kept to the person again.

    Sessions and attempts stay with their times and their energy, and so does every figure. In them, in facts
    and in messages another name takes the token's place, a random one for each charger, which nobody can
    trace back. It cannot be undone. A session that the token starts from now on is kept as a new token's.
    """
    hashes = _hashes(place, tokens)
    redactor = place.redactor()
    with place.store() as store, _wiped_afterwards(place, store):
        stations = len(store.stations())
        if not yes:
            ask(f"Forget {len(hashes)} tokens at all {stations} chargers, for ever?")
        salt = store.forgetting(secrets.token_hex(32))
        rejects, rows = place.rejects(), 0
        for token in hashes:

            def name_of(station: str, token: str = token) -> str:
                return redactor.forgotten_name(token, station, salt)

            with progress_bar() as bar:
                task = bar.add_task("forgetting", rate="", total=stations)
                changed = forget(store, token, name_of, lambda _, n: bar.update(task, completed=n))  # noqa: B023
            lines = rejects.replace(token, name_of(""))
            rows += lines + sum(changed.values())
            at = f" at {', '.join(sorted(changed))}" if changed else ""
            say(f"{token}: {sum(changed.values()) + lines:,} rows named it{at}")
        store.forgotten()
    say(*out_of_reach(place), aside=True)


@contextmanager
def _wiped_afterwards(place: Place, store: OwnedStore) -> Iterator[None]:
    """Afterwards the file holds nothing of what gave way, in no page that is free and in no log."""
    yield
    try:
        with place.alone("chargeboard person forget"):
            store.wipe()
    except StoreError as error:
        say(
            *str(error).splitlines(),
            "What was forgotten is gone from every row. Parts of the file that are free may still hold older "
            "copies of such rows: once nothing serves the database, run this again, and they are wiped.",
            aside=True,
        )


def _hashes(place: Place, tokens: Sequence[str]) -> list[str]:
    """What stands for the tokens in the database, each once."""
    given = sys.stdin.read().splitlines() if list(tokens) == ["-"] else tokens
    named = [token.strip() for token in given if token.strip()]
    if not named:
        raise click.UsageError("no token was named")
    redactor = place.redactor()
    return list(dict.fromkeys(redactor.hash_of(token) for token in named))


def _summed(found: Sequence[KeptAtCharger]) -> str:
    chargers = len({one.charger for one in found})
    sessions, attempts, frames = (
        sum(len(getattr(one, kind)) for one in found) for kind in ("sessions", "attempts", "frames")
    )
    return (
        f"{several(sessions, 'session')}, {several(attempts, 'attempt')} and {several(frames, 'message')} "
        f"at {several(chargers, 'charger')}"
    )
