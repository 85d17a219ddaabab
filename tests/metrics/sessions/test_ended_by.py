"""Who ended a session: by the reason of its stop, and in 2.x by what triggered its end."""

import pytest

from chargeboard.domain.conclusions import Session
from chargeboard.metrics.sessions.ended_by import ended_by


def session(reason, trigger="", **known):
    told = {"key": "k", "socket": 1, "start": 0, "end": 1, "energy_wh": None}
    return Session(**{**told, "reason": reason, "stop_trigger": trigger, **known})


@pytest.mark.parametrize(
    ("reason", "trigger", "who"),
    [
        ("Local", "", "driver"),
        ("EVDisconnected", "EVDeparted", "driver"),
        ("StoppedByEV", "", "vehicle"),
        ("PowerLoss", "RemoteStop", "charger"),
        ("Remote", "", "operator"),
        ("Other", "", "unknown"),
        # a reason that is not said is Local: what triggered the end tells more
        ("Local", "RemoteStop", "operator"),
        ("Local", "ResetCommand", "operator"),
        ("Local", "EVDeparted", "driver"),
        ("Local", "SoCLimitReached", "vehicle"),
        ("Local", "AbnormalCondition", "charger"),
        ("Other", "StopAuthorized", "driver"),
        ("Other", "ChargingStateChanged", "unknown"),
        ("Local", "ChargingStateChanged", "driver"),
    ],
)
def test_a_reason_names_who_ended_it_and_where_it_says_little_the_trigger_does(reason, trigger, who):
    assert ended_by(session(reason, trigger)) == who


def test_nobody_ended_what_is_open_and_nobody_knows_who_where_the_end_is_inferred():
    assert ended_by(session(None, end=None)) is None
    assert ended_by(session("Local", "RemoteStop", end_inferred=True)) == "unknown"
