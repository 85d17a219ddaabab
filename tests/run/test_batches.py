"""Frames that come in batches, and old ones in the serving process."""

import time
from concurrent.futures import Future

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.history.opening import Histories
from chargeboard.run.receiving.delivery import Delivery
from chargeboard.run.receiving.intake import Intake
from chargeboard.run.understanding.chores import Chores
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.understanding.worker import Understanding
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, SECOND

T0 = 1_760_000_000 * SECOND


def beats(count, station="A", since=T0):
    return [Frame(station, since + n * SECOND, "in", f'[2,"{n}","Heartbeat",{{}}]') for n in range(count)]


def hand_out(answers):
    for done, text in answers:
        done(text)


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "board.db")
    yield store
    store.close()


@pytest.fixture
def running(store):
    started = []

    def starts(**options):
        started.append(Intake(store, lambda: T0 + 30 * 24 * HOUR, hand_out, **options))
        started[-1].start()
        return started[-1]

    yield starts
    for intake in started:
        intake.stop()


@pytest.fixture
def understanding(store):
    started = []

    def starts(**options):
        histories = Histories(store, lambda station: Profile(id=station))
        projector = Projector(histories, lambda: T0 + 30 * 24 * HOUR)
        started.append(Understanding(Chores(projector, **options)))
        started[-1].start()

    yield starts
    for one in started:
        one.stop()


def brought(intake, frames):
    future = Future()
    intake.submit(Delivery(frames, is_batch=True, done=future.set_result))
    return int(future.result(60))


def test_a_batch_that_is_brought_again_keeps_nothing_twice_and_one_with_a_retry_keeps_both(running, store):
    intake = running()
    retried = beats(3) + beats(3)[-1:]
    assert [brought(intake, retried), brought(intake, retried), brought(intake, beats(5))] == [4, 0, 2]
    assert sum(map(len, store.frames_after("A", 0, 0))) == 6


def test_batches_that_wait_for_one_commit_are_counted_apart(running, store):
    intake, waiting = running(), []
    for _ in range(20):
        waiting.append(Future())
        intake.submit(Delivery(beats(2), is_batch=True, done=waiting[-1].set_result))
    assert sum(int(future.result(60)) for future in waiting) == 2


def packed(store):
    with store.reading() as connection:
        return sum(frames for (frames,) in connection.execute("select frames from journal_block").fetchall())


def test_old_frames_are_packed_while_nothing_waits(running, understanding, store):
    young = beats(7, since=T0 + 29 * 24 * HOUR)
    for station in ("A", "B"):
        store.append([*beats(5000, station), *(Frame(station, *one_of(frame)) for frame in young)])
    collector = running()
    assert brought(collector, beats(1, "C")) == 1
    assert packed(store) == 0
    understanding(packs=True)
    give_up = time.monotonic() + 60
    while packed(store) < 10_001 and time.monotonic() < give_up:
        time.sleep(0.05)
    assert packed(store) == 10_001
    assert brought(collector, beats(3, "A")) == 0, "what is packed is known"
    assert [sum(map(len, store.frames_after(one, 0, 0))) for one in "ABC"] == [5007, 5007, 1]


def one_of(frame):
    return frame.received_at, frame.direction, frame.text
