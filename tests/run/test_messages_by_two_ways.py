"""Of a charger whose messages come by a tap and by a feed: which came by one of both alone (B6)?"""

import json

import pytest

from chargeboard.domain.feeds import Feed
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.answering.list_filters import ListFilter, ListScope
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, SECOND, datetime_of
from projecting import projector_of

T0 = 1_770_026_400 * SECOND
DAY = datetime_of(T0).date()
PROFILE = Profile(id="CP", policy=Policy(timezone="UTC", silence_detection=False))


def tapped(s, number, action="Heartbeat"):
    text = json.dumps([2, str(number), action, {}], separators=(",", ":"))
    return Frame("CP", T0 + int(s * SECOND), "in", text, "tap-7", "ocpp1.6")


def fed(s, number, action="Heartbeat", direction="in"):
    """The same as another system writes it down: with other spaces."""
    said = [2, str(number), action, {}] if direction == "in" else [3, str(number), {}]
    return Frame("CP", T0 + int(s * SECOND), direction, json.dumps(said, indent=1), "", "ocpp1.6")


@pytest.fixture
def told():
    store = open_store(":memory:")

    def of(*frames, feeds=("citrineos",), at=T0 + 6 * HOUR):
        store.append(sorted(frames, key=lambda frame: frame.received_at))
        for kind in feeds:
            store.advance_feed("", Feed(name=kind, kind=kind, cursor="1"))
            store.add_fed(kind, ["CP"])
        desk = Desk(store, lambda _: PROFILE, lambda: at)
        projector_of(desk).refresh("CP")
        return desk.evidence.sources("CP", ListScope(at=at), ListFilter())

    yield of
    store.close()


def counts(found):
    return [(one.date, one.both, one.by_connection, one.without) for one in found.ways]


def test_what_came_by_one_way_alone_is_counted_and_listed_with_which(told):
    found = told(
        *(tapped(0, 1), fed(1, 1)),
        tapped(60, 2),
        fed(120, 3, "BootNotification"),
        *(tapped(180, 4), fed(180.5, 4), fed(181, 4, direction="out"), tapped(240, 5), fed(241, 5)),
    )
    assert counts(found) == [(DAY, 3, 1, 2)]
    assert [(one.at - T0, one.by_connection, one.from_charger, one.action) for one in found.lone] == [
        (181 * SECOND, False, False, ""),
        (120 * SECOND, False, True, "BootNotification"),
        (60 * SECOND, True, True, "Heartbeat"),
    ]


@pytest.mark.parametrize(("later_s", "both"), [(120, 3), (120.5, 2)])
def test_a_message_that_comes_later_by_the_other_way_is_the_same_for_two_minutes(told, later_s, both):
    found = told(tapped(0, 1), fed(0, 1), tapped(60, 2), fed(60 + later_s, 2), tapped(400, 3), fed(400, 3))
    assert [one.both for one in found.ways] == [both]


def test_before_both_told_one_and_after_one_told_its_last_nothing_is_judged(told):
    found = told(*(tapped(60 * n, n) for n in range(100)), fed(1800, 30), fed(2400, 40), fed(3000, 50))
    assert counts(found) == [(DAY, 3, 18, 0)]


@pytest.mark.parametrize(
    ("frames", "feeds"),
    [
        pytest.param([tapped(0, 1), tapped(60, 2)], ("citrineos",), id="a tap alone"),
        pytest.param([fed(0, 1), fed(60, 2)], ("citrineos",), id="a feed alone"),
        pytest.param([tapped(0, 1), fed(60, 2)], (), id="no feed speaks of it"),
    ],
)
def test_by_one_way_alone_nothing_is_compared(told, frames, feeds):
    found = told(*frames, feeds=feeds)
    assert (found.ways, found.lone) == ([], [])


def test_texts_that_are_no_messages_are_compared_as_they_are_and_hurt_nobody(told):
    strange = ["", "[", "[2", '[2,"', '[2,"' + "x" * 5000, "[" * 3000, '{"a":1}', "\x00", "[2,5,6]"]
    frames = [
        Frame("CP", T0 + n * SECOND + way, "in", text, "tap" * way)
        for n, text in enumerate(strange)
        for way in (0, 1)
    ]
    found = told(*frames)
    assert sum(one.both for one in found.ways) == len(strange)


def test_a_moment_of_the_past_knows_nothing_of_later_messages(told):
    lately = tapped(0, 1), fed(0, 1), tapped(60, 2), tapped(120, 9), fed(120, 9)
    found = told(*lately, tapped(3600, 3), fed(3600, 3), at=T0 + 5 * MINUTE)
    assert counts(found) == [(DAY, 2, 1, 0)]
