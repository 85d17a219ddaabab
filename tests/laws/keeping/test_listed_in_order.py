"""Listed: sessions that are stored and those that are not come in one order, in the document too."""

from __future__ import annotations

import msgspec
import pytest
from lives import DAY, HOUR, Charger16, end_of
from standing_desk import desk

from chargeboard.domain.policy import Policy
from chargeboard.time.instants import SECOND
from projecting import projector_of


def lived(hours):
    """A car that stays on one socket, from some hours on, while others come and go on the other one."""
    charger = Charger16()
    charger.link("open")
    charger.boot()
    for socket in (1, 2):
        charger.status(socket, 0, 0)
    for hour in range(3 * DAY // HOUR):
        charger.now += HOUR * SECOND // 2
        if hour in hours:
            charger.start(1, f"LONG{hour}", 0)
        charger.start(2, f"T{hour}", 0)
        charger.now += HOUR * SECOND // 2
        charger.stop(2, 300, 0, 0)
    return charger.frames


@pytest.mark.parametrize("hours", [[], [0], [30], [10, 60], [71]])
def test_a_document_lists_sessions_by_start_whether_or_not_they_are_stored(hours):
    frames = lived(hours)
    with desk(Policy(silence_detection=False)) as board:
        for n in range(0, len(frames), 40):
            board.store.append(frames[n : n + 40])
            projector_of(board).refresh("CP1")
        at = end_of(frames)
        told = msgspec.json.decode(board.board_json("CP1", at=at))["sessions"]
        assert [one["start"] for one in told] == sorted(one["start"] for one in told)
        assert [one["key"] for one in told] == [one.key for one in board.board("CP1", at=at).sessions]
        assert len({one["key"] for one in told}) == len(told) >= 72 + len(hours)
