"""`chargeboard charger approve`, `waiting` and `dismiss`: chargers that ask to be let in."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

import click

from chargeboard.cli.chargers.words import say
from chargeboard.cli.noting import noted
from chargeboard.cli.place import Place, located
from chargeboard.cli.terminal import tell
from chargeboard.run.desk import Desk
from chargeboard.run.people.audited import CHARGER

_PATTERN = frozenset("*?[")
_CHARGERS = click.argument("chargers", metavar="[CHARGER]...", nargs=-1)
_ALL = click.option("--all", "is_all", is_flag=True, help=say("all_waiting_option"))


@click.command(help=say("approve_help"))
@_CHARGERS
@_ALL
@located
def approve(place: Place, chargers: Sequence[str], *, is_all: bool) -> None:
    """The command `approve`."""
    with place.desk(is_made=True) as desk:
        named = _named(desk, chargers, is_all=is_all)
        with noted(place, desk.store, "approved", CHARGER, *named):
            desk.admission.approve(*named)
    for one in named:
        tell(say("may_connect", charger=one))
    if len(named) > 1:
        tell(say("approved", n=len(named)), aside=True)


@click.command(help=say("waiting_help"))
@located
def waiting(place: Place) -> None:
    """The command `waiting`."""
    with place.desk() as desk:
        waiting_chargers, dropped = desk.admission.waiting(), desk.admission.dropped_waiting()
    for waiting_charger in waiting_chargers:
        tell(say("asked_at", at=waiting_charger.asked_at, station=waiting_charger.station))
    more = say("earlier_ones_dropped", n=dropped) if dropped else ""
    tell(say("waiting", n=len(waiting_chargers), more=more), aside=True)


@click.command(help=say("dismiss_help"))
@_CHARGERS
@_ALL
@located
def dismiss(place: Place, chargers: Sequence[str], *, is_all: bool) -> None:
    """The command `dismiss`."""
    with place.desk() as desk:
        named = _named(desk, chargers, is_all=is_all)
        with noted(place, desk.store, "dismissed", CHARGER, *named):
            dismissed = desk.admission.dismiss(*named)
    if named and not dismissed:
        raise click.ClickException(say("not_waiting", n=len(named), names=say("and").join(named[:3])))
    tell(say("dismissed", n=dismissed))


def _named(desk: Desk, chargers: Sequence[str], *, is_all: bool) -> list[str]:
    """
    Who is meant, each once.

    Raises: UsageError where nobody is named, ClickException where a pattern meets nobody.
    """
    if bool(chargers) is is_all:
        raise click.UsageError(say("name_chargers"))
    asking = [waiting_charger.station for waiting_charger in desk.admission.waiting()]
    if is_all:
        return asking
    found: list[str] = []
    for text in chargers:
        if text in asking or not _PATTERN.intersection(text):
            found.append(text)
            continue
        met = [one for one in asking if fnmatchcase(one, text)]
        if not met:
            raise click.ClickException(say("nobody_matches", pattern=repr(text), n=len(asking)))
        found += met
    return list(dict.fromkeys(found))
