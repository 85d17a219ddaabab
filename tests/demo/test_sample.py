import datetime as dt
import json
from itertools import islice, pairwise, takewhile

import pytest

from chargeboard.capture.formats import FORMATS
from chargeboard.capture.formats.reading import LogNotes, Rejected
from chargeboard.decode import Pairing, read
from chargeboard.demo import SAMPLE, Pace, sample_log, simulated
from chargeboard.domain.facts import OddityFound
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.time.instants import HOUR, MINUTE, SECOND, instant_of

NOW = instant_of(dt.datetime(2026, 3, 30, 11, 12, 13, tzinfo=dt.UTC))


@pytest.fixture(scope="module")
def lines():
    return list(sample_log(NOW))


def test_each_line_of_the_sample_is_read_as_what_it_looks_like(lines):
    found = list(FORMATS["python-ocpp"]((line.encode() for line in lines), LogNotes("ocpp.log")))
    assert not [one for one in found if isinstance(one, Rejected)]
    frames = [one for one in found if isinstance(one, Frame)]
    assert len(frames) == len(lines) > 3000
    assert {one.station for one in frames} == {SAMPLE}
    assert 9 * 24 * HOUR < NOW - frames[0].received_at < 11 * 24 * HOUR
    assert NOW - frames[-1].received_at < 10 * MINUTE


def test_nothing_of_the_sample_has_to_be_forgiven(lines):
    pairing = Pairing()
    for one in FORMATS["python-ocpp"]((line.encode() for line in lines), LogNotes("ocpp.log")):
        assert not [event for event in read(one, pairing, Policy()) if isinstance(event, OddityFound)]


def spoken(now, lasts):
    """What a simulated charger says in that time, by its own clock."""
    frames = takewhile(lambda frame: frame.received_at <= now + lasts, simulated("SIM", now))
    return [json.loads(frame.text) for frame in frames if frame.direction == "in"]


def test_a_simulated_charger_has_a_car_within_a_minute_and_the_next_one_later():
    said = [one for one in spoken(NOW, HOUR) if one[0] == 2]
    assert [one[2] for one in said[:3]] == ["BootNotification", "StatusNotification", "StatusNotification"]
    assert "StartTransaction" in {one[2] for one in spoken(NOW, MINUTE)}
    assert sum(one[2] == "StartTransaction" for one in said) >= 3
    assert sum(one[2] == "StopTransaction" for one in said) >= 3


@pytest.mark.parametrize("speed", [1, 4, 60])
def test_its_meter_goes_on_when_it_is_switched_on_again(speed):
    registers = []
    for on_at in (NOW, NOW + 10 * MINUTE, NOW + 25 * MINUTE):
        pace, shown = Pace(on_at, speed), []
        for said in spoken(on_at, 8 * MINUTE * speed):
            if said[0] == 2 and said[2] in {"StartTransaction", "StopTransaction"}:
                told = pace.said({"connectorId": 1} | said[3])
                shown.append(told.get("meterStart", told.get("meterStop")))
        registers += shown
    assert len(registers) >= 3
    assert registers == sorted(registers)


def test_it_speaks_as_often_as_a_person_may_wait():
    frames = islice(simulated("SIM", NOW), 60)
    at = [frame.received_at for frame in frames]
    gaps = [other - one for one, other in pairwise(at)]
    assert max(gaps) <= 40 * SECOND
