"""`chargeboard charger merge` and `unmerge`: a charger that came back under another id."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date

import click

from chargeboard.cli.chargers.words import say
from chargeboard.cli.known_station import known_station
from chargeboard.cli.noting import noted
from chargeboard.cli.place import Place, located, refreshed
from chargeboard.cli.terminal import ask, is_there_a_person, tell
from chargeboard.domain.terminal import command
from chargeboard.history.names import UnknownChargerError, former, new_name
from chargeboard.run.answering.list_filters import ListScope, SessionFilter
from chargeboard.run.clock import now
from chargeboard.run.people.audited import CHARGER
from chargeboard.run.upkeep.merging import Moved
from chargeboard.run.upkeep.merging import merge as merge_frames
from chargeboard.run.upkeep.merging import unmerge as unmerge_frames
from chargeboard.store import OwnedStore
from chargeboard.time.instants import BEGINNING, Instant, datetime_of

_EVER = ListScope(window=(date(2000, 1, 1), date(3000, 1, 1)))


@click.command(help=say("merge_help"))
@click.argument("old")
@click.argument("new")
@click.option("--yes", is_flag=True, help=say("merge_yes_option"))
@located
def merge(place: Place, old: str, new: str, *, yes: bool) -> None:
    """The command `merge`."""
    with place.store() as store:
        if not store.has_sent(old):
            known_station(store, old)
            raise click.ClickException(say("no_frames_of_its_own", old=old))
        if not yes:
            _ask_of_unknown(place, store, new)
        was = store.charger(old)
        held = _held(place, store, old) if was is None or was.merged_into is None else ""
        together = _heard_together(store, old, new)
        noting = noted(place, store, "charger_merged", CHARGER, old) if held else nullcontext()
        try:
            with noting:
                moved = merge_frames(store, old, new, now())
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        head = new_name(store, new)
        refreshed(place.projector_over(store), head)
    if not held:
        tell(say("merged_already", old=old, head=head))
        return
    tell(say("merged", n=moved.frames, old=old, head=head, period=_when(moved), held=held))
    if together:
        tell(say("heard_together", period=together), aside=True)
    tell(say("to_take_back", command=command("chargeboard charger unmerge", old)), aside=True)


@click.command(help=say("unmerge_help"))
@click.argument("charger")
@located
def unmerge(place: Place, charger: str) -> None:
    """The command `unmerge`."""
    with place.store() as store:
        head = new_name(store, charger)
        try:
            with noted(place, store, "charger_unmerged", CHARGER, charger):
                moved = unmerge_frames(store, charger)
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        if head != charger and store.has_sent(head):
            refreshed(place.projector_over(store), head)
        held = _held(place, store, charger)
    since = say("since_the_merge", n=moved.since) if moved.since else ""
    tell(say("unmerged", n=moved.frames, charger=charger, period=_when(moved), since=since, held=held))


def _ask_of_unknown(place: Place, store: OwnedStore, new: str) -> None:
    """A typing error would make a charger of its own."""
    is_known = store.has_sent(new) or new in place.settings.chargers
    if is_known or store.charger(new) is not None or store.credential(new) is not None:
        return
    try:
        known_station(store, new)
    except click.ClickException as error:
        if not is_there_a_person():
            raise click.ClickException(say("add_yes", problem=error.message, new=new)) from error
        tell(error.message)
    ask(say("ask_merge", new=new))


def _held(place: Place, store: OwnedStore, station: str) -> str:
    """How much is known of a charger."""
    refreshed(place.projector_over(store), station)
    try:
        sessions = place.desk_over(store).evidence.sessions(station, _EVER, SessionFilter(limit=1)).total
    except UnknownChargerError:
        sessions = 0
    return say("held", facts=say("facts", n=store.fact_count(station)), sessions=say("sessions", n=sessions))


def _when(moved: Moved) -> str:
    if moved.first_at is None or moved.last_at is None:
        return ""
    return f" ({_span(moved.first_at, moved.last_at)})"


def _span(first: Instant, last: Instant) -> str:
    begin, end = f"{datetime_of(first):%Y-%m-%d %H:%M}", f"{datetime_of(last):%Y-%m-%d %H:%M}"
    return f"{begin} UTC" if begin == end else f"{begin} – {end} UTC"


def _heard_together(store: OwnedStore, old: str, new: str) -> str:
    """When both were heard, where those times overlap."""
    if not store.has_sent(new) or new in former(store, old):
        return ""
    spans = [
        (batch[0].frame.received_at, store.newest_frame_at(one) or BEGINNING)
        for one in (old, new)
        for batch in [next(store.frames_after(one, BEGINNING, 0))]
    ]
    begin, end = max(first for first, _ in spans), min(last for _, last in spans)
    return _span(begin, end) if begin < end else ""
