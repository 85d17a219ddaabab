"""
Quarters of an hour, worked out by hand (G4), what outages cost (G5), and when all was full (G6).

In Helsinki on 25 October 2026, a day of 25 hours. Socket 1 charges 10 kWh from the first 03:00 to 04:00,
read each quarter, and 3 kWh from 07:10 to 07:25; socket 2, first heard of at 12:00, takes 6 kWh from 12:30
to 13:30, of which nobody read anything meanwhile. There is no contact from 22:00 to 23:00.
"""

from datetime import date, datetime, timedelta

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.load import QUARTER, Loss
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.time.instants import instant_of
from projecting import projector_of

SUNDAY, MONDAY = date(2026, 10, 25), date(2026, 10, 26)
HELSINKI = "Europe/Helsinki"


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}Z"))


def status(moment, socket, said, station="CP"):
    told = f'"connectorId":{socket},"errorCode":"NoError","status":"{said}","timestamp":"{moment}:00Z"'
    text = f'[2,"s{socket}{moment}{said}","StatusNotification",{{{told}}}]'
    return Frame(station, at(moment), "in", text, "c", "ocpp1.6")


def session(number, socket, start, end, wh, *, samples=(), station="CP"):
    yield status(start, socket, "Preparing", station)
    begin = f'"connectorId":{socket},"idTag":"A{number}","meterStart":0,"timestamp":"{start}:00Z"'
    yield Frame(station, at(start), "in", f'[2,"b{number}","StartTransaction",{{{begin}}}]', "c", "ocpp1.6")
    answer = f'{{"transactionId":{number},"idTagInfo":{{"status":"Accepted"}}}}'
    yield Frame(station, at(start) + 1, "out", f'[3,"b{number}",{answer}]', "c", "ocpp1.6")
    for moment, register in samples:
        value = f'"timestamp":"{moment}:00Z","sampledValue":[{{"value":"{register}"}}]'
        told = f'"connectorId":{socket},"transactionId":{number},"meterValue":[{{{value}}}]'
        text = f'[2,"m{number}{moment}","MeterValues",{{{told}}}]'
        yield Frame(station, at(moment), "in", text, "c", "ocpp1.6")
    stop = f'"transactionId":{number},"meterStop":{wh},"timestamp":"{end}:00Z"'
    yield Frame(station, at(end), "in", f'[2,"e{number}","StopTransaction",{{{stop}}}]', "c", "ocpp1.6")
    yield status(end, socket, "Available", station)


def frames():
    yield Frame("CP", at("2026-10-24T21:00"), "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6")
    yield status("2026-10-24T21:00", 1, "Available")
    read = (("2026-10-25T00:15", 2_500), ("2026-10-25T00:30", 5_000), ("2026-10-25T00:45", 9_000))
    yield from session(1, 1, "2026-10-25T00:00", "2026-10-25T01:00", 10_000, samples=read)
    yield from session(2, 1, "2026-10-25T05:10", "2026-10-25T05:25", 3_000)
    yield status("2026-10-25T10:00", 2, "Available")
    yield from session(3, 2, "2026-10-25T10:30", "2026-10-25T11:30", 6_000)
    yield Frame("CP", at("2026-10-25T20:00"), "ws", '["close","c",1000,""]', "c", "ocpp1.6")
    yield Frame("CP", at("2026-10-25T21:00"), "ws", '["open","d","ocpp1.6"]', "d", "ocpp1.6")
    yield Frame("CP", at("2026-10-27T12:00"), "ws", '["pong","d"]', "d", "ocpp1.6")


def desk_of(store, told, now, *, zones=None):
    def profile(station):
        zone = (zones or {}).get(station, HELSINKI)
        return Profile(id=station, site="Yard", policy=Policy(timezone=zone, silence_detection=False))

    made = Desk(store, profile, lambda: at(now))
    made.store.append([*told])
    for station in projector_of(made).heard():
        projector_of(made).refresh(station)
    return made


@pytest.fixture
def desk(store):
    return desk_of(store, frames(), "2026-10-27T12:00")


def test_a_day_of_25_hours_is_kept_as_a_hundred_quarters(desk):
    (day,) = desk.store.loads("CP", SUNDAY, MONDAY)
    one, two = day.sockets[1], day.sockets[2]
    assert one.seen == [(0, 100, QUARTER)]
    assert one.energy == {
        12: 2_500_000_000,
        13: 2_500_000_000,
        14: 4_000_000_000,
        15: 1_000_000_000,
        32: 1_000_000_000,
        33: 2_000_000_000,
    }
    assert one.spread == {}
    assert one.unknown == one.out == [(92, 4, QUARTER)]
    assert two.seen == [(52, 48, QUARTER)]
    assert (two.energy, two.spread) == ({}, dict.fromkeys(range(54, 58), 1_500_000_000))
    assert two.vague == [(54, 4, QUARTER)]
    assert day.loss == Loss(2 * 4 * QUARTER, 2 * 4 * QUARTER, 0)
    assert day.energy_uwh == 19_000_000_000


@pytest.mark.parametrize("ask", [lambda loads: loads.of_site("Yard", (SUNDAY, MONDAY)),
                                 lambda loads: loads.of_charger("CP", (SUNDAY, MONDAY))])  # fmt: skip
def test_the_load_of_the_day_is_what_it_comes_to_by_hand(desk, ask):
    load = ask(desk.loads)
    told = {one.start: one for one in load.quarters}
    assert len(load.quarters) == 100
    assert (load.energy_wh, load.spread_wh) == (13_000, 6_000)
    highest = told[at("2026-10-25T00:30")]
    assert (highest.energy_wh, highest.power_w, highest.known_pct) == (4_000, 16_000, 100)
    assert (load.peak.start, load.peak.power_w) == (at("2026-10-25T00:30"), 16_000)
    assert [(one.charger, one.socket, one.power_w) for one in load.peak.sockets] == [("CP", 1, 16_000)]
    # nobody knows when the 6 kWh flowed, and half of the sockets drew nothing
    half = told[at("2026-10-25T10:30")]
    assert (half.energy_wh, half.spread_wh, half.known_pct) == (0, 1_500, 50)
    silent = told[at("2026-10-25T20:15")]
    assert (silent.energy_wh, silent.power_w, silent.known_pct) == (None, None, 0)
    assert told[at("2026-10-25T03:00")].energy_wh == 0
    clock = {one.clock: one for one in load.profile}
    # the hour from 3 comes twice: 16 kW in its first 03:30, nothing in its second
    assert (clock["03:30"].quarters, clock["03:30"].mean_w, clock["03:30"].most_w) == (2, 8_000, 16_000)
    assert (clock["22:00"].quarters, clock["22:00"].mean_w) == (0, None)
    # socket 2 was there from 12:00 on: before that socket 1 alone was full, 4 quarters and one of two parts
    assert (load.full_quarters, load.full_pct) == (4, 4)
    assert load.lost.lost_wh is None
    assert load.lost.out_s == load.lost.unrated_s == 7_200
    observed, blind = 25 + 12, 2 + 1
    assert load.known_pct == pytest.approx(100 * (observed - blind) / observed)


def test_a_day_of_23_hours_has_92_quarters_and_what_is_not_over_has_no_figure(store):
    opened = Frame("CP", at("2026-03-28T22:00"), "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6")
    desk = desk_of(store, [opened, status("2026-03-28T22:00", 1, "Available")], "2026-03-29T12:07")
    load = desk.loads.of_site("Yard", (date(2026, 3, 29), date(2026, 3, 30)))
    assert len(load.quarters) == 92
    assert {one.clock: one.quarters for one in load.profile}["03:15"] == 0
    over = [one for one in load.quarters if one.start + QUARTER <= at("2026-03-29T12:07")]
    assert {one.power_w for one in over} == {0}
    assert {one.power_w for one in load.quarters[len(over) :]} == {None}
    assert load.peak is None


def test_a_session_that_runs_is_known_up_to_its_last_reading(store):
    told = [
        Frame("CP", at("2026-10-27T10:00"), "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6"),
        *session(1, 1, "2026-10-27T10:00", "2026-10-27T23:00", 0, samples=[("2026-10-27T10:15", 2_000)]),
    ][:-2]
    desk = desk_of(store, told, "2026-10-27T10:45")
    for load in (desk.loads.of_site("Yard"), desk.loads.of_charger("CP")):
        known = {one.start: (one.energy_wh, one.known_pct) for one in load.quarters}
        assert known[at("2026-10-27T10:00")] == (2_000, 100)
        assert known[at("2026-10-27T10:15")] == (None, 0)
        assert load.peak.power_w == 8_000


def weeks(count, *, out_on, station="CP"):
    """4 kWh from 08:00 to 09:00 UTC each Sunday, and no contact in the second half of that hour on some."""
    first = date(2026, 1, 4)
    yield Frame(station, at("2026-01-03T00:00"), "ws", '["open","c0","ocpp1.6"]', "c0", "ocpp1.6")
    yield status("2026-01-03T00:00", 1, "Available", station)
    for week in range(count):
        on = first + timedelta(weeks=week)
        if week in out_on:
            yield Frame(station, at(f"{on}T08:30"), "ws", '["close","c0",1000,""]', "c0", "ocpp1.6")
            yield Frame(station, at(f"{on}T09:00"), "ws", '["open","c0","ocpp1.6"]', "c0", "ocpp1.6")
        else:
            wh = 4_000 + week * 1_000
            yield from session(week + 1, 1, f"{on}T08:00", f"{on}T09:00", wh, station=station)
    yield Frame(station, at("2026-06-01T00:00"), "ws", '["pong","c0"]', "c0", "ocpp1.6")


def lost_on(desk, week):
    on = date(2026, 1, 4) + timedelta(weeks=week)
    return desk.loads.of_site("Yard", (on, on + timedelta(days=1))).lost


def test_an_outage_costs_what_its_hour_of_the_week_usually_brings(store):
    desk = desk_of(store, weeks(10, out_on={3, 5, 9}), "2026-06-01T00:00", zones={"CP": "UTC"})
    # after three weeks nobody knows what is usual
    assert (lost_on(desk, 3).lost_wh, lost_on(desk, 3).unrated_s) == (None, 1_800)
    # weeks 0, 1, 2, 4: 4, 5, 6, 8 kWh; half an hour is out
    assert (lost_on(desk, 5).lost_wh, lost_on(desk, 5).unrated_s) == (23_000 / 4 / 2, 0)
    # of the eight weeks before, 2, 4, 6, 7, 8 and 1 tell; 0 is too long ago, 3 and 5 were out themselves
    assert lost_on(desk, 9).lost_wh == pytest.approx((5 + 6 + 8 + 10 + 11 + 12) * 1000 / 6 / 2)
    assert (lost_on(desk, 8).out_s, lost_on(desk, 8).lost_wh) == (0, 0)


def test_a_charger_that_says_no_more_loses_what_it_usually_brings(store):
    told = [*weeks(8, out_on=())][:-1]
    gone = Frame("CP", at("2026-02-28T00:00"), "ws", '["close","c0",1000,""]', "c0", "ocpp1.6")
    desk = desk_of(store, [*told, gone], "2026-03-10T00:00", zones={"CP": "UTC"})
    lost = lost_on(desk, 8)
    assert (lost.out_s, lost.unrated_s) == (86_400, 0)
    assert lost.lost_wh == sum(range(4, 12)) * 1000 / 8


def test_chargers_of_other_dates_are_added_where_their_instants_meet(store):
    """The Sunday of Helsinki, of which most are, is from 22:00 on the Monday of Tokyo: 14:00 of UTC on."""
    told = [
        Frame(one, at("2026-10-20T00:00"), "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6")
        for one in ("A", "B", "FAR")
    ]
    for one in ("A", "B", "FAR"):
        told.append(status("2026-10-20T00:00", 1, "Available", one))
        told += session(1, 1, "2026-10-25T15:00", "2026-10-25T15:15", 3_000, station=one)
        told += session(2, 1, "2026-10-25T21:55", "2026-10-25T22:10", 3_000, station=one)
    desk = desk_of(store, told, "2026-10-26T12:00", zones={"FAR": "Asia/Tokyo"})
    load = desk.loads.of_site("Yard", (SUNDAY, MONDAY))
    assert {one.start: one.energy_wh for one in load.quarters}[at("2026-10-25T15:00")] == 9_000
    assert [one.energy_wh for one in load.chargers] == [4_000] * 3
    assert load.energy_wh == 12_000
    assert [one.name for one in load.peak.sockets] == ["A", "B", "FAR"]
