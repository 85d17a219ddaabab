"""A line that was drawn before says what one that is drawn now does, and takes bounded memory."""

import msgspec
import pytest
import sample_boards as sample

from chargeboard.config.language import language_of
from chargeboard.history.remembered import Remembered
from chargeboard.time.instants import HOUR, MINUTE, SECOND
from chargeboard.web.pages import list_row
from chargeboard.web.pages.list_row import rows_of
from chargeboard.words.languages import speaking

ROWS = [sample.fleet_row(board) for board in sample.town()]


@pytest.fixture
def anew(monkeypatch):
    def forget(most_bytes=list_row.ROWS_BYTES):
        monkeypatch.setattr(list_row, "_drawn", Remembered(most_bytes))

    forget()
    return forget


@pytest.mark.parametrize("later", [SECOND, 7 * MINUTE, 3 * HOUR, 30 * HOUR])
def test_a_row_that_was_drawn_earlier_says_what_one_that_is_drawn_now_does(anew, later):
    rows_of(ROWS, sample.NOW)
    again = rows_of(ROWS, sample.NOW + later)
    anew()
    assert again == rows_of(ROWS, sample.NOW + later)


def test_a_minute_later_it_is_not_drawn_again(anew, monkeypatch):
    earlier = rows_of(ROWS, sample.NOW)
    monkeypatch.setattr(list_row, "_draw", None)
    later = rows_of(ROWS, sample.NOW + MINUTE)
    assert [row.digest for row in later] == [row.digest for row in earlier]
    assert [row.html for row in later] != [row.html for row in earlier]


def test_whose_contact_goes_on_is_not_drawn_again_and_who_is_gone_says_since_when(anew):
    there = next(row for row in ROWS if row.is_online)
    gone = next(row for row in ROWS if row.is_online is False and not row.is_history)
    for row, is_told in ((there, False), (gone, True)):
        heard = msgspec.structs.replace(row, last_contact=row.last_contact + HOUR)
        (one,), (other,) = rows_of([row], sample.NOW), rows_of([heard], sample.NOW)
        assert (one.digest != other.digest) is is_told


def test_a_row_that_is_behind_says_until_when_it_was_true(anew):
    row = next(row for row in ROWS if row.is_online)
    (live,), (behind,) = (
        rows_of([row], sample.NOW, as_of) for as_of in ({}, {row.id: sample.NOW - MINUTE, "OTHER": 0})
    )
    assert "as of" not in live.html
    assert "as of" in behind.html
    assert live.digest != behind.digest


def test_each_language_has_its_own(anew):
    english = rows_of(ROWS, sample.NOW)
    with speaking(language_of("de")):
        assert rows_of(ROWS, sample.NOW) != english
    assert rows_of(ROWS, sample.NOW) == english


def test_what_is_remembered_stays_within_its_bound(anew):
    anew(60_000)
    for number in range(40):
        rows_of([msgspec.structs.replace(row, id=f"C-{number}-{row.id}") for row in ROWS], sample.NOW)
    assert 30_000 < list_row._drawn.bytes <= 60_000
