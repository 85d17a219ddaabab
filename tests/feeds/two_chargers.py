"""What two chargers said in some days, one of each protocol; and all that is concluded of it."""

from itertools import takewhile

import msgspec

from chargeboard.demo import TOWN
from chargeboard.demo.frames import station_frames
from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.time.instants import HOUR, Instant
from projecting import projector_of

NOW: Instant = 1_790_000_000_000_000
DAYS = 3


def life(days=DAYS, now=NOW, *, links=False):
    """Their messages up to now, in order; to the millisecond, as other systems write down the time."""
    shown = [
        next(place for place in TOWN if place.protocol.startswith(protocol))
        for protocol in ("ocpp1.6", "ocpp2")
    ]
    frames = [
        msgspec.structs.replace(frame, received_at=frame.received_at // 1000 * 1000, connection="")
        for place in shown
        for frame in takewhile(
            lambda frame: frame.received_at <= now,
            station_frames(msgspec.structs.replace(place, days=days), now, 1),
        )
        if links or frame.direction != "ws"
    ]
    return sorted(frames, key=lambda frame: frame.received_at)


def concluded(store, now=NOW + HOUR):
    """What is known of each charger."""
    desk = Desk(store, lambda station: Profile(id=station), lambda: now)
    for station in store.stations():
        projector_of(desk).refresh(station)
    return {station: desk.board_json(station) for station in store.stations()}
