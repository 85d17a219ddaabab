"""Laws that nothing can break say nothing: each of these breakages must make one fail."""

from __future__ import annotations

import msgspec
import pytest
from concluding import test_conclusions
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lives import lives
from standing_desk import POLICIES

from chargeboard import pipeline
from chargeboard.metrics import sessions
from chargeboard.metrics.timeline import socket_states
from chargeboard.run.understanding import settlement
from keeping import test_once, test_store
from reading import test_fold

policies = st.sampled_from(POLICIES)


def fails(law, *strategies):
    """The law, tried on fresh examples that are not shrunk, does not hold."""
    tried = settings(
        max_examples=300,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )(given(*strategies)(law.hypothesis.inner_test))
    with pytest.raises((AssertionError, BaseExceptionGroup)):
        tried()


def test_a_snapshot_that_forgets_open_calls_breaks_restart(monkeypatch):
    def forgetful(state):
        text = msgspec.json.decode(pipeline.snapshot(state))
        text["pairing"] = {}
        return msgspec.json.encode(text)

    monkeypatch.setattr(test_fold, "snapshot", forgetful)
    fails(
        test_fold.test_cut_anywhere_and_gone_on_from_a_snapshot_the_facts_are_the_same,
        lives(),
        st.lists(st.integers(0, 60), max_size=5),
    )


def test_a_segment_that_lasts_a_second_longer_breaks_tiling(monkeypatch):
    honest = socket_states.Socket.segments

    def longer(self, span):
        return [msgspec.structs.replace(one, end=one.end + 1_000_000) for one in honest(self, span)]

    monkeypatch.setattr(socket_states.Socket, "segments", longer)
    law = test_conclusions.test_a_timeline_has_no_gap_no_overlap_and_no_equal_neighbours
    fails(law, lives(), policies, test_conclusions.waits)


def test_a_watt_hour_from_nowhere_breaks_conservation(monkeypatch):
    honest = sessions.session

    def generous(*arguments):
        one = honest(*arguments)
        return one if one.energy_wh is None else msgspec.structs.replace(one, energy_wh=one.energy_wh + 1)

    monkeypatch.setattr(sessions, "session", generous)
    law = test_conclusions.test_energy_by_day_sums_to_energy_by_session_and_time_by_state_to_the_day
    fails(law, lives(), policies, test_conclusions.waits)


def test_a_checkpoint_that_forgets_what_is_open_breaks_checkpoints(monkeypatch):
    honest = settlement.advance

    def forgetful(*arguments):
        carry = honest(*arguments)
        return msgspec.structs.replace(carry, unsettled=msgspec.structs.replace(carry.unsettled, facts=()))

    monkeypatch.setattr(settlement, "advance", forgetful)
    law = test_store.test_a_board_from_stored_conclusions_is_the_board_of_the_facts_alone
    fails(law, lives(), policies, st.lists(st.integers(0, 60), max_size=4), test_store.later)


def test_facts_that_are_kept_without_their_cursor_break_once(monkeypatch):
    def torn(self, method):
        def write(*arguments, **named):
            self._countdown -= 1
            if self._countdown > 0 or method.__name__ != "save_batch":
                return method(*arguments, **named)
            facts, progress, *_ = arguments
            method(facts, self._store.progress(progress.station))
            raise test_once.CrashedError

        return write

    monkeypatch.setattr(test_once.Failing, "_failing", torn)
    counts, late, size = st.integers(1, 12), st.booleans(), st.integers(1, 12)
    law = test_once.test_a_crash_anywhere_loses_and_doubles_nothing
    fails(law, lives(), policies, counts, late, size)
