"""
What a look found is kept in a row, and the next one begins with it, in whichever process: whoever does sees
the same as who finds no such row.
"""

from __future__ import annotations

import re
from contextlib import closing
from itertools import cycle, pairwise

import msgspec
import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st
from lives import DAY, HOUR, Charger16, lives
from long_life import forty_days
from standing_desk import CHOICES, POLICIES, unlike

from chargeboard import zstd
from chargeboard.domain.policy import Profile
from chargeboard.history import look_row
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import SECOND
from chargeboard.time.spans import Span
from projecting import projector_of

policies = st.sampled_from(CHOICES)
cuts = st.lists(st.integers(0, 60), max_size=3)
waits = st.sampled_from([0, 1, 61, 16 * 60, HOUR, 5 * HOUR, DAY, 3 * DAY])


def busy():
    """Three days of sessions on two sockets, some with errors, and one that goes on."""
    charger = Charger16()
    charger.link("open")
    charger.boot()
    for day in range(3):
        for visit in range(3):
            charger.status(1, 1, 0)
            charger.start(1, f"T{visit}", 0)
            charger.now += HOUR * SECOND
            charger.sample(1, 0, 0)
            charger.stop(1, 900 * (visit + 1), visit, 0)
            charger.status(1, 0, 0)
            charger.status(2, 0, 4 * (visit % 2))
            charger.now += 4 * HOUR * SECOND
            charger.heartbeat()
        charger.now += 9 * HOUR * SECOND + day
    charger.start(2, "T1", 0)
    charger.now += HOUR * SECOND
    charger.sample(2, 0, 0)
    return charger.frames


def lost_again():
    """It came back once, and is gone again: two rules of one name speak."""
    charger = Charger16()
    for _ in range(2):
        charger.link("open")
        charger.boot()
        for hour in range(6):
            charger.status(1, hour % 2, 0)
            charger.now += HOUR * SECOND
        charger.link("close")
        charger.now += 3 * HOUR * SECOND
    return charger.frames


def looked(desk, at):
    view = desk.seen("CP1", lambda _, now: Span(now - DAY * SECOND, now), at=at, newest=10)
    window = desk.seen("CP1", lambda _, now: Span(now - DAY * SECOND, now), at=at - 2 * DAY * SECOND)
    return view.board, view.strip, desk.board_json("CP1", at=at), window.board


def differing(one, other):
    """Where two looks differ, in words."""
    told = (msgspec.to_builtins(each[:2] + each[3:], str_keys=True) for each in (one, other))
    return unlike(*told) or ([] if one[2] == other[2] else ["the document of the API"])


@settings(max_examples=12)
@given(lives(), policies, cuts, st.integers(0, 12), waits, st.lists(waits, min_size=1, max_size=3))
@example(busy(), POLICIES[1], [8, 20], 0, 0, [0, 61, DAY])
@example(busy(), POLICIES[2], [8, 20], 1, 61, [HOUR])
@example(busy(), CHOICES[5], [], 0, 16 * 60, [3 * DAY])
@example(lost_again(), POLICIES[1], [6], 0, 5 * HOUR, [0, HOUR])
@example(forty_days(), POLICIES[1], [-45, -30], 2, 61, [0, DAY])
def test_a_look_that_begins_with_what_another_found_sees_what_one_sees_that_does_not(
    frames, policy, cuts, untold, wait, waits
):
    """
    `untold`: the last frames are understood, and no line tells of them.

    Two processes understand and tell in turns, so that what one keeps was begun with what the other had kept.
    """
    clock = [0]
    store = open_store(":memory:")

    def desk():
        return Desk(store, lambda station: Profile(id=station, policy=policy), lambda: clock[0])

    writers, told = cycle((desk(), desk())), max(1, len(frames) - untold)
    for begin, end in pairwise(sorted({cut % told for cut in cuts} | {0, told})):
        writer = next(writers)
        clock[0] = frames[end - 1].received_at + wait * SECOND
        writer.store.append(frames[begin:end])
        projector_of(writer).refresh("CP1")
        projector_of(next(writers)).tell("CP1")
    writer.store.append(frames[told:])
    projector_of(writer).fold("CP1")
    with store.reading() as connection:
        rows = connection.execute("select * from last_look").fetchall()
    event("a look was kept" if rows else "no look was kept")
    at = max(clock[0], frames[-1].received_at)
    instants = [at := at + after * SECOND for after in waits]
    goes_on = desk()
    with_row = [(looked(desk(), instant), looked(goes_on, instant)) for instant in instants]
    with store._db.writing():
        store._db.sql.drop_last_look(store._db.connection, station="CP1")
    without = [looked(desk(), instant) for instant in instants]
    for alone, following, plain in zip(*zip(*with_row, strict=True), without, strict=True):
        assert not differing(alone, plain)
        assert not differing(following, plain)
    store.close()


@pytest.mark.sqlite("it hears what is asked of the file")
def test_the_lives_of_the_examples_leave_such_a_row_and_what_is_told_behind_it_is_seen():
    """Else the law would hold of nothing."""
    clock, frames = [0], busy()
    store = open_store(":memory:")
    desk = Desk(store, lambda station: Profile(id=station, policy=POLICIES[1]), lambda: clock[0])
    clock[0] = frames[-1].received_at
    desk.store.append(frames)
    projector_of(desk).refresh("CP1")
    assert [*store._db.connection.execute("select station from last_look")] == [("CP1",)]
    asked = []
    store._db.connection.set_exec_trace(lambda _, sql, __: asked.append(sql) or True)
    fresh = Desk(store, lambda station: Profile(id=station, policy=POLICIES[1]), lambda: clock[0])
    fresh.seen("CP1", lambda _, now: Span(now - DAY * SECOND, now), at=clock[0])
    assert not [sql for sql in asked if "from segment" in sql or "from attempt" in sql][:1], asked
    store.close()


@pytest.mark.sqlite("it hears what is asked of the file")
def test_what_the_days_before_came_to_is_in_the_row():
    clock, frames = [0], forty_days()
    with closing(open_store(":memory:")) as store:

        def desk():
            return Desk(store, lambda station: Profile(id=station, policy=POLICIES[1]), lambda: clock[0])

        clock[0] = frames[-1].received_at
        writer = desk()
        writer.store.append(frames)
        projector_of(writer).refresh("CP1")
        asked = []
        store._db.connection.set_exec_trace(lambda _, sql, __: asked.append(sql) or True)
        board = desk().seen("CP1", lambda _, now: Span(now - DAY * SECOND, now), at=clock[0], newest=1).board
        assert board.before
        assert board.overview_before.total_sessions > 10
        assert len(board.firmware_days) == 1
        assert not [sql for sql in asked if re.search(r"from (station_error|charger_kind|session)", sql)]


@pytest.mark.sqlite("it looks into the file")
def test_a_charger_with_forty_five_sessions_a_day_leaves_such_a_row():
    charger = Charger16()
    charger.boot()
    for visit in range(31 * 45):
        charger.status(1 + visit % 2, 1, 0)
        charger.start(1 + visit % 2, f"T{visit % 3}", 0)
        charger.now += HOUR * SECOND // 3
        charger.sample(1 + visit % 2, 7200, 0)
        charger.stop(1 + visit % 2, 900, visit, 0)
        charger.status(1 + visit % 2, 0, 0)
        charger.now += 12 * 60 * SECOND
    store = open_store(":memory:")
    desk = Desk(store, lambda station: Profile(id=station, policy=POLICIES[1]), lambda: charger.now)
    desk.store.append(charger.frames)
    projector_of(desk).refresh("CP1")
    assert [*store._db.connection.execute("select station from last_look")] == [("CP1",)]
    store.close()


@pytest.mark.sqlite("it puts the row there")
def test_a_row_of_a_next_version_is_as_none_whatever_its_shape():
    """While a next version takes over process by process, each finds rows of the other."""
    clock, frames = [0], busy()
    store = open_store(":memory:")

    def desk():
        return Desk(store, lambda station: Profile(id=station, policy=POLICIES[1]), lambda: clock[0])

    clock[0] = frames[-1].received_at
    writer = desk()
    writer.store.append(frames)
    projector_of(writer).refresh("CP1")
    plain = looked(desk(), clock[0])
    row = zstd.compress(msgspec.msgpack.encode(["next/1/0", {"of another": "shape"}]))
    with store._db.writing():
        put = "update last_look set body = ? returning station"
        assert [*store._db.connection.execute(put, (row,))] == [("CP1",)]
    assert not differing(looked(desk(), clock[0]), plain)
    store.close()


def test_a_charger_of_which_too_much_would_be_kept_has_no_row_and_is_seen_alike(monkeypatch):
    frames, seen = busy(), []
    now = frames[-1].received_at
    for most_bytes, is_kept in ((look_row._MOST_BYTES, True), (1_000, False)):
        monkeypatch.setattr(look_row, "_MOST_BYTES", most_bytes)
        with closing(open_store(":memory:")) as store:
            desk = Desk(store, lambda station: Profile(id=station, policy=POLICIES[1]), lambda: now)
            desk.store.append(frames)
            projector_of(desk).refresh("CP1")
            assert (store.seen_station("CP1", -1).look is not None) == is_kept
            fresh = Desk(store, lambda station: Profile(id=station, policy=POLICIES[1]), lambda: now)
            seen.append(looked(fresh, now))
    assert not differing(*seen)
