"""Total: any text gives events or an oddity; nothing raises."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lives import BIRTH, Charger2, Charger16, told
from mutations import texts

from chargeboard.decode import Pairing, read
from chargeboard.domain.facts import AnyFact
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy

POLICY = Policy(timezone="Europe/Berlin")
protocols = st.sampled_from(["", "ocpp1.6", "ocpp2.0.1", "ocpp2.1", "bogus"])
directions = st.sampled_from(["in", "in", "out", "ws"])


@settings(max_examples=settings().max_examples * 10)
@given(texts(), directions, protocols)
def test_any_text_is_read_into_facts_that_can_be_kept(text, direction, protocol):
    events = read(Frame("CP1", BIRTH, direction, text, protocol=protocol), Pairing(), POLICY)
    kept = msgspec.json.encode(list(events))
    assert msgspec.json.decode(kept, type=list[AnyFact]) == list(events)


@given(st.lists(st.tuples(texts(), directions), max_size=8))
def test_what_was_read_before_never_makes_reading_raise(frames):
    pairing = Pairing()
    for text, direction in frames:
        read(Frame("CP1", BIRTH, direction, text), pairing, POLICY)


@pytest.mark.parametrize("kind", [Charger16, Charger2])
def test_an_orderly_frame_gives_no_oddity(kind):
    moves = [("start", 60, (1, "T1", 0)), ("sample", 60, (1, 500, 0)), ("stop", 60, (1, 500, 0, 0))]
    pairing = Pairing()
    said = [event for frame in told(kind(), moves) for event in read(frame, pairing, POLICY)]
    assert {type(event).__name__ for event in said} >= {"LinkOpened", "Booted", "StatusReported", "Sampled"}
    assert not [event for event in said if type(event).__name__ == "OddityFound"]
