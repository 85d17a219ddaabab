"""What is remembered of a station between two frames?"""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.domain.facts import PLUGGED, StatusReported
from chargeboard.fold.memory import Links, Memory, Said
from chargeboard.time.instants import NEVER
from chargeboard.time.spans import Span

ends = st.integers(0, 60)


@given(st.lists(st.builds(Span, ends, ends), max_size=6), ends, ends)
def test_a_stamp_lies_in_a_gap_that_had_ended_when_it_was_received(gaps, at, received_at):
    expected = any(at in gap and gap.end <= received_at for gap in gaps)
    assert Links(away=gaps).were_away(at, received_at) == expected


@pytest.mark.parametrize("status", ["Available", "Faulted", *sorted(PLUGGED)])
def test_a_cable_is_in_where_the_last_status_of_a_connector_says_so(status):
    memory = Memory(
        statuses={
            "1/0": Said(StatusReported(0, 0, 1, "Available")),
            "2/0": Said(StatusReported(0, 0, 2, status)),
        }
    )
    assert memory.is_plugged == (status in PLUGGED)
    assert not Memory().is_plugged


def test_what_is_remembered_travels_as_text():
    memory = Memory(
        links=Links(live=["A"], heard_at=5, beats=[Span(1, 2)], away=[Span(3, 4)], pace_s=300),
        statuses={"1/0": Said(StatusReported(1, 2, 1, "Charging"), again=2, again_at=3)},
        protocol="ocpp1.6",
        newest=7,
    )
    text = msgspec.json.encode(memory)
    assert msgspec.json.decode(text, type=Memory) == memory


def test_of_a_station_that_was_never_heard_nothing_is_remembered():
    assert msgspec.to_builtins(Memory()) == {
        "links": {
            "live": [],
            "closed_at": None,
            "closed_connection": "",
            "heard_at": None,
            "interval_s": None,
            "ping_s": None,
            "beat_at": None,
            "beats": [],
            "pace_s": 0,
            "away": [],
        },
        "statuses": {},
        "oddities": {},
        "oddities_since": {},
        "held_until": NEVER,
        "protocol": "",
        "untold": None,
        "rows_at": {},
        "tellers": {},
        "newest": 0,
        "conversation": {"charger": {}, "csms": {}},
    }
    said = Said(StatusReported(1, 2, 1, "Charging"))
    assert (said.again, said.again_at, said.again_until, said.again_received_at) == (0, 0, 0, 0)
    assert said.is_open
