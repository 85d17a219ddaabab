"""How far a feed was read is written with what was read, and by nobody who was overtaken."""

import pytest

from chargeboard.domain.feeds import Feed
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Overtaken

FEED = Feed(name="x one", kind="x", cursor="1", newest_at=5, kept_at=7, looked_at=7)


def test_a_feed_goes_on_from_where_it_was(store):
    assert store.feed("x one") is None
    store.advance_feed("", FEED)
    assert store.feed("x one") == FEED
    further = Feed(name="x one", kind="x", cursor="2", newest_at=6, kept_at=9, looked_at=9)
    for before in ("", "0", "2"):
        with pytest.raises(Overtaken):
            store.advance_feed(before, further)
    store.advance_feed("1", further)
    assert store.feeds() == [further]


def keep(store):
    with store.together(["A"]):
        store.append([Frame("A", 5, "in", "[2,1]")])
        store.advance_feed("0", FEED)


def test_what_was_read_is_undone_with_where_it_was_read(store):
    with pytest.raises(Overtaken):
        keep(store)
    assert store.stations() == []
    assert store.feeds() == []


def test_a_feed_that_was_never_read_tells_why_and_begins_when_it_can(store):
    wrong = Feed(name="x one", kind="x", wrong="no such table", wrong_since=3)
    store.tell_feed(wrong)
    assert store.feed("x one") == wrong
    store.advance_feed("", FEED)
    assert store.feed("x one") == FEED


def test_how_it_does_changes_nothing_of_how_far_it_was_read(store):
    store.advance_feed("", FEED)
    store.tell_feed(Feed(name="x one", kind="x", looked_at=8, wrong="away", wrong_since=8))
    told = store.feed("x one")
    assert (told.cursor, told.newest_at, told.looked_at, told.wrong) == ("1", 5, 8, "away")


def test_chargers_that_it_alone_speaks_of_are_heard_while_it_is_read(store):
    store.append([Frame("heard", 5, "in", "[2,1]"), Frame("logged", 5, "in", "[2,1]")])
    store.put_log("logged", is_log=True)
    store.add_fed("x one", ["heard", "logged", "new"])
    store.add_fed("x one", ["heard"])
    store.advance_feed("", FEED)
    assert store.fed_by("x one") == ["heard", "logged", "new"]
    assert not store.is_log("logged")
    store.append([Frame("new", 6, "in", "[2,1]")])
    assert store.unhear_fed("x one") == ["logged", "new"]
    assert store.unhear_fed("x one") == []
    assert [station for station in ("heard", "logged", "new") if store.is_log(station)] == ["logged", "new"]
    assert store.hear_fed("x one") == ["logged", "new"]
    assert not store.is_log("new")
    assert store.feeds_of("new") == [FEED]
    assert store.feeds_of("stranger") == []


def test_a_charger_that_has_connected_to_us_since_is_heard_without_it(store):
    store.add_fed("x one", ["both", "alone"])
    store.hold_link("both", "c1")
    assert store.unhear_fed("x one") == ["alone"]
