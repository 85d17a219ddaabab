"""Once: a crash anywhere loses and doubles nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lives import end_of, lives
from standing_desk import POLICIES, desk, seen, unlike

from chargeboard.run.desk import Desk
from chargeboard.run.understanding.alone import StationFailedError
from projecting import projector_of

WRITES = {"append", "save_batch", "settle"}


class CrashedError(Exception):
    """The power went."""


class Failing:
    """A store that fails at its n-th write, before or just after the write took hold."""

    def __init__(self, store, countdown, *, is_late):
        self._store, self._countdown, self._is_late = store, countdown, is_late

    def __getattr__(self, name):
        method = getattr(self._store, name)
        return self._failing(method) if name in WRITES else method

    def _failing(self, method):
        def write(*arguments, **named):
            self._countdown -= 1
            if self._countdown == 0 and not self._is_late:
                raise CrashedError
            result = method(*arguments, **named)
            if self._countdown == 0:
                raise CrashedError
            return result

        return write


@given(lives(), st.sampled_from(POLICIES), st.integers(1, 12), st.booleans(), st.integers(1, 12))
def test_a_crash_anywhere_loses_and_doubles_nothing(frames, policy, countdown, is_late, size):
    at = end_of(frames)
    with desk(policy) as calm, desk(policy) as shaken:
        calm.store.append(frames)
        projector_of(calm).refresh("CP1")
        failing = Desk(Failing(shaken.store, countdown, is_late=is_late), shaken.profile_of, shaken.now)
        try:
            for begin in range(0, len(frames), size):
                failing.store.append(frames[begin : begin + size])
                projector_of(failing).refresh("CP1")
        except (CrashedError, StationFailedError) as crash:
            if not isinstance(crash.__cause__ or crash, CrashedError):
                raise
            shaken.store.begin_delivery()
            for begin in range(0, len(frames), size):
                shaken.store.append(frames[begin : begin + size])
            projector_of(shaken).refresh("CP1")
        assert unlike(seen(calm, at), seen(shaken, at), but=("revised", "revised_days")) == []
