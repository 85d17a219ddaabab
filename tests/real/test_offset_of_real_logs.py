"""Offset on logs that nobody here wrote: stamps moved by a constant change no figure (definitions 4c T8)."""

import pytest

from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import BEGINNING, HOUR, SECOND
from moved import moved
from projecting import projector_of

KWWHAT = "ocpp-logs/kwwhat/ocpp_1_6_synthetic_logs_14d.csv"
LONG_ENOUGH = ["CH-001", "MICRO16", "MICRO201", "OPENOCPP-Q"]
"""Those that stamp their messages and are heard for longer than the minute that a proof takes."""
NEAR = 5 * SECOND


@pytest.fixture
def frames_of(shared, reader):
    reader.read(shared / KWWHAT, *sorted((shared / "recorded").glob("*.jsonl")))

    def frames(station):
        batches = reader.store.frames_after(station, BEGINNING, 0)
        return [stored.frame for batch in batches for stored in batch]

    return frames


def told(frames):
    """The board an hour after the last frame."""
    store = open_store(":memory:")
    desk = Desk(
        store, lambda station: Profile(id=station, policy=Policy(silence_detection=False)), lambda: 2**52
    )
    desk.store.append(frames)
    station, at = frames[0].station, frames[-1].received_at + HOUR
    projector_of(desk).refresh(station)
    board = desk.board(station, at=at)
    store.close()
    return board


def spans(board):
    return [(one.start, one.end) for one in board.sessions]


@pytest.mark.parametrize("off", [269, -90, 3600, -3600])
@pytest.mark.parametrize("station", LONG_ENOUGH)
def test_a_real_log_by_a_clock_that_is_off_tells_the_same(frames_of, station, off):
    frames = frames_of(station)
    right, wrong = told(frames), told(moved(frames, lambda _: off))
    shown = wrong.data_quality.clock_offset
    assert shown is not None
    assert abs(shown.offset_s + off) < 5
    for (start, end), (start_, end_) in zip(spans(right), spans(wrong), strict=True):
        assert abs(start - start_) <= NEAR
        assert end == end_ or abs(end - end_) <= NEAR
    alike = ("energy_wh", "reason", "flags", "end_inferred", "socket", "completed")
    for one, other in zip(right.sessions, wrong.sessions, strict=True):
        assert [getattr(one, key) for key in alike] == [getattr(other, key) for key in alike]
    assert [(day.attempts, day.successes, day.failures) for day in right.success] == [
        (day.attempts, day.successes, day.failures) for day in wrong.success
    ]
    assert wrong.sessions_per_day == right.sessions_per_day
    for on, energy_wh in right.energy_per_day_wh.items():
        assert wrong.energy_per_day_wh[on] == (energy_wh and pytest.approx(energy_wh, rel=1e-3))
    for one, other in zip(right.utilization, wrong.utilization, strict=True):
        assert abs(one.in_use_s - other.in_use_s) <= 5 * max(1, len(right.sessions))
