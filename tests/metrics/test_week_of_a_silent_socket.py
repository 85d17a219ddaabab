"""Hours of which no state is told are to be observed and not known (2.2, T7)."""

from datetime import date

from chargeboard.domain.policy import Policy
from chargeboard.metrics.week.figures import cells_of, sockets_of, total_of
from chargeboard.metrics.week.tally import WeekBook
from chargeboard.time.days import day_span
from chargeboard.time.instants import HOUR
from chargeboard.time.series import Series

MONDAY = date(2026, 11, 2)
WHOLE = day_span(MONDAY, "UTC")


def test_what_nobody_told_is_unknown_and_never_nothing():
    policy = Policy()
    book = WeekBook({1: WHOLE.start}, zone="UTC", now=WHOLE.end, policy=policy)
    told = Series([(WHOLE.start + 2 * HOUR, WHOLE.start + 3 * HOUR, "charging")])
    book.add(MONDAY, {1: told}, [], [])
    total = total_of(book, policy)
    assert (total.available_s, total.known_s, total.in_use_s) == (24 * 3600, 3600, 3600)
    cells = {cell.hour: cell for cell in cells_of(book, policy) if cell.weekday == 1}
    assert (cells[1].available_s, cells[1].use_pct, cells[1].energy_wh) == (3600, None, None)
    assert (cells[2].use_pct, cells[2].attempts, cells[2].energy_wh) == (100, 0, 0)
    assert cells[3].use_pct is None


def test_of_a_socket_of_which_nothing_is_known_nothing_is_expected():
    policy = Policy()
    book = WeekBook({1: WHOLE.start, 2: WHOLE.start}, zone="UTC", now=WHOLE.end, policy=policy)
    book.add(MONDAY, {1: Series([(WHOLE.start, WHOLE.end, "available")])}, [], [])
    one, two = sockets_of(book, policy)
    assert (one.use_pct, one.expected_use_pct) == (0, 0)
    assert (two.use_pct, two.expected_use_pct, two.expected_attempts) == (None, None, None)
