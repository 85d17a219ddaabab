"""What would a rule have told? By a yard whose past is known."""

from unittest.mock import Mock, patch

import pytest

from chargeboard.alerts.rule import Kind, Rule
from chargeboard.alerts.saying import told_of
from chargeboard.domain.exclusions import DeclaredExclusion, ExclusionKind
from chargeboard.run.alerting import back_test
from chargeboard.run.alerting.looked_back import looked_back
from chargeboard.time.instants import text_of
from chargeboard.time.spans import Span
from watching import Yard, at


@pytest.fixture(scope="module")
def yard():
    one = Yard(number=3)
    one.status(0, "Available")
    for hour in range(1, 48):
        minute = hour * 60
        if hour % 12 == 0:
            # an hour away, and back for four minutes
            one.beat(minute)
        else:
            for part in range(0, 60, 10):
                one.beat(minute + part)
        if hour % 10 == 5:
            one.status(minute + 51, "Faulted", "GroundFailure", stations=["CP1"])
            one.status(minute + 54, "Available", stations=["CP1"])
    one.until(48 * 60)
    yield one
    one.close()


def gone_through(yard, **keys):
    rule = Rule(**{"name": "r"} | keys)
    return rule, yard.desk.past().told(rule, Span(at(1), at(48 * 60)))


def test_it_says_how_often_and_how_many_were_soon_over(yard):
    rule, found = gone_through(yard, kind=Kind.FAULTED, after_s=0)
    assert (len(found.tally.tellings), found.tally.soon_over) == (5, 5)
    assert told_of(rule.name, 2, found.tally) == [
        "“r” would have fired 5 times in 2 days, 5 of them over within 5 minutes."
    ]
    assert {telling.notice.chargers for telling in found.tally.tellings} == {("CP1",)}
    assert (found.looked_at, found.of) == (3, 3)


def test_a_delay_makes_less_of_it(yard):
    rule, found = gone_through(yard, kind=Kind.FAULTED, after_s=600)
    assert found.tally.tellings == ()
    assert told_of(rule.name, 2, found.tally) == ["“r” would not have fired in 2 days."]


def test_a_site_is_one_telling(yard):
    _, found = gone_through(yard, kind=Kind.OUT_OF_CONTACT, after_s=1800)
    assert [one.notice.site for one in found.tally.tellings] == ["Harbour"] * len(found.tally.tellings)
    assert len(found.tally.tellings) == 4
    assert all(one.over_at is not None for one in found.tally.tellings)


def test_quiet_hours_hold_back_what_is_over_by_then(yard):
    rule, found = gone_through(yard, kind=Kind.FAULTED, after_s=0, quiet="00:00-23:59")
    assert (len(found.tally.tellings), found.tally.held_back) == (0, 5)
    assert told_of(rule.name, 2, found.tally)[1] == "5 more came and went in quiet hours."


def test_only_chargers_that_are_meant_are_looked_at(yard):
    _, found = gone_through(yard, kind=Kind.FAULTED, after_s=0, chargers=("CP0", "CP2"))
    assert (found.tally.tellings, found.of) == ((), 2)


def test_what_takes_too_long_ends_and_says_so(yard):
    rule = Rule(name="r", kind=Kind.FAULTED, after_s=0)
    found = yard.desk.past().told(rule, Span(at(1), at(100)), lambda done, of: done < of - 1)
    assert (found.looked_at, found.of) == (2, 3)


def test_once_is_said_as_once(yard):
    rule = Rule(name="r", kind=Kind.FAULTED, after_s=0)
    found = yard.desk.past().told(rule, Span(at(1), at(10 * 60)))
    assert told_of("r", 1, found.tally) == [
        "“r” would have fired once in 1 day, and was over within 5 minutes."
    ]


def test_a_stop_for_danger_is_found_though_no_status_tells_of_it():
    one = Yard(Rule(name="r", kind=Kind.DANGER))
    try:
        one.status(0, "Charging")
        for minute in range(2, 30, 2):
            one.beat(minute)
        stop = {
            "transactionId": 7,
            "meterStop": 1000,
            "timestamp": text_of(at(30)),
            "reason": "EmergencyStop",
        }
        one.say(30, "StopTransaction", stop)
        for minute in range(32, 60, 2):
            one.beat(minute)
        found = one.desk.past().told(Rule(name="r", kind=Kind.DANGER), Span(at(0), at(60)))
        assert [notice.at for notice in found.notices] == [notice.at for notice in sorted_by_time(one)]
        assert len(found.notices) == 2
    finally:
        one.close()


def sorted_by_time(yard):
    return sorted(yard.store.notices(1000), key=lambda notice: notice.at)


def test_a_window_that_was_declared_afterwards_spared_nobody_then():
    one = Yard(Rule(name="r", kind=Kind.FAULTED, after_s=60))
    rule = one.store.alert_rules()[0]

    def declare(name, start, end, kept_at):
        window = DeclaredExclusion(
            id=name,
            kind=ExclusionKind.PLANNED_MAINTENANCE,
            from_at=at(start),
            until_at=at(end),
            charger="CP0",
            kept_at=at(kept_at),
        )
        one.store.save_exclusion(window)

    try:
        one.status(0, "Available")
        for minute, status in ((10, "Faulted"), (20, "Available"), (30, "Faulted"), (40, "Available")):
            one.beat(minute - 5)
            one.status(minute, status, "GroundFailure" if status == "Faulted" else "NoError")
            if minute == 20:
                # of this morning as a whole, while half of it is over
                declare("w", 0, 35, kept_at=21)
        one.until(60)
        declare("late", 30, 50, kept_at=60)
        told = [("fired", 11), ("recovered", 20), ("fired", 35), ("recovered", 40)]
        assert [(event, minute) for event, minute, _ in one.told] == told
        found = one.desk.past().told(rule, Span(at(1), at(60)))
        assert [notice.id for notice in found.notices] == [notice.id for notice in sorted_by_time(one)]
    finally:
        one.close()


def test_where_kept_days_tell_of_success_nobody_is_looked_at():
    one = Yard(number=1)
    rule = Rule(name="r", kind=Kind.LOW_SUCCESS, least_attempts=2)
    try:
        for day in range(9):
            noon = (day * 24 + 12) * 60
            one.status(noon, "Preparing")
            start = {"connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": text_of(at(noon + 1))}
            one.say(noon + 1, "StartTransaction", start)
            one.status(noon + 10, "Available")
        one.until(10 * 24 * 60)
        with patch.object(back_test, "looked_back", Mock(wraps=looked_back)) as looks:
            found = one.desk.past().told(rule, Span(at(0), one.now))
        assert [str(notice.event) for notice in found.notices] == ["fired"]
        assert looks.call_count < 6, "of ten midnights, and as often after a silence"
    finally:
        one.close()


def test_successes_that_were_told_days_later_take_no_notice_back():
    rule = Rule(name="r", kind=Kind.LOW_SUCCESS, least_attempts=2, below_pct=50)
    one = Yard(rule)

    def charged(begin):
        """In the afternoon of a day, as a queue tells it when the charger is back."""
        start = {"connectorId": 1, "idTag": "B", "meterStart": 0, "timestamp": text_of(at(begin))}
        stop = {"transactionId": begin, "meterStop": 9000, "timestamp": text_of(at(begin + 60))}
        return start, stop

    try:
        for day in range(7):
            noon = (day * 24 + 12) * 60
            one.status(noon, "Preparing")
            one.status(noon + 10, "Available")
        told = (8 * 24 + 12) * 60
        for back, day in enumerate(range(1, 6)):
            for number, hour in enumerate(range(14, 22, 2)):
                start, stop = charged((day * 24 + hour) * 60)
                minute = told + back * 20 + number * 4
                one.say(minute, "StartTransaction", start)
                one.answer(stop["transactionId"])
                one.say(minute + 1, "StopTransaction", stop)
        one.until(10 * 24 * 60)
        assert one.told[0][0] == "fired"
        assert one.told[0][1] < told
        found = one.desk.past().told(rule, Span(at(0), one.now))
        assert [(one.event, one.at) for one in found.notices] == [
            (one.event, one.at) for one in sorted_by_time(one)
        ]
    finally:
        one.close()
