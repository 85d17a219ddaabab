"""What is known of a charger's last word when an earlier moment is looked at?"""

import json
from datetime import UTC, datetime

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.instants import MINUTE, SECOND, instant_of, text_of
from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_sqlite

T0 = instant_of(datetime(2025, 10, 13, 8, tzinfo=UTC))


@pytest.fixture
def desk():
    store = open_sqlite(":memory:")
    one = Desk(store, lambda station: Profile(id=station), lambda: T0)
    one.take(
        [
            frame(T0, "ws", ["open", "A"]),
            frame(T0, "in", [2, "1", "StatusNotification", {"connectorId": 1, "status": "Available"}]),
            frame(T0 + 40 * SECOND, "in", [2, "2", "Heartbeat", {}]),
            # nobody answers this one
            frame(T0 + 30 * MINUTE, "out", [2, "3", "RemoteStartTransaction", {"idTag": "T"}]),
        ]
    )
    one.refresh("CP1")
    yield one
    store.close()


def frame(at, direction, message):
    return Frame("CP1", at, direction, json.dumps(message), "A", "ocpp1.6")


@pytest.mark.parametrize(("at", "said"), [(0, 0), (39, 0), (40, 40), (99, 40), (600, 40), (1799, 40)])
def test_the_last_contact_is_the_last_frame_that_came(desk, at, said):
    board = desk.board("CP1", at=T0 + at * SECOND)
    assert board.charger.last_contact == text_of(T0 + said * SECOND)


def test_before_its_first_word_nothing_is_known_of_a_charger(desk):
    board = desk.board("CP1", at=T0 - SECOND)
    assert (board.charger.last_contact, board.charger.is_online) == (None, None)
    assert (board.now, board.offline_gaps) == ([], [])


def test_a_silent_charger_is_offline_although_something_was_sent_to_it_later(desk):
    # 900 s without an interval: from 08:00:40 it was silent, and past 08:15:40 it is offline
    assert desk.board("CP1", at=T0 + 15 * MINUTE).charger.is_online is True
    assert desk.board("CP1", at=T0 + 16 * MINUTE).charger.is_online is False
    assert desk.board("CP1", at=T0 + 31 * MINUTE).charger.is_online is False
