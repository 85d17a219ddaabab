"""Who is told of whom frames were kept, and as what?"""

import pytest

from chargeboard.run.receiving.heard import Heard


@pytest.fixture
def told():
    return []


@pytest.fixture
def heard(told):
    return Heard(lambda stations, kind="heard": told.append((kind, sorted(stations))))


def test_news_are_told_at_once_and_what_may_wait_goes_along(heard, told):
    heard.add((), ("A", "B"))
    assert (bool(heard), told) == (True, [])
    heard.add(("C",), ())
    assert (bool(heard), told) == (False, [("heard", ["C"]), ("routine", ["A", "B"])])


def test_who_has_news_is_not_told_once_more_as_one_that_may_wait(heard, told):
    heard.add((), ("A", "B"))
    heard.add(("A",), ("A",))
    assert told == [("heard", ["A"]), ("routine", ["B"])]


def test_so_soon_after_others_news_wait_until_they_are_asked_for(heard, told):
    heard.add(("A",), ())
    told.clear()
    heard._told_at = float("inf")
    heard.add(("B",), ())
    assert (bool(heard), told) == (True, [])
    heard.tell()
    assert told == [("heard", ["B"])]
