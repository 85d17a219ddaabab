"""Sums over days, as a store keeps them."""

from datetime import date, timedelta
from itertools import product

from fleet_by_hand import line_of_number
from msgspec.structs import replace

from chargeboard.domain.conclusions import Conclusions, Episode
from chargeboard.domain.figures.fleet_span import CohortBy, SpanOrder, SpanWanted
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import FleetLine, Progress
from chargeboard.domain.totals import DayTotals, Kind, KindSince, Totals, summed
from chargeboard.time.spans import Span

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


def test_days_of_many_chargers_are_the_sums_of_their_days(store):
    keep(store, *(on(n, days=1, sessions=n, energy_uwh=10**n) for n in range(5)))
    keep(store, on(1, days=1, sessions=10), on(2), on(3, days=1, sessions=30), station="B")
    keep(store, on(2, days=1, sessions=7), station="C")
    found = store.totals_by_day(["A", "B", "NOBODY"], FIRST + timedelta(days=1), FIRST + timedelta(days=4))
    assert found == [
        on(1, days=2, sessions=11, energy_uwh=10),
        on(2, days=1, sessions=2, energy_uwh=100),
        on(3, days=2, sessions=33, energy_uwh=1000),
    ]
    assert store.totals_by_day([], *WIDE) == []


def place(line, totals, order, error_at, heard_at):
    """By hand: where a charger stands; what is not known comes last, whichever way round."""
    share = {
        SpanOrder.SUCCESS: (totals.successes, totals.attempts),
        SpanOrder.UTILIZATION: (-totals.in_use_us, totals.available_us),
        SpanOrder.UPTIME: (totals.up_us, totals.timed_us),
    }.get(order)
    if share is not None:
        return (1, 0.0) if not share[1] else (0, share[0] / share[1])
    return {
        SpanOrder.NAME: (0, line.name),
        SpanOrder.STATE: (
            0,
            -1000 * line.faulted - 10 * line.is_offline + line.active_sessions / (1 + line.active_sessions),
        ),
        SpanOrder.ERRORS: (0, -totals.errors),
        SpanOrder.LAST_ERROR: (0, -(9e15 if line.active_errors else error_at or 0)),
        SpanOrder.SESSIONS: (0, -totals.sessions),
        SpanOrder.ENERGY: (0, -totals.energy_uwh),
        SpanOrder.LAST_CONTACT: (1, 0) if heard_at is None else (0, heard_at),
    }[order]


def test_chargers_are_ordered_searched_and_summed_up_as_by_hand(store):
    lines, sums, errors, heard = {}, {}, {}, {}
    for n in range(9):
        station = f"S{n * 7 % 9}"
        line = line_of_number(73_921 * (n + 5), station)
        lines[station] = line
        if n != 4:
            heard[station] = 10**12 + n * n % 7
            store.save_batch([], Progress(station=station, received_at=heard[station]))
            if n % 2:  # what it said last is not understood yet
                heard[station] += 100 + 10 * n
                store.append([Frame(station, heard[station], "in", "[]", "c", "ocpp1.6")])
            if n % 3:
                errors[station] = 10**12 + n
                episode = Episode(
                    socket=1, code="X", vendor_code=None, severity="fault", start=errors[station],
                    last_seen=errors[station], end=None,
                )  # fmt: skip
            days = [
                on(
                    day,
                    days=1,
                    attempts=n % 4,
                    successes=n % 2,
                    sessions=n + day,
                    errors=n // 3,
                    energy_uwh=n,
                    in_use_us=n * day,
                    available_us=90 * (n % 5),
                    up_us=n,
                    timed_us=80 * (n % 3),
                )
                for day in range(6)
            ]
            found = Conclusions(episodes=[episode] if n % 3 else [])
            store.settle(store.progress(station), 0, found, [], [], [], totals=days)
            sums[station] = sum((day.totals for day in days[2:5]), Totals())
        doc = b'{"id":"%s"}' % station.encode()
        store.save_fleet([FleetLine(line, store.progress(station).revision, 2**60, doc)])
    first, end = FIRST + timedelta(days=2), FIRST + timedelta(days=5)
    for order in SpanOrder:
        for is_reversed in (False, True):
            asked = SpanWanted(first, end, sort=order, is_reversed=is_reversed, offset=1, limit=5)
            for text, sites in (("", None), ("s", {"Hafen"}), ("s4", None)):
                words, own = text.split(), [
                    line for line in lines.values()
                    if text in line.text and (sites is None or line.site in sites)
                ]  # fmt: skip
                key = {
                    line.station: place(
                        line, sums.get(line.station, Totals()), order, errors.get(line.station),
                        heard.get(line.station),
                    )
                    for line in own
                }  # fmt: skip
                wanted = sorted(key)
                wanted.sort(key=lambda station, key=key: key[station][1], reverse=is_reversed)
                wanted.sort(key=lambda station, key=key: key[station][0])
                found = store.compared(replace(asked, text=" ".join(words)), sites)
                assert [one.station for one in found.page] == wanted[1:6], (order, is_reversed, text)
                assert found.chargers == len(own)
                assert found.totals == sum((sums.get(one, Totals()) for one in key), Totals())
                for one in found.page:
                    assert one.totals == sums.get(one.station, Totals())
                    assert one.last_error_at == errors.get(one.station)
                    assert one.doc == b'{"id":"%s"}' % one.station.encode()


def test_chargers_of_which_some_days_tell_nothing_come_to_what_the_others_do(store):
    known = {"A": range(8), "B": (0, 1, 5), "C": (3,), "D": (), "E": (0, 2, 7)}
    for number, (station, days) in enumerate(known.items()):
        store.save_batch([], Progress(station=station))
        own = [
            on(n, days=1, attempts=n + 1, successes=(n * number) % (n + 1), energy_uwh=10**n) for n in days
        ]
        keep(store, *own, station=station)
        line = replace(line_of_number(number, station), site="Hafen" if number % 2 else "Bahnhof")
        store.save_fleet([FleetLine(line, store.progress(station).revision, 2**60, station.encode())])
        known[station] = own
    for first, length, sites in product(range(-1, 9), (1, 3), (None, {"Hafen"})):
        before, begin, end = (FIRST + timedelta(days=first + n * length) for n in range(3))
        of = {one: known[one] for one in known if sites is None or one in "BD"}
        own, earlier = (
            {one: summed([day.totals for day in days if since <= day.on < until]) for one, days in of.items()}
            for since, until in ((begin, end), (before, begin))
        )
        whole = (len(of), summed([*own.values()]))
        told = store.reported(before, begin, end, 3, sites)
        assert (told.chargers, told.totals, told.earlier) == (*whole, summed([*earlier.values()]))
        listed = store.compared(SpanWanted(begin, end, sort=SpanOrder.SUCCESS, limit=3), sites)
        assert (listed.chargers, listed.totals) == whole
        assert told.page == [(one.station, own[one.station], one.station.encode()) for one in listed.page]
        assert len(told.page) == min(3, len(of))


def kind(n, model, firmware):
    day = FIRST + timedelta(days=n)
    return KindSince(10**12 + n, day, Kind("ACME", model, firmware))


def listed(store, station, site, kinds, days=6):
    line = replace(line_of_number(0, station), site=site)
    store.save_batch([], Progress(station=station))
    told = [on(n, days=1, sessions=10**n, attempts=1) for n in range(days)]
    store.settle(store.progress(station), 0, Conclusions(), [], [], [], totals=told, kinds=kinds)
    store.save_fleet([FleetLine(line, store.progress(station).revision, 2**60, b"{}")])


def test_a_day_counts_for_what_a_charger_was_then_and_cohorts_come_to_the_whole(store):
    listed(store, "A", "Yard", [kind(0, "X1", "1.0"), kind(2, "X1", "2.0"), kind(4, "X1", "1.0")])
    listed(store, "B", "Quay", [kind(3, "X1", "2.0")])
    listed(store, "C", "Yard", [])
    first, end = FIRST + timedelta(days=1), FIRST + timedelta(days=6)
    found = {(one.kind.model, one.kind.firmware): one for one in store.cohorts(first, end, CohortBy.FIRMWARE)}
    assert found["X1", "1.0"].totals.sessions == 10 + 10_000 + 100_000
    assert found["X1", "2.0"].totals.sessions == 100 + 1000 + 111_110
    assert found["", ""].totals.sessions == 111_110
    assert [found[key].chargers for key in (("X1", "1.0"), ("X1", "2.0"), ("", ""))] == [1, 2, 1]
    for by in CohortBy:
        for sites in (None, {"Yard"}):
            whole = store.compared(SpanWanted(first, end), sites).totals
            assert summed([one.totals for one in store.cohorts(first, end, by, sites)]) == whole
    by_site = {one.group: one.totals.sessions for one in store.cohorts(first, end, CohortBy.SITE)}
    assert by_site == {"Yard": 222_220, "Quay": 111_110}


def test_what_a_charger_is_goes_with_what_is_concluded_anew(store):
    listed(store, "A", "Yard", [kind(0, "X1", "1.0"), kind(2, "X1", "2.0")])
    assert store.kind_before("A", 10**12 + 2) == Kind("ACME", "X1", "1.0")
    assert store.kind_before("A", 10**12) is None
    assert [one.kind.firmware for one in store.kinds("A", Span(10**12, 2**60))] == ["1.0", "2.0"]
    assert store.kinds("A", Span(10**12 + 1, 10**12 + 2)) == []
    store.settle(store.progress("A"), 10**12 + 1, Conclusions(), [], [], [])
    assert store.kind_before("A", 2**60) == Kind("ACME", "X1", "1.0")
