"""What the fold hears as a sign of life is what it is called one afterwards (O1)."""

import json

import pytest

from chargeboard.decode import Pairing, read
from chargeboard.domain.contact import is_alive
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.pipeline import StationState, step
from chargeboard.time.instants import SECOND


@pytest.mark.parametrize(
    ("direction", "content", "alive"),
    [
        ("in", [2, "1", "Heartbeat", {}], True),
        ("in", "no message", True),
        ("out", [3, "1", {}], False),
        ("ws", ["open", "A"], True),
        ("ws", ["close", "A"], False),
        ("ws", ["pong", "A", 20], True),
        ("ws", ["gap", 5 * SECOND, 9 * SECOND, "down"], False),
    ],
)
def test_a_frame_that_is_a_sign_of_life_is_heard(direction, content, alive):
    frame = Frame("CP1", 10 * SECOND, direction, json.dumps(content))
    state = StationState()
    step(state, frame, Policy())
    assert (state.memory.links.heard_at == 10 * SECOND) is alive
    assert is_alive(frame, read(frame, Pairing(), Policy())) is alive
