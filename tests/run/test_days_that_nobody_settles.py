"""Days among the sums of all: of a charger that says no more, and from before sums were kept."""

from datetime import date, datetime, timedelta

import pytest

from chargeboard.domain.figures.fleet_span import SpanWanted
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile, Retention
from chargeboard.metrics.span_figures import span_figures
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, instant_of
from projecting import projector_of

JANUARY = (date(2026, 1, 1), date(2026, 2, 1))


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}Z"))


def said(moment, action, payload):
    text = f'[2,"{action}{moment}","{action}",{{{payload}}}]'
    return Frame("A", moment, "in", text, "c", "ocpp1.6")


def frames(first, days, wh=5000):
    """Each day an hour of charging from 10 to 11, an error at noon, and a word each hour."""
    begin = at(first)
    yield Frame("A", begin, "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6")
    for hour in range(24 * days):
        now = begin + hour * HOUR
        stamp = f"{datetime.fromisoformat(first) + timedelta(hours=hour):%Y-%m-%dT%H:%M:%SZ}"
        status = f'"connectorId":1,"timestamp":"{stamp}","errorCode":'
        yield said(now, "Heartbeat", "")
        if not hour:
            yield said(now, "StatusNotification", f'{status}"NoError","status":"Available"')
        if hour % 24 == 10:
            begun = f'"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"{stamp}"'
            yield said(now, "StartTransaction", begun)
            answer = f'{{"transactionId":{hour},"idTagInfo":{{"status":"Accepted"}}}}'
            yield Frame("A", now + 1, "out", f'[3,"StartTransaction{now}",{answer}]', "c", "ocpp1.6")
        elif hour % 24 == 11:
            ended = f'"transactionId":{hour - 1},"meterStop":{wh},"timestamp":"{stamp}"'
            yield said(now, "StopTransaction", ended)
            yield said(now, "StatusNotification", f'{status}"NoError","status":"Available"')
        elif hour % 24 == 12:
            yield said(now, "StatusNotification", f'{status}"HighTemperature","status":"Available"')
            yield said(now, "StatusNotification", f'{status}"NoError","status":"Available"')


@pytest.fixture
def clock():
    return [at("2026-01-20T12:00")]


@pytest.fixture
def desk(clock):
    store = open_store(":memory:")
    yield Desk(store, lambda station: Profile(id=station, policy=Policy(offline_k=20)), lambda: clock[0])
    store.close()


def compared(desk):
    return desk.fleet_comparisons.chargers(None, SpanWanted(*JANUARY)).rows[0].figures


def check_is_the_board(desk):
    board, told = desk.board("A", window=JANUARY), compared(desk)
    whole = sum(day.total_s for day in board.uptime if not day.partial)
    assert (told.timed_s, told.up_s) == (whole, whole - sum(day.outage_s for day in board.uptime))
    assert told.sessions == sum(board.sessions_per_day[on] or 0 for on in board.sessions_per_day)
    return told


def test_a_charger_that_says_no_more_is_out_on_each_day_since(desk, clock):
    """Its last word is at 11 on the 20th; in its first hour it had not told yet how seldom it speaks."""
    desk.store.append([one for one in frames("2026-01-01T00:00", 20) if one.received_at < clock[0]])
    projector_of(desk).refresh("A")
    assert compared(desk).days == 19
    clock[0] = at("2026-01-26T00:00")
    projector_of(desk).tell("A")
    assert (compared(desk).timed_s, compared(desk).sessions) == (25 * 86400, 20)
    clock[0] = at("2026-02-01T00:00")
    projector_of(desk).tell("A")
    told = check_is_the_board(desk)
    assert (told.timed_s, told.errors, told.energy_wh) == (31 * 86400, 19, 100_000)
    assert told.uptime_pct == pytest.approx(100 * (19 * 24 + 11 - 1) / (31 * 24))


def test_what_is_found_later_takes_the_place_of_days_without_contact(desk, clock):
    everything = [*frames("2026-01-01T00:00", 34)]
    desk.store.append([one for one in everything if one.received_at < clock[0]])
    projector_of(desk).refresh("A")
    clock[0] = at("2026-02-03T23:00")
    projector_of(desk).tell("A")
    assert compared(desk).uptime_pct < 70
    desk.store.append(everything)
    projector_of(desk).refresh("A")
    told = check_is_the_board(desk)
    assert (told.sessions, told.errors, told.up_s) == (31, 31, told.timed_s - 3600)


def test_a_charger_that_was_long_away_when_it_is_settled_anew_is_out_all_the_time(desk, clock):
    desk.store.append([*frames("2026-01-01T00:00", 10)])
    projector_of(desk).refresh("A")
    clock[0] = at("2026-04-20T12:00")
    projector_of(desk).rebuild("A")
    assert check_is_the_board(desk).timed_s == 31 * 86400


def test_a_charger_that_was_away_for_two_years_misses_no_day(desk, clock):
    desk.store.append([*frames("2026-01-01T00:00", 10)])
    projector_of(desk).refresh("A")
    clock[0] = at("2028-02-01T12:00")
    projector_of(desk).rebuild("A")
    assert check_is_the_board(desk).timed_s == 31 * 86400
    whole = desk.store.totals("A", date(2026, 1, 1), date(2028, 2, 1))
    assert whole.days == 10
    assert span_figures(whole).timed_s == 761 * 86400


def test_days_whose_evidence_is_gone_are_among_sums_that_are_made_later(desk, clock):
    """As a database is opened that knew no such sums: the conclusions' version is another one."""
    clock[0] = at("2026-02-05T12:00")
    desk.store.append([one for one in frames("2026-01-01T00:00", 36) if one.received_at < clock[0]])
    projector_of(desk).refresh("A")
    before = desk.store.totals("A", *JANUARY)
    lets_go = projector_of(desk, retention=Retention(evidence_days=10))
    while lets_go.let_go("A"):
        pass
    assert desk.store.kept_since("A").evidence > at("2026-01-20T00:00")
    with desk.store.together():
        desk.store._db.connection.execute("delete from day_total")
    other = Policy(offline_k=20, min_success_energy_wh=101)
    anew = Desk(desk.store, lambda station: Profile(id=station, policy=other), desk.now)
    projector_of(anew).refresh("A")
    told = anew.store.totals("A", *JANUARY)
    assert span_figures(told).sessions == 31
    assert (told.timed_us, told.up_us, told.energy_uwh) == (before.timed_us, before.up_us, before.energy_uwh)
    projector_of(anew).rebuild("A")
    assert anew.store.totals("A", *JANUARY) == told
