"""One charger that two sources tell of is there once, and the better evidence wins."""

import json

import msgspec
import pytest
from test_citrineos import taken
from test_steve import KIND, of_16, stamp
from two_chargers import life

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.run.clock import now as present
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE
from projecting import projector_of


@pytest.fixture
def heard(tmp_path):
    opened = open_store(str(tmp_path / "heard.db"))
    yield opened
    opened.close()


def figures(store, station, now):
    """What its page shows of sessions, attempts and errors, and all else that rows might change."""
    desk = Desk(store, lambda station: Profile(id=station), lambda: now)
    projector_of(desk).refresh(station)
    board = desk.board(station)
    return (
        # each is learned once more where it is told once more
        [msgspec.structs.replace(one, learned_at=None) for one in board.sessions],
        board.success,
        board.errors,
        board.uptime,
        board.energy_per_day_wh,
        board.states,
        board.untold,
    )


def rewritten(frame, n):
    """The same message as another system wrote it down: a little later, its names in another order."""
    kind, *rest = json.loads(frame.text)
    turned = [dict(reversed(one.items())) if isinstance(one, dict) else one for one in rest]
    return msgspec.structs.replace(
        frame, received_at=frame.received_at + 3_000 + n % 7 * 1_000, text=json.dumps([kind, *turned])
    )


@pytest.mark.parametrize("protocol", ["ocpp1.6", "ocpp2"])
def test_messages_that_came_by_a_tap_and_by_a_feed_are_counted_once(store, heard, protocol):
    now = present()
    frames = [frame for frame in life(now=now - MINUTE) if frame.protocol.startswith(protocol)]
    if protocol == "ocpp1.6":
        fault = {"errorCode": "GroundFailure", "timestamp": stamp(now - HOUR), "connectorId": 1}
        text = json.dumps([2, "f", "StatusNotification", {**fault, "status": "Faulted"}])
        frames.append(Frame(frames[0].station, now - HOUR, "in", text, "", protocol))
        frames.sort(key=lambda frame: frame.received_at)
    heard.append(frames)
    doubled = [*frames, *(rewritten(frame, n) for n, frame in enumerate(frames))]
    store.append(sorted(doubled, key=lambda frame: frame.received_at))
    station = frames[0].station
    both, alone = (figures(one, station, now) for one in (store, heard))
    assert both[:3] == alone[:3]
    assert alone[2]


def test_rows_beside_messages_change_no_figure(steve, store, heard):
    now = present()
    frames = of_16(life(now=now - MINUTE))
    heard.append(frames)
    store.append(frames)
    steve.write(*frames)
    taken(steve, store, kind=KIND, now=now)
    station = frames[0].station
    assert figures(store, station, now) == figures(heard, station, now)
