"""`chargeboard charger approve`, `waiting` and `dismiss`: chargers that ask to be let in."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

import click

from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import say
from chargeboard.run.desk import Desk
from chargeboard.time.instants import text_of

_PATTERN = frozenset("*?[")
_CHARGERS = click.argument("chargers", metavar="[CHARGER]...", nargs=-1)
_ALL = click.option("--all", "is_all", is_flag=True, help="All that wait.")


@click.command()
@_CHARGERS
@_ALL
@located
def approve(place: Place, chargers: Sequence[str], *, is_all: bool) -> None:
    """
    Let each CHARGER connect, where new chargers wait for it or are refused.

    A CHARGER is an id, or a pattern that ids which wait are compared with: 'SITE-*', 'DC-?', quoted so that
    the shell leaves it alone.
    """
    with place.desk(is_made=True) as desk:
        named = _named(desk, chargers, is_all=is_all)
        desk.approve(*named)
    for one in named:
        say(f"{one} may connect")
    if len(named) > 1:
        say(f"{len(named):,} chargers were approved", aside=True)


@click.command()
@located
def waiting(place: Place) -> None:
    """List the chargers that tried to connect and that nobody approved, and since when they ask."""
    with place.desk() as desk:
        found, dropped = desk.waiting(), desk.dropped_waiting()
    for one in found:
        say(f"{text_of(one.asked_at)}  {one.station}")
    more = f"; {dropped:,} that asked before have made way" if dropped else ""
    say(f"{len(found):,} wait{more}", aside=True)


@click.command()
@_CHARGERS
@_ALL
@located
def dismiss(place: Place, chargers: Sequence[str], *, is_all: bool) -> None:
    """
    Let each CHARGER wait no more for approval: it is not listed again, and may still be approved later.

    A CHARGER is an id or a quoted pattern, as for `charger approve`.
    """
    with place.desk() as desk:
        named = _named(desk, chargers, is_all=is_all)
        dismissed = desk.dismiss(*named)
    if named and not dismissed:
        raise click.ClickException(f"{' and '.join(named[:3])} does not wait")
    say(f"{dismissed:,} dismissed")


def _named(desk: Desk, chargers: Sequence[str], *, is_all: bool) -> list[str]:
    """
    Who is meant, each once.

    Raises: UsageError where nobody is named, ClickException where a pattern meets nobody.
    """
    if bool(chargers) is is_all:
        raise click.UsageError("name chargers, or --all")
    asking = [one.station for one in desk.waiting()]
    if is_all:
        return asking
    found: list[str] = []
    for text in chargers:
        if text in asking or not _PATTERN.intersection(text):
            found.append(text)
            continue
        met = [one for one in asking if fnmatchcase(one, text)]
        if not met:
            raise click.ClickException(f"no charger that waits is like {text!r}; {len(asking):,} wait")
        found += met
    return list(dict.fromkeys(found))
