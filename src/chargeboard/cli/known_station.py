"""Under which id is a charger that somebody names?"""

from __future__ import annotations

import click

from chargeboard.cli.words import say
from chargeboard.domain.alike import alike
from chargeboard.store import OwnedStore


def known_station(store: OwnedStore, station: str) -> str:
    """
    The id under which a charger's frames are, after merges.

    Raises: ClickException that names similar ids.
    """
    seen = {station}
    while (charger := store.charger(station)) is not None and charger.merged_into not in {None, *seen}:
        station = str(charger.merged_into)
        seen.add(station)
    meant = store.stations_near(station)
    if station in meant:
        return station
    near = alike(station, meant, most=3, least=0.5)
    near = near or [one for one in meant if station.lower() in one.lower()][:3]
    if near:
        hint = say("did_you_mean", names=say("or").join(near))
    elif first := store.stations_near("")[:5]:
        others = store.station_count() - len(first)
        more = say("and_more", n=others) if others else ""
        hint = say("known_chargers", stations=", ".join(first), more=more)
    else:
        hint = say("no_charger_yet")
    raise click.ClickException(say("no_frames_of_charger", station=repr(station), hint=hint))
