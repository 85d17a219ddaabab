"""`chargeboard charger merge` and `unmerge`: a charger that came back under another id."""

from __future__ import annotations

from datetime import date

import click

from chargeboard.cli.place import Place, known_station, located, refreshed
from chargeboard.cli.terminal import ask, is_there_a_person, say
from chargeboard.domain.terminal import command
from chargeboard.history.names import UnknownChargerError, former, new_name
from chargeboard.run.answering.list_filters import ListFilter, ListScope
from chargeboard.run.clock import now
from chargeboard.run.desk import Desk
from chargeboard.run.upkeep.merging import Moved
from chargeboard.run.upkeep.merging import merge as merge_frames
from chargeboard.run.upkeep.merging import unmerge as unmerge_frames
from chargeboard.store import OwnedStore
from chargeboard.time.instants import BEGINNING, Instant, datetime_of
from chargeboard.words.formats import several

_EVER = ListScope(window=(date(2000, 1, 1), date(3000, 1, 1)))


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--yes", is_flag=True, help="Do not ask, also where no frame of NEW was ever received.")
@located
def merge(place: Place, old: str, new: str, *, yes: bool) -> None:
    """
    Let the frames of OLD count as NEW's from now on, and read its history under NEW.

    For a charger that came back under another id. What came and comes under OLD stays in its journal; nothing
    is lost, and `charger unmerge OLD` takes it back.
    """
    with place.store() as store:
        if old not in store.stations():
            known_station(store, old)
            raise click.ClickException(f"{old} has no frames of its own")
        if not yes:
            _ask_of_unknown(place, store, new)
        desk = place.desk_over(store)
        was = store.charger(old)
        held = _held(desk, old) if was is None or was.merged_into is None else ""
        together = _heard_together(store, old, new)
        try:
            moved = merge_frames(store, old, new, now())
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        head = new_name(store, new)
        refreshed(desk, head)
    if not held:
        say(f"{old} counts as {head} already: nothing was moved")
        return
    say(f"{moved.frames:,} frames of {old} count as {head}'s now{_when(moved)}, {held}; later ones will too")
    if together:
        say(f"Both were heard {together}: if they are two chargers, take it back", aside=True)
    say(f"To take it back: {command('chargeboard charger unmerge', old)}", aside=True)


@click.command()
@click.argument("charger")
@located
def unmerge(place: Place, charger: str) -> None:
    """
    Take a merge back: the frames of CHARGER count for itself again, those too that came meanwhile.

    Both chargers are then what they would be had they never been merged.
    """
    with place.store() as store:
        head = new_name(store, charger)
        try:
            moved = unmerge_frames(store, charger)
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        desk = place.desk_over(store)
        for one in {head, charger} & set(store.stations()):
            refreshed(desk, one)
        held = _held(desk, charger)
    since = f", {moved.since:,} of them since the merge" if moved.since else ""
    say(f"{moved.frames:,} frames of {charger} count for itself again{_when(moved)}{since}, {held}")


def _ask_of_unknown(place: Place, store: OwnedStore, new: str) -> None:
    """A typing error would make a charger of its own."""
    is_known = new in store.stations() or new in place.settings.chargers
    if is_known or store.charger(new) is not None or store.credential(new) is not None:
        return
    try:
        known_station(store, new)
    except click.ClickException as error:
        if not is_there_a_person():
            raise click.ClickException(f"{error.message} If {new} is meant, add --yes") from error
        say(error.message)
    ask(f"Merge into {new} all the same?")


def _held(desk: Desk, station: str) -> str:
    """How much is known of a charger."""
    refreshed(desk, station)
    try:
        sessions = desk.evidence.sessions(station, _EVER, ListFilter(limit=1)).total
    except UnknownChargerError:
        sessions = 0
    return f"with {several(desk.store.fact_count(station), 'fact')} and {several(sessions, 'session')}"


def _when(moved: Moved) -> str:
    if moved.first_at is None or moved.last_at is None:
        return ""
    return f" ({_span(moved.first_at, moved.last_at)})"


def _span(first: Instant, last: Instant) -> str:
    begin, end = f"{datetime_of(first):%Y-%m-%d %H:%M}", f"{datetime_of(last):%Y-%m-%d %H:%M}"
    return f"{begin} UTC" if begin == end else f"{begin} – {end} UTC"


def _heard_together(store: OwnedStore, old: str, new: str) -> str:
    """When both were heard, where those times overlap."""
    if new not in store.stations() or new in former(store, old):
        return ""
    spans = [
        (batch[0].frame.received_at, store.newest_frame_at(one) or BEGINNING)
        for one in (old, new)
        for batch in [next(store.frames_after(one, BEGINNING, 0))]
    ]
    begin, end = max(first for first, _ in spans), min(last for _, last in spans)
    return _span(begin, end) if begin < end else ""
