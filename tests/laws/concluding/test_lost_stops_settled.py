"""Settled: how a lost stop ends does not depend on whether it was looked at on the way (4c, S5, S6)."""

from __future__ import annotations

import pytest
from lives import DAY, HOUR, MINUTE, STATUSES_2, STATUSES_16, Charger2, Charger16, end_of
from standing_desk import desk, seen, unlike

from chargeboard.domain.policy import Policy
from chargeboard.time.instants import SECOND
from instants import instant
from projecting import projector_of

POLICY = Policy(silence_detection=False)
NAMED, UNNAMED, FOREIGN = 0, 2, 3


def begun(charger):
    charger.link("open")
    charger.boot()
    for socket in (1, 2):
        charger.status(socket, 0, 0)
    return charger


def wait(charger, seconds):
    charger.now += seconds * SECOND
    return charger


def started(how):
    charger = wait(begun(Charger16()), HOUR)
    if how == "by an error":
        charger.start_in_error(1, "T1")
    else:
        charger.start(1, "T1", 0)
        if how == "by nothing":
            del charger.frames[-1]
    return charger


def told(frames, settling):
    """The board; `settling`: after each frame, or only at the end."""
    at = end_of(frames)
    with desk(POLICY) as board:
        for part in [[frame] for frame in frames] if settling else [frames]:
            board.store.append(part)
            projector_of(board).refresh("CP1")
        return seen(board, at)


def sessions_of(charger):
    """The sessions, which are the same however often it is settled."""
    once, often = (told(charger.frames, settling) for settling in (False, True))
    assert unlike(once, often) == []
    return [(one["start"], one["end"]) for one in once["sessions"]]


@pytest.mark.parametrize("answered", ["by an error", "by nothing", "by an id"])
@pytest.mark.parametrize("first", [NAMED, UNNAMED, FOREIGN])
@pytest.mark.parametrize("later", [UNNAMED, FOREIGN])
def test_an_id_that_is_not_the_sessions_does_not_bring_it_back(answered, first, later):
    charger = started(answered)
    wait(charger, 5 * MINUTE).sample(1, 300, first)
    for _ in range(2):
        wait(charger, DAY).heartbeat()
    wait(charger, HOUR).sample(1, 400, UNNAMED)
    wait(charger, DAY).sample(1, 500, later)
    wait(charger, 6 * MINUTE).link("close")
    assert sessions_of(charger) == [(instant("2025-10-12T21:00:00Z"), instant("2025-10-12T21:05:00Z"))]


def test_its_own_id_does():
    charger = started("by an id")
    wait(charger, 5 * MINUTE).sample(1, 300, NAMED)
    wait(charger, 3 * DAY).sample(1, 400, UNNAMED)
    wait(charger, DAY).sample(1, 500, NAMED)
    wait(charger, 6 * MINUTE).link("close")
    assert sessions_of(charger) == [(instant("2025-10-12T21:00:00Z"), None)]


@pytest.mark.parametrize("asked_again", [False, True])
def test_what_names_nothing_does_not_prolong_what_the_charger_said_is_over(asked_again):
    charger = wait(begun(Charger2()), HOUR)
    charger.start(1, "T1", 0)
    wait(charger, 5 * MINUTE).event("Updated", 1, 1, flow=300, chargingState="Charging")
    over = {"ongoingIndicator": False, "messagesInQueue": False}
    wait(charger, HOUR).asked("GetTransactionStatus", {"transactionId": "X1"}, over)
    wait(charger, HOUR).heartbeat()
    power = {"value": 2000.0, "measurand": "Power.Active.Import"}
    meter = [{"timestamp": wait(charger, HOUR).stamp(), "sampledValue": [power]}]
    charger.call("MeterValues", {"evseId": 1, "meterValue": meter}, {})
    wait(charger, MINUTE).status(1, STATUSES_2.index("Available"), 0)
    if asked_again:
        wait(charger, HOUR).asked("GetTransactionStatus", {"transactionId": "X1"}, over)
    for _ in range(5):
        wait(charger, HOUR).heartbeat()
    assert sessions_of(charger) == [(instant("2025-10-12T21:00:00Z"), instant("2025-10-12T21:05:00Z"))]


def test_what_comes_after_the_end_is_no_late_word_of_the_session():
    charger = started("by an id")
    wait(charger, 5 * MINUTE).sample(1, 300, NAMED)
    wait(charger, 2 * MINUTE).status(1, STATUSES_16.index("Available"), 0)
    wait(charger, HOUR).heartbeat()
    wait(charger, 2 * DAY).sample(1, 0, UNNAMED)
    wait(charger, HOUR).heartbeat()
    assert sessions_of(charger) == [(instant("2025-10-12T21:00:00Z"), instant("2025-10-12T21:07:00Z"))]


def test_what_comes_after_the_end_tells_nothing_of_its_registers():
    charger = started("by an id")
    wait(charger, 5 * MINUTE).sample(1, 300, UNNAMED)
    wait(charger, 5 * MINUTE).sample(1, 90_000_000, UNNAMED)
    wait(charger, 2 * MINUTE).status(1, STATUSES_16.index("Available"), 0)
    wait(charger, HOUR).heartbeat()
    charger.registers[1] = 1400
    wait(charger, DAY).sample(1, 0, UNNAMED)
    wait(charger, HOUR).heartbeat()
    assert sessions_of(charger) == [(instant("2025-10-12T21:00:00Z"), instant("2025-10-12T21:12:00Z"))]
