import json
from datetime import datetime
from pathlib import Path

import pytest

from chargeboard.decode import Pairing, read
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.time.instants import instant_of

SHARED = Path(__file__).parents[2].parent / "shared"
RECEIVED = "2025-10-13T10:20:00Z"


def instant(text):
    return instant_of(datetime.fromisoformat(text))


class Listener:
    """Reads frames of one station one after the other."""

    def __init__(self):
        self.pairing = Pairing()

    def __call__(self, message, *, at=RECEIVED, direction="in", protocol="", **policy):
        text = message if isinstance(message, str) else json.dumps(message)
        frame = Frame("CP1", instant(at), direction, text, "A", protocol)
        return read(frame, self.pairing, Policy(**policy))

    def call(self, action, payload, **how):
        return self([2, "m1", action, payload], **how)


@pytest.fixture
def hear():
    return Listener()


@pytest.fixture
def meter(hear):
    """Sampled values in, the one fact and the oddities out."""

    def tell(*sampled, is_v2=False, **policy):
        place = {"evseId": 1} if is_v2 else {"connectorId": 1, "transactionId": 7}
        value = {"timestamp": RECEIVED, "sampledValue": list(sampled)}
        fact, *odd = hear.call("MeterValues", {**place, "meterValue": [value]}, **policy)
        return fact, odd

    return tell


@pytest.fixture
def shared():
    """Real inputs that lie beside the project."""
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: the real inputs are not part of the project")
    return SHARED
