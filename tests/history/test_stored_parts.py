"""What was read of the store is read again only where it may have changed."""

import pytest

from chargeboard.history.stored import StoredParts
from chargeboard.time.instants import HOUR
from chargeboard.time.spans import Span


class Shelf:
    """A store that counts how often it is asked, and of which span."""

    def __init__(self):
        self.parts, self.asked = StoredParts(), []

    def rows(self, start, end=100 * HOUR, station="C", version=1, kind="gaps"):
        def read(span):
            self.asked.append((span.start, span.end))
            return [f"{kind} since {span.start}"]

        return self.parts.rows(station, version, kind, Span(start, end), read)


def test_a_span_that_moves_on_with_the_clock_is_read_once_an_hour_from_the_full_hour_before_it():
    shelf = Shelf()
    first = shelf.rows(2 * HOUR + 5)
    assert shelf.asked == [(2 * HOUR, 100 * HOUR)]
    assert shelf.rows(3 * HOUR) == shelf.rows(2 * HOUR + 1) == first
    assert len(shelf.asked) == 1
    shelf.rows(2 * HOUR)
    assert shelf.asked[1:] == [(HOUR, 100 * HOUR)], "a span that begins with the hour is read from before it"


@pytest.mark.parametrize(
    "other",
    [{"end": 100 * HOUR + 1}, {"station": "D"}, {"version": 2}, {"kind": "orphans"}],
    ids=lambda other: next(iter(other)),
)
def test_another_end_charger_version_or_kind_is_read_anew(other):
    shelf = Shelf()
    shelf.rows(2 * HOUR + 5)
    shelf.rows(2 * HOUR + 5, **other)
    assert len(shelf.asked) == 2


def test_what_follows_from_it_is_made_once_a_version():
    parts, made = StoredParts(), []

    def make():
        made.append(len(made))
        return made[-1]

    assert [parts.once("C", version, "days", make) for version in (1, 1, 2, 2, 1)] == [0, 0, 1, 1, 2]
    assert parts.once("C", 1, "months", make) == 3
    assert parts.once("D", 1, "days", make) == 4


def test_what_is_kept_is_known_of_its_version_alone():
    parts = StoredParts()
    assert parts.known("C", 1, "tail") is None
    parts.keep("C", 1, "tail", "made")
    assert (parts.known("C", 1, "tail"), parts.known("C", 2, "tail"), parts.known("D", 1, "tail")) == (
        "made",
        None,
        None,
    )


def test_what_is_too_large_is_not_kept_and_its_size_is_told_by_its_rows_where_they_are_known():
    parts = StoredParts()
    parts.keep("C", 1, "tail", "made", rows=64 * 2**20 // 500)
    assert parts.known("C", 1, "tail") == "made"
    parts.keep("C", 1, "tail", "made", rows=64 * 2**20 // 500 + 1)
    assert parts.known("C", 1, "tail") is None
