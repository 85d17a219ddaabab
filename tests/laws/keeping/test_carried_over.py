"""What is remembered is carried over a settling: who goes on is told what who begins with nothing is told."""

from __future__ import annotations

from contextlib import closing
from itertools import pairwise

import msgspec
from asked_of_history import QUESTIONS
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lives import HOUR, MINUTE, Charger16, lives
from long_life import forty_days
from standing_desk import CHOICES, POLICIES, unlike

from chargeboard.domain.policy import Profile
from chargeboard.history.look_row import KINDS
from chargeboard.history.written import ROWS
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import SECOND
from chargeboard.time.spans import Span
from projecting import projector_of

policies = st.sampled_from(CHOICES)
cuts = st.lists(st.integers(0, 200), max_size=8)


def busy_day():
    """Cars on two sockets, some draw nothing, errors that go on, boots, gaps, and a car that stays."""
    charger = Charger16()
    charger.now += 5 * HOUR * SECOND  # behind a UTC midnight
    charger.link("open")
    charger.boot()
    charger.start(3, "T3", 0)
    for visit in range(30):
        socket = 1 + visit % 2
        charger.status(socket, 1, 0)
        charger.start(socket, f"T{visit % 3}", visit % 4 == 1)
        charger.status(socket, 2, 0)
        for _ in range(3):
            charger.now += 7 * MINUTE * SECOND
            charger.sample(socket, 900 * (visit % 3 > 0), 0)
            charger.sample(3, 500, 0)
        charger.stop(socket, 300, visit, 0)
        charger.status(socket, 0, 0)
        charger.status(2, 8 * (visit % 5 == 0), 3 * (visit % 5 == 0))
        if visit % 7 == 0:
            charger.boot()
        if visit % 4 == 3:
            charger.link("close")
            charger.now += 20 * MINUTE * SECOND
            charger.link("open")
        charger.now += 9 * MINUTE * SECOND
        charger.heartbeat()
    return charger.frames


BUSY = busy_day()
OFTEN = [*range(0, len(BUSY), 31)]


def lived(store, policy, frames, cuts):
    """A desk that settles and tells after each part of a life; after each what it remembers is told."""
    clock = [0]
    desk = Desk(store, lambda station: Profile(id=station, policy=policy), lambda: clock[0])
    for begin, end in pairwise(sorted({cut % (len(frames) + 1) for cut in cuts} | {0, len(frames)})):
        desk.store.append(frames[begin:end])
        clock[0] = frames[end - 1].received_at
        projector_of(desk).refresh("CP1")
        with store._db.writing():  # else who begins anew begins with what was carried
            store._db.sql.drop_last_look(store._db.connection, station="CP1")
        yield desk, clock[0]


@settings(max_examples=12)
@given(lives(), policies, cuts)
@example(BUSY, POLICIES[2], OFTEN)
@example(BUSY, CHOICES[4], OFTEN)
@example(BUSY, CHOICES[5], OFTEN)
@example(forty_days(), POLICIES[1], [-180, -166, -158, -8])
def test_who_goes_on_over_settlings_is_told_what_who_begins_with_nothing_is(frames, policy, cuts):
    with closing(open_store(":memory:")) as store:
        for desk, at in lived(store, policy, frames, cuts):
            begun = Desk(store, desk.profile_of, desk.now)
            # the first looks go by what is remembered alone: they ask for no more than the line did
            assert not unlike(*(msgspec.to_builtins(one.board("CP1")) for one in (desk, begun)))
            assert desk.board_json("CP1") == begun.board_json("CP1")
            goes_on, fresh = (one.histories.of("CP1", at) for one in (desk, begun))
            # what is asked of the past alone is not taken for what is asked up to now
            past = Span(at - 9 * HOUR * SECOND, at - 8 * HOUR * SECOND)
            for name, ask in QUESTIONS.items():
                assert ask(goes_on, past) == ask(fresh, past), name
                span = Span(at - 2 * HOUR * SECOND, at + 1)
                assert ask(goes_on, span) == ask(fresh, span), name


def test_all_rows_are_carried_that_a_look_begins_with():
    assert ROWS.keys() == {*KINDS, "sessions"}
