"""What is known of a charger's last word when an earlier moment is looked at?"""

import json
from datetime import UTC, datetime

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, SECOND, instant_of, text_of
from projecting import projector_of

T0 = instant_of(datetime(2025, 10, 13, 8, tzinfo=UTC))


@pytest.fixture
def desk():
    store = open_store(":memory:")
    one = Desk(store, lambda station: Profile(id=station), lambda: T0)
    one.store.append(
        [
            frame(T0, "ws", ["open", "A"]),
            frame(T0, "in", [2, "1", "StatusNotification", {"connectorId": 1, "status": "Available"}]),
            frame(T0 + 40 * SECOND, "in", [2, "2", "Heartbeat", {}]),
            # nobody answers this one
            frame(T0 + 30 * MINUTE, "out", [2, "3", "RemoteStartTransaction", {"idTag": "T"}]),
        ]
    )
    projector_of(one).refresh("CP1")
    yield one
    store.close()


def frame(at, direction, message):
    return Frame("CP1", at, direction, json.dumps(message), "A", "ocpp1.6")


@pytest.mark.parametrize(("at", "said"), [(0, 0), (39, 0), (40, 40), (99, 40), (600, 40), (1799, 40)])
def test_the_last_contact_is_the_last_frame_that_came(desk, at, said):
    board = desk.board("CP1", at=T0 + at * SECOND)
    assert board.charger.last_contact == T0 + said * SECOND


def test_before_its_first_word_nothing_is_known_of_a_charger(desk):
    board = desk.board("CP1", at=T0 - SECOND)
    assert (board.charger.last_contact, board.charger.is_online) == (None, None)
    assert (board.now, board.offline_gaps) == ([], [])


def test_a_silent_charger_is_offline_although_something_was_sent_to_it_later(desk):
    # 900 s without an interval: from 08:00:40 it was silent, and past 08:15:40 it is offline
    assert desk.board("CP1", at=T0 + 15 * MINUTE).charger.is_online is True
    assert desk.board("CP1", at=T0 + 16 * MINUTE).charger.is_online is False
    assert desk.board("CP1", at=T0 + 31 * MINUTE).charger.is_online is False


def test_an_end_that_a_later_start_told_is_not_known_before_it(desk):
    # no stop came: the start of tomorrow noon dates the end of the first back to its own start
    desk.store.append(
        [frame(T0 + minutes * MINUTE, "in", [2, "b", "Heartbeat", {}]) for minutes in range(45, 1680, 15)]
    )
    for at, number in ((T0 + HOUR, 1), (T0 + 28 * HOUR, 2)):
        start = {"connectorId": 1, "idTag": "T", "meterStart": 0, "timestamp": text_of(at)}
        desk.store.append([frame(at, "in", [2, f"s{number}", "StartTransaction", start])])
    projector_of(desk).refresh("CP1")

    def known(at):
        return [(one.start, one.end) for one in desk.board("CP1", at=at).sessions]

    assert known(T0 + 20 * HOUR) == [(T0 + HOUR, None)]
    assert known(T0 + 29 * HOUR)[0] == (T0 + HOUR, T0 + HOUR)
