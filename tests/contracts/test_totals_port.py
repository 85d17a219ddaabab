"""Sums over days, as a store keeps them."""

from datetime import date, timedelta

from chargeboard.domain.conclusions import Conclusions
from chargeboard.domain.records import Progress
from chargeboard.domain.totals import DayTotals, Totals

FIRST = date(2026, 10, 30)
WIDE = (date(2000, 1, 1), date(2100, 1, 1))


def on(n, **sums):
    return DayTotals(FIRST + timedelta(days=n), Totals(**sums))


def keep(store, *days, station="A"):
    store.settle(store.progress(station), 0, Conclusions(), [], [], [], totals=days)


def test_a_span_of_days_comes_to_the_sum_of_its_days(store):
    days = [on(n, days=1, sessions=n, energy_uwh=10**n, errors=2 * n) for n in range(5)]
    keep(store, *days)
    for first in range(-1, 6):
        for end in range(first, 7):
            wanted = Totals()
            for day in days[max(first, 0) : max(end, 0)]:
                wanted += day.totals
            found = store.totals("A", FIRST + timedelta(days=first), FIRST + timedelta(days=end))
            assert found == wanted


def test_days_that_are_replaced_take_those_behind_them_away(store):
    keep(store, on(0, sessions=1), on(1, sessions=2), on(2, sessions=4))
    keep(store, on(1, sessions=16))
    assert store.totals("A", *WIDE).sessions == 17
    keep(store)
    assert store.totals("A", *WIDE).sessions == 17


def test_days_that_come_to_nothing_take_no_room_and_leave_sums_as_they_are(store):
    keep(store, on(0, sessions=1), *(on(n) for n in range(1, 400)), on(400, sessions=2))
    assert store.totals("A", FIRST + timedelta(days=200), WIDE[1]).sessions == 2
    with store._db.reading() as connection:
        assert list(store._db.sql.adapter.select(connection, "", "select count(*) from day_total", ())) == [
            (2,)
        ]


def test_sums_of_a_charger_are_its_own_and_go_with_what_is_forgotten_of_it(store):
    for station in ("A", "B"):
        store.save_batch([], Progress(station=station))
        keep(store, on(0, sessions=1), station=station)
    store.forget("A")
    assert store.totals("A", *WIDE) == Totals()
    assert store.totals("B", *WIDE).sessions == 1


def test_sums_hold_what_ten_years_of_sixty_sockets_come_to(store):
    long = 3650 * 60 * 86_400_000_000
    keep(store, on(0, in_use_us=long, timed_us=long, energy_uwh=10**18))
    assert store.totals("A", *WIDE) == Totals(in_use_us=long, timed_us=long, energy_uwh=10**18)
