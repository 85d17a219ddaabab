"""From when on is all that is told of a session known? (definitions T5)"""

from session_story import Told, at

H = 3600
DAY = 86_400


def learned(told, **more):
    """Of the first session, in seconds; None: it goes on."""
    row = told.rows(**more)[0]
    return None if row.learned_at is None else (row.learned_at - at(0)) / 1_000_000


def test_what_is_told_as_it_happens_is_known_with_its_end():
    assert learned(Told().start(0, 0).read(200, 500), now=300) is None
    assert learned(Told().start(0, 0).read(200, 500).stop(300, 900)) == 300


def test_what_a_charger_kept_while_it_was_offline_is_known_when_it_comes():
    assert learned(Told().start(0, 0).stop(300, 900, rx=5 * DAY)) == 5 * DAY
    late_reading = Told().start(0, 0).stop(300, 900).read(200, 500, rx=2 * DAY)
    assert learned(late_reading) == 2 * DAY


def test_what_is_told_once_more_is_learned_no_later():
    told = Told().start(0, 0).start(0, 0, rx=DAY).stop(300, 900).stop(300, 900, rx=DAY)
    assert learned(told) == 300


def test_an_end_that_follows_from_the_next_start_is_known_with_that_start():
    assert learned(Told().start(0, 0).start(H, 0, name="2"), now=2 * H) == H
    kept = Told().start(0, 0).start(H, 0, name="2", rx=3 * DAY).stop(2 * H, name="2", rx=3 * DAY)
    assert learned(kept, now=4 * DAY) == 3 * DAY


def test_an_end_that_follows_from_what_came_after_is_known_when_that_was_certain():
    assert learned(Told().start(0).read(60, 500).status(100, "Available"), now=5000) == 400
