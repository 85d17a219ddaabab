"""Which days and instants does a page ask for?"""

from datetime import date, timedelta

import pytest

from chargeboard.metrics.board_query import BoardQuery
from chargeboard.time.days import midnight
from chargeboard.time.instants import HOUR
from chargeboard.time.spans import Span

ZONE = "Europe/Berlin"
TODAY = date(2026, 11, 20)
NOON = midnight(TODAY, ZONE) + 12 * HOUR


def ago(days):
    return TODAY - timedelta(days=days)


def query(window=None, at=NOON):
    return BoardQuery(at=at, window=window, timeline=Span(0, 1), zone=ZONE)


def test_today_is_the_local_date_of_the_question():
    begin = midnight(TODAY, ZONE)
    assert [query(at=at).today for at in (begin - 1, begin)] == [ago(1), TODAY]
    assert query().tomorrow == ago(-1)


def test_without_dates_a_panel_shows_complete_days_and_today():
    assert query().days(7) == tuple(ago(n) for n in range(7, -1, -1))
    assert query().overview_window == (ago(30), TODAY)
    assert query().widest == (ago(30), ago(-1))
    assert query().sessions_span == Span(midnight(ago(30), ZONE), midnight(ago(-1), ZONE))
    assert query().compared_from == ago(60)
    assert query().figures_end == ago(-1)
    assert query().stands_at == NOON


def test_asked_dates_are_shown_up_to_today():
    asked = (ago(2), ago(-5))
    assert query(asked).days(7) == (ago(2), ago(1), TODAY)
    assert query(asked).overview_window == query(asked).widest == asked
    assert query(asked).compared_from == ago(60)
    assert query((ago(70), TODAY)).compared_from == ago(98)
    assert query((ago(70), ago(-1))).compared_from == ago(70)


def test_dates_that_had_passed_are_told_as_of_their_end_and_compared_with_the_four_weeks_before_them():
    passed = query((ago(9), ago(3)))
    assert passed.is_over
    assert passed.stands_at == midnight(ago(3), ZONE)
    assert passed.errors_window == (ago(9), ago(3))
    assert passed.figures_end == ago(3)
    assert passed.compared_from == ago(9 + 28)
    assert passed.days(7) == tuple(ago(n) for n in range(9, 3, -1))


@pytest.mark.parametrize(
    ("end", "is_over", "stands_at"),
    [(1, True, None), (0, True, NOON), (-1, False, NOON)],
    ids=["yesterday", "today", "tomorrow"],
)
def test_dates_that_end_with_yesterday_have_the_list_of_the_last_days(end, is_over, stands_at):
    asked = query((ago(9), ago(end)))
    assert asked.is_over is is_over
    assert asked.stands_at == (midnight(ago(1), ZONE) if stands_at is None else stands_at)
    assert asked.errors_window == ((ago(9), ago(1)) if stands_at is None else (ago(7), ago(-1)))
    assert asked.figures_end == (ago(1) if stands_at is None else ago(-1))


def test_dates_in_the_wrong_order_hold_nothing():
    turned = query((ago(3), ago(9)))
    assert turned.sessions_span.length == 0
    assert list(turned.days(7)) == []
