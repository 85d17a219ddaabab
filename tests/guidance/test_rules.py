"""Each rule of definitions 3 speaks on its condition and is silent next to it."""

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest
from attempt_story import NOON, Story, at

from chargeboard.documents.insights import insight_document
from chargeboard.domain.codes import Side
from chargeboard.domain.conclusions import Attempt, DayFigures, Gap, Reading, Session
from chargeboard.domain.figures.board import (
    Board,
    ChargerInfo,
    ClockOffset,
    DataQuality,
    ErrorRow,
    Insight,
    SocketNow,
)
from chargeboard.domain.figures.day_rows import Headline
from chargeboard.domain.figures.fleet_protocol import SideTroubles
from chargeboard.domain.figures.measures import DateSpan, InstantSpan
from chargeboard.domain.figures.protocol import CloseRhythm
from chargeboard.domain.figures.session_rows import Ongoing, OngoingSession, Overview
from chargeboard.domain.phrases import Phrase
from chargeboard.domain.policy import Exclusion, Policy
from chargeboard.domain.reasons import Because, Reason
from chargeboard.domain.records import Completed
from chargeboard.guidance import found as runner
from chargeboard.guidance.harm import harm_of
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rules.use.trend import slope
from chargeboard.guidance.saying import Clock, action_of, text_of
from chargeboard.guidance.words import say
from chargeboard.metrics.errors import episodes
from chargeboard.metrics.sessions.overview import Ended
from chargeboard.time.instants import HOUR, MINUTE, NEVER, SECOND
from chargeboard.time.series import Series
from instants import instant

TODAY = date(2025, 10, 13)
DAY = 24 * HOUR
WHY = Reason(Because.RUNNING)


def a_board(**more):
    quiet = {
        "charger": ChargerInfo(id="C", name="", site="", timezone="UTC", timezone_is_default=True),
        "at": NOON,
        "window": DateSpan(from_=TODAY, to=TODAY),
        "timeline": InstantSpan(from_="", to=""),
        "now": [],
        "states": {},
        "offline_gaps": [],
        "collector_gaps": [],
        "utilization": [],
        "utilization_headline": Headline(numerator=0, denominator=0, pct=None, days=0),
        "success": [],
        "success_headline": Headline(numerator=0, denominator=0, pct=None, days=0),
        "sessions_per_day": {},
        "energy_per_day_wh": {},
        "revised_days": [],
        "overview": Overview(
            days=0,
            total_sessions=0,
            sessions_per_day=None,
            avg_duration_s=None,
            median_duration_s=None,
            avg_consumption_wh=None,
            total_consumption_wh=0,
            mean_power_w=None,
        ),
        "ongoing": Ongoing(active_sessions=0, energy_wh=0, sessions=[]),
        "errors": [],
        "errors_window": DateSpan(from_=date(2025, 10, 7), to=date(2025, 10, 15)),
        "errors_coverage_pct": None,
        "sessions": [],
        "uptime": [],
        "data_quality": DataQuality(),
        "insights": [],
    }
    return Board(**{**quiet, **more})


def a_day(ago, *, outcomes=None, sessions=0, kwh=0, **hours):
    """A day `ago` days before today on one socket; the rest of its 24 hours is available."""
    states = {state: round(n * HOUR) for state, n in hours.items()}
    states["available"] = DAY - sum(states.values())
    return DayFigures(
        on=TODAY - timedelta(days=ago),
        length=DAY,
        states={1: states},
        outcomes=outcomes or {},
        sessions=sessions,
        energy_wh=Decimal(kwh * 1000),
    )


class Told:
    """What was found, and how it is said."""

    def __init__(self, insight, seen):
        self.insight = insight
        self.text = text_of(insight, Clock(seen.zone, seen.today))
        self.action = action_of(insight)

    def __getattr__(self, name):
        return getattr(self.insight, name)


TOLD = []
"""All that rules said in this process."""


def insights(board=None, now=NOON, **more):
    seen = LookedAt(board=board or a_board(), now=now, zone="UTC", **more)
    found, *_ = runner.of_now(seen, NEVER, NEVER, {})
    TOLD.extend(found)
    return [Told(insight, seen) for insight in found]


def of_a_window(board, **more):
    seen = LookedAt(board=board, zone="UTC", **more)
    return [Told(insight, seen) for insight in runner.of_a_window(seen)]


def said(rule, board=None, **seen):
    """The insights of that rule."""
    return [insight for insight in insights(board, **seen) if insight.id == rule]


def one(rule, board=None, **seen):
    (insight,) = said(rule, board, **seen)
    return insight


def attempts(*outcomes, socket=1):
    return [
        Attempt(socket=socket, start=at(-3600 + n * 60), end=None, outcome=outcome, because=WHY)
        for n, outcome in enumerate(outcomes)
    ]


def lies_at(side, late=0, unanswered=0):
    return SideTroubles(
        side=side,
        last_on=date(2025, 10, 12),
        troubles=late + unanswered,
        messages=100,
        late=late,
        unanswered=unanswered,
        refused=99,
        repeated=99,
        nonstandard=99,
        cut=None,
    )


@pytest.mark.parametrize(
    ("late", "unanswered", "text"),
    [
        (9, 0, None),
        (10, 0, "answered 10 calls late"),
        (0, 10, "did not answer 10 calls"),
        (9, 1, "answered 9 calls late and did not answer 1 call"),
    ],
)
def test_a_charger_that_answers_ten_calls_of_a_week_late_or_never_is_told_of(late, unanswered, text):
    """I26: what lies at another door is nothing to do at the charger."""
    assert said("I26", troubles=[lies_at(Side.CSMS, 50, 50), lies_at(Side.LINK, 0, 50)]) == []
    found = said("I26", troubles=[lies_at(Side.CHARGER, late, unanswered)])
    assert [one.text for one in found] == (
        [] if text is None else [f"In the seven days before today the charger {text}."]
    )
    assert all((one.severity, one.need) == ("warning", "later") and "maker" in one.action for one in found)


@pytest.mark.parametrize(("code", "is_said"), [(1006, True), (None, True), (1000, False), (1001, False)])
def test_a_connection_that_is_cut_in_a_rhythm_is_told_of_and_a_goodbye_is_not(code, is_said):
    """I27."""
    rhythm = CloseRhythm(code=code, closes=23, every_s=3600, least_s=3500, most_s=3700, idle=0, last=NOON)
    found = said("I27", rhythms=[rhythm])
    text = "The connection was cut about every 1 h, 23 times in the seven days before today."
    assert [one.text for one in found] == [text] * is_said
    assert all("ping" in one.action for one in found)


def test_without_data_nothing_is_said():
    assert insights() == []


def test_all_started():
    assert one("I01", days=[a_day(1, outcomes={"success": 10})]).text == "All 10 attempts started: optimal."
    assert said("I01", days=[a_day(1, outcomes={"success": 9})]) == []
    assert said("I01", days=[a_day(1, outcomes={"success": 99, "zero_energy": 1})]) == []
    assert said("I01", days=[a_day(8, outcomes={"success": 10}), a_day(0, outcomes={"success": 10})]) == []


def test_excellent_reliability():
    assert one("I02", days=[a_day(1, outcomes={"success": 19, "zero_energy": 1})]).severity == "good"
    assert said("I02", days=[a_day(1, outcomes={"success": 18, "zero_energy": 1})]) == []


def test_sentences_write_numbers_as_the_page_does():
    text = one("I02", days=[a_day(1, outcomes={"success": 1398, "zero_energy": 1})]).text
    assert text == "Excellent reliability: 1,398 of 1,399 attempts succeeded (99.9%)."


@pytest.mark.parametrize(("failed", "severity"), [(5, "critical"), (2, "warning")])
def test_low_success_names_the_largest_class(failed, severity):
    days = [a_day(1, outcomes={"success": 25, "charger_fault": failed})]
    insight = one("I03", days=days)
    assert insight.severity == severity
    assert f"{failed} of {25 + failed} attempts failed" in insight.text
    assert insight.text.endswith(": all charger faults.")
    days = [a_day(1, outcomes={"success": 22, "charger_fault": 2, "zero_energy": 1})]
    assert one("I03", days=days).text.endswith(": mostly charger faults (2).")


def test_few_attempts_are_no_alarm():
    insight = one("I03", days=[a_day(1, outcomes={"success": 2, "user_cancelled": 17})])
    assert insight.severity == "info"
    assert insight.text.startswith("Few attempts: 2 of 19")


def test_low_success_says_where_and_when():
    days = [a_day(1, outcomes={"success": 20, "charger_fault": 5})]
    late = [
        Attempt(socket=2, start=at(7 * 3600 + n), end=None, outcome="charger_fault", because=WHY)
        for n in range(5)
    ]
    early = [
        Attempt(socket=1, start=at(-3600 * 2 + n), end=None, outcome="success", because=WHY)
        for n in range(20)
    ]
    text = one("I03", days=days, attempts=[*early, *late]).text
    assert "5 of them on socket 2, 5 after 18:00" in text


def test_a_bad_day_in_a_good_week():
    good = [a_day(n, outcomes={"success": 40}) for n in range(2, 7)]
    insight = one("I04", days=[*good, a_day(1, outcomes={"success": 3, "zero_energy": 2})])
    week = "203 of 205 attempts succeeded (99%); the worst day was 12 Oct"
    assert insight.text == f"{week}: 2 of 5 failed, all sessions without energy."
    assert (insight.severity, insight.need) == ("info", ""), "the day is over"
    insight = one("I04", days=[*good, a_day(1, outcomes={"success": 9, "user_cancelled": 1})])
    assert insight.text.endswith("12 Oct: 1 of 10 failed, the driver gave up.")
    several = {"user_cancelled": 2, "zero_energy": 2, "charger_fault": 1}
    insight = one("I04", days=[*good, a_day(1, outcomes={"success": 6} | several)])
    told = "attempts given up by the driver and sessions without energy (2 each)"
    assert insight.text.endswith(f"12 Oct: 5 of 11 failed, {told}.")
    worse = a_day(2, outcomes={"success": 5, "zero_energy": 4})
    both = [*good[1:], worse, a_day(1, outcomes={"success": 9, "zero_energy": 1})]
    assert one("I04", days=both).numbers["date"] == date(2025, 10, 11).toordinal(), (
        "one sentence, of the worst day"
    )
    assert said("I04", days=[*good, a_day(1, outcomes={"success": 2, "zero_energy": 2})]) == []


def test_silent_failure():
    insight = one(
        "I05", attempts=attempts("success", "zero_energy", "auth_rejected", "charger_fault", "zero_energy")
    )
    assert insight.severity == "critical"
    assert insight.numbers.items() >= {"failed": 3, "socket": 1}.items()
    assert said("I05", attempts=attempts("zero_energy", "zero_energy", "zero_energy", "success")) == []
    assert said("I05", attempts=attempts("zero_energy", "zero_energy", "user_cancelled")) == []
    assert said("I05", attempts=attempts(*["zero_energy"] * 3, socket=None))


def test_a_dead_socket_shows_beside_a_good_one():
    both = [*attempts(*["zero_energy"] * 3, socket=2), *attempts(*["success"] * 4, socket=1)]
    assert one("I05", attempts=both).numbers["socket"] == 2


def an_error(**more):
    return ErrorRow(
        **{
            "socket": 1,
            "code": "GroundFailure",
            "vendor_code": None,
            "severity": "fault",
            "group": "fault",
            "episodes": 1,
            "reports": 1,
            "active": False,
            "first_seen": NOON - HOUR,
            "last_seen": NOON - HOUR,
            "first_ever": NOON - HOUR,
            "cleared_at": None,
            "open_s": 0,
            "info": "",
            **more,
        }
    )


def test_no_errors_only_when_the_time_is_known():
    assert one("I06", a_board(errors_coverage_pct=95)).text == "No recorded faults."
    unknown = one("I06", a_board(errors_coverage_pct=80.04)).text
    assert unknown == "No faults recorded, but 20% of the time is unknown."
    assert said("I06", a_board(errors_coverage_pct=100, errors=[an_error()])) == []


def test_a_repeating_error_has_a_rhythm():
    story = Story()
    for n in range(3):
        story.status(n * 7200, 1, "Faulted", "ReaderFailure").status(n * 7200 + 60, 1, "Available")
    known = episodes(story.facts, zone="UTC", now=NOON + DAY, policy=Policy())
    row = an_error(code="ReaderFailure", episodes=3, reports=3)
    insight = one("I07", a_board(errors=[row]), episodes=known)
    assert insight.text == (
        "ReaderFailure keeps coming back on socket 1:"
        " 3 reports in 3 episodes, about every 2 h from 12:00 to 16:00; last at 11:00."
    )
    assert (insight.need, insight.severity) == ("later", "warning")
    assert said("I07", a_board(errors=[an_error(code="ReaderFailure", episodes=2, reports=9)])) == []
    assert said("I07", a_board(errors=[an_error(code="ReaderFailure", reports=10)]))


def test_episodes_in_bunches_have_no_rhythm():
    story = Story()
    for second in (0, 7200, 14_400, 14_400 + 60 * 3600):
        story.status(second, 1, "Faulted", "ReaderFailure").status(second + 60, 1, "Available")
    known = episodes(story.facts, zone="UTC", now=NOON + 4 * DAY, policy=Policy())
    row = an_error(code="ReaderFailure", episodes=4, reports=4)
    assert "4 reports in 4 episodes; last" in one("I07", a_board(errors=[row]), episodes=known).text


def test_dates_that_have_passed_need_nobody_and_speak_of_no_moment():
    row = an_error(code="ReaderFailure", episodes=3, reports=3, active=True)
    window = (TODAY - timedelta(days=30), TODAY - timedelta(days=20))
    dates = DateSpan(from_=window[0], to=window[1])
    stuck = SocketNow(socket=1, state="faulted", since=NOON - 9 * DAY)
    board = a_board(errors=[row], now=[stuck], window=dates, errors_window=dates)
    found = of_a_window(board, now=NOON - 20 * DAY, window=window)
    assert [(told.id, told.need) for told in found] == [("I07", "")]
    assert "open at the end" in found[0].text
    other = msgspec.structs.replace(board, errors_window=a_board().errors_window)
    assert of_a_window(other, now=NOON, window=window) == []


def test_days_of_which_nothing_is_known_are_no_drop_and_no_trend():
    weeks = [a_day(7 * n + 1, sessions=10, kwh=200) for n in range(1, 5)]
    gone = a_day(1, offline=24)
    assert said("I13", a_board(), days=[*weeks[::-1], gone]) == []
    heard = a_day(1, offline=23)
    assert said("I13", a_board(), days=[*weeks[::-1], heard])


def test_a_habit_that_ended_is_history():
    def habit(ago, **more):
        last = NOON - ago
        return a_board(errors=[an_error(code="ReaderFailure", reports=10, last_seen=last, **more)])

    assert one("I07", habit(DAY - 1)).need == "later"
    over = one("I07", habit(DAY))
    assert (over.need, over.severity) == ("", "info")
    assert over.text.endswith("not since 12 Oct 12:00.")
    assert one("I07", habit(DAY, active=True, severity="warning")).need == "later"


def test_a_danger_is_one_thing_whatever_else_is_said_of_it():
    row = an_error(code="GroundFailure", episodes=3, reports=3, active=True)
    now = [SocketNow(socket=1, state="faulted", since=NOON - HOUR)]
    found = insights(a_board(errors=[row], now=now))
    assert [(i.id, i.need) for i in found] == [("I22", "safety")]
    assert found[0].text == (
        "Socket 1: leakage to earth, out of order since 11:00 (GroundFailure)."
        " It keeps coming back: 3 reports in 3 episodes."
    )


def test_a_danger_that_was_is_told_until_its_error_is_not_listed_any_more():
    row = an_error(code="CableOverTempStop", info="cable at 96 °C", last_seen=NOON - 30 * HOUR)
    insight = one("I22", a_board(errors=[row]))
    assert (insight.need, insight.severity, insight.since) == ("inspect", "warning", None)
    assert insight.text == (
        "Socket 1: cable too hot at 12 Oct 06:00 (CableOverTempStop: cable at 96 °C)."
        " Reported over, but no sign that anyone inspected it."
    )
    assert said("I22", a_board(errors=[an_error(code="EmergencyStop")])) == [], "released is released"


@pytest.mark.parametrize(
    ("more", "harm"),
    [
        ({"code": "HighTemperature"}, "too hot"),
        ({"code": "OtherError", "vendor_code": "contactorposition"}, "contactor that may be stuck"),
        ({"code": "x", "component": "RCD", "variable": "Tripped"}, "leakage to earth"),
        ({"code": "x", "component": "FloodSensor", "variable": "Active"}, "water"),
        ({"code": "x", "component": "FloodSensor", "variable": "Problem"}, ""),
        ({"code": "TamperDetectionActivated", "severity": "security"}, "opened or moved"),
        ({"code": "EVContactorFault"}, ""),
        ({"code": "PilotFault"}, ""),
        ({"code": "OverVoltage"}, ""),
    ],
)
def test_which_reports_tell_of_danger(more, harm):
    code = harm_of(an_error(**more))
    assert (say(code) if code else "") == harm


def test_an_active_fault_after_half_an_hour():
    def board(minutes):
        since = NOON - minutes * MINUTE
        row = an_error(socket=2, active=True, code="InternalError")
        return a_board(now=[SocketNow(socket=2, state="faulted", since=since)], errors=[row])

    assert one("I08", board(30)).severity == "warning"
    insight = one("I08", board(31))
    assert insight.text == "Socket 2 has been out of order since 11:29 (InternalError)."
    assert (insight.severity, insight.need) == ("critical", "out_of_service")


def test_a_fault_of_a_part_is_told_where_no_socket_is_faulted():
    part = an_error(socket=0, active=True, code="TokenReader.Problem", component="TokenReader")
    insight = one("I08", a_board(errors=[part, an_error(code="CPPWMController.Problem")]))
    assert insight.text == "The charger has reported a fault since 11:00 (TokenReader.Problem)."
    assert (insight.need, insight.severity) == ("drivers", "warning")


def test_a_broken_socket_does_not_fail_silently():
    now = [SocketNow(socket=1, state="faulted", since=NOON - HOUR)]
    assert said("I05", a_board(now=now), attempts=attempts(*["charger_fault"] * 3)) == []


def test_no_contact_is_a_thing_of_now_after_a_quarter_of_an_hour():
    def board(minutes):
        since = NOON - minutes * MINUTE
        who = msgspec.structs.replace(a_board().charger, is_online=False, offline_since=since)
        return a_board(charger=who)

    assert said("I09", board(14)) == []
    insight = one("I09", board(15))
    assert (insight.text, insight.need) == ("No contact since 11:45.", "out_of_service")


def test_what_is_written_on_a_socket_is_said_with_its_number_in_phrases_too():
    clock = Clock("UTC", TODAY, ((1, "left <A>"),))
    withdrawn = Insight(id="X", severity="info", code="withdrawn", numbers={"socket": 1, "since": NOON})
    assert "Socket 1 (left <A>) has been out of service" in text_of(withdrawn, clock)
    where = Phrase("on_socket", {"socket": 1})
    numbers = {"code": "E", "where": where, "often": Phrase("on_charger"), "last_seen": NOON, "socket": 1}
    repeats = Insight(id="X", severity="info", code="repeats", numbers=numbers)
    assert "keeps coming back on socket 1 (left <A>):" in text_of(repeats, clock)
    other = msgspec.structs.replace(withdrawn, numbers={"socket": 2, "since": NOON})
    assert "Socket 2 has been" in text_of(other, clock)


def test_a_socket_that_was_withdrawn_is_told_unless_that_was_declared():
    def board(minutes, **policy):
        since = NOON - minutes * MINUTE
        return a_board(now=[SocketNow(socket=1, state="unavailable", since=since)], policy=Policy(**policy))

    assert said("I23", board(29)) == []
    assert one("I23", board(30)).need == "out_of_service"
    until = Exclusion("2025-10-13", "2025-10-13T12:01", "scheduled maintenance")
    assert said("I23", board(30, exclusions=(until,))) == []
    over = Exclusion("2025-10-13", "2025-10-13T12:00", "scheduled maintenance")
    assert said("I23", board(30, exclusions=(over,)))
    assert said("I23", board(30, opening_hours=("13:00-20:00",))) == []


def test_gaps_of_the_last_day():
    short = [Gap(at(-7200 + n * 600), at(-7200 + n * 600 + 61), "closed") for n in range(3)]
    often = one("I09", gaps=short)
    assert often.text == (
        "Contact came back 3 times in the last 24 h, after 3 min without in all, 1 min at most."
    )
    assert often.need == "later"
    assert said("I09", gaps=short[:2]) == []
    once = one("I09", gaps=[Gap(at(-7200), at(-7200 + 865), "silent")])
    assert (once.need, once.severity) == ("", "info"), "one gap that is over is history"
    assert said("I09", gaps=[Gap(at(-7200), at(-7200 + 864), "silent")]) == []
    assert said("I09", gaps=[Gap(at(-2 * 86400), at(-90_000), "silent")]) == []
    assert said("I09", gaps=[Gap(at(-7200), at(-3600), "collector")]) == []


def test_a_flapping_connection():
    assert "6 reconnects" in one("I09", opened=[at(-7200 + n * 599) for n in range(6)]).text
    assert said("I09", opened=[at(-7200 + n * 721) for n in range(6)]) == []


def states(**hours):
    told, start = [], NOON - DAY
    for state, n in hours.items():
        told.append((start, start + n * HOUR, state))
        start += n * HOUR
    return {1: Series(told)}


def test_busy_and_idle_are_measured_against_known_time():
    assert "High activity" in one("I10", states=states(charging=12, available=12)).text
    busy = one("I10", states=states(charging=6, available=6, offline=12)).text
    assert busy == "High activity: in use 50% of the last 24 h. 50% of the time was downtime, not low usage."
    assert "Mostly idle" in one("I10", states=states(available=23, charging=1)).text
    assert said("I10", states=states(available=22, charging=2)) == []
    assert said("I10", states=states(offline=24)) == []


@pytest.mark.parametrize(
    ("pct", "word"), [(80, "Congestion"), (50, "High"), (4.9, "Low"), (49.9, None), (5, None)]
)
def test_levels_of_utilization(pct, word):
    board = a_board(utilization_headline=Headline(numerator=1, denominator=1, pct=pct, days=7))
    found = said("I11", board, days=[a_day(1, charging=1)])
    assert [insight.text.split()[0] for insight in found] == ([word] if word else [])


def test_low_utilization_is_explained_by_downtime():
    board = a_board(utilization_headline=Headline(numerator=1, denominator=1, pct=2, days=1))
    assert "because of downtime" in one("I11", board, days=[a_day(1, offline=4.8)]).text
    assert "because" not in one("I11", board, days=[a_day(1, offline=4.7)]).text


def weeks(**each):
    return [a_day(1 + 7 * week, **each) for week in (4, 3, 2, 1)]


def test_a_day_weaker_than_its_weekday():
    insight = one("I12", days=[*weeks(charging=12), a_day(1, charging=6, faulted=12)])
    assert "Sunday 12 Oct was weak: 25% in use instead of the usual 50%" in insight.text
    assert "50% of that day" in insight.text
    assert said("I12", days=[*weeks(charging=12), a_day(1, charging=6.1)]) == []
    assert said("I12", days=[*weeks(charging=1), a_day(1)]) == []
    assert said("I12", days=[*weeks(charging=12)[:2], a_day(1)]) == []


def test_a_drop_names_its_likely_cause():
    usual = weeks(sessions=4, kwh=20)
    found = said("I13", days=[*usual, a_day(1, sessions=2, kwh=10)])
    assert {(i.panel, i.numbers["cause"]) for i in found} == {("sessions", "demand"), ("energy", "demand")}
    down = said("I13", days=[*usual, a_day(1, sessions=2, kwh=10, offline=4.8)])
    assert {i.numbers["cause"] for i in down} == {"connectivity or fault"}
    assert {(i.severity, i.need) for i in down} == {("info", "")}, "the day is over"
    assert said("I13", days=[*usual, a_day(1, sessions=3, kwh=11)]) == []
    assert said("I13", days=[*weeks(sessions=3, kwh=19), a_day(1)]) == []


def test_several_drops_are_told_once_the_latest_first_and_nothing_is_called_stable_beside_them():
    before = [a_day(n, sessions=10, kwh=200) for n in range(30, 7, -1)]
    week = [a_day(n, sessions=4 if n in {1, 3, 6} else 10, kwh=200) for n in range(7, 0, -1)]
    (told,) = said("I13", days=[*before, *week])
    assert (told.panel, told.numbers["days"]) == ("sessions", 3)
    assert "Drop in sessions on Sunday 12 Oct: 4 instead of the usual 10" in told.text
    assert told.text.endswith(" Half of the usual or less also on 7 Oct and 10 Oct.")
    assert [one.panel for one in said("I14", days=[*before, *week])] == ["energy"]
    assert {one.panel for one in said("I14", days=[*before, *week[:-1], a_day(1, sessions=10, kwh=200)])} == {
        "energy"
    }
    calm = [a_day(n, sessions=4 if n == 1 else 10, kwh=200) for n in range(7, 0, -1)]
    assert {one.panel for one in said("I14", days=[*before, *calm])} == {"sessions", "energy"}


def test_little_downtime_is_not_the_reason_of_a_weak_day():
    insight = one("I12", days=[*weeks(charging=12), a_day(1, charging=6, offline=0.7)])
    assert insight.text.endswith("instead of the usual 50%.")


def test_the_slope_ignores_a_wild_day():
    assert slope([(n, 2.0 * n) for n in range(10)]) == 2
    assert slope([(n, 1000.0 if n == 5 else 2.0 * n) for n in range(10)]) == pytest.approx(2, rel=0.05)
    assert slope([(1, 5.0)]) == 0


def test_trends_need_a_fifth():
    def words(step):
        days = [a_day(n, sessions=round(100 - n * step)) for n in range(30, 0, -1)]
        return [i.text for i in said("I14", days=days) if i.panel == "sessions"]

    assert "growing" in words(2)[0]
    assert "falling" in words(-2)[0]
    assert "stable" in words(0.5)[0]
    assert said("I14", days=[a_day(n, sessions=9) for n in range(1, 14)]) == []


def an_overview(minutes, kwh, sessions=5):
    return a_board(
        overview=Overview(
            days=30,
            total_sessions=sessions,
            sessions_per_day=None,
            avg_duration_s=minutes * 60,
            median_duration_s=None,
            avg_consumption_wh=kwh * 1000,
            total_consumption_wh=0,
            mean_power_w=kwh * 60_000 / minutes,
        )
    )


def test_kinds_of_charging():
    assert "Fast charging: 28 min and 18.1 kWh" in one("I15", an_overview(28, 18.13)).text
    assert said("I15", an_overview(45, 12)) == []
    assert "Slow or partial" in one("I15", an_overview(180, 9.9)).text
    assert said("I15", an_overview(28, 18.1, sessions=4)) == []


def a_session(minutes=60, wh=5000, **more):
    return Session(
        key="k",
        socket=1,
        start=NOON - minutes * MINUTE,
        end=NOON,
        energy_wh=None if wh is None else Decimal(wh),
        reason="Local",
        is_completed=True,
        **more,
    )


def lasted(minutes=60, wh=5000.0):
    return round(minutes * MINUTE), wh


def ended(*sessions):
    durations, counted_wh = (list(column) for column in zip(*sessions, strict=True))
    return Ended(Completed([0] * len(sessions), durations, counted_wh))


def test_many_short_sessions():
    long = [lasted()] * 8
    assert "2 of 10" in one("I16", ended=ended(*long, lasted(4), lasted(wh=999))).text
    assert said("I16", ended=ended(*long, lasted(), lasted(4))) == []
    assert said("I16", ended=ended(*[lasted(4)] * 9)) == []


def test_overstay():
    assert (
        "30% of the occupied time" in one("I17", days=[a_day(1, charging=7, suspended=1, finishing=2)]).text
    )
    assert said("I17", days=[a_day(1, charging=7.1, suspended=1, finishing=2)]) == []
    assert said("I17", days=[a_day(1, finishing=0.5)]) == []


@pytest.mark.parametrize(("state", "hours"), [("preparing", 4), ("finishing", 12)])
def test_stuck_sockets(state, hours):
    def board(minutes):
        since = NOON - hours * HOUR - minutes * MINUTE
        return a_board(now=[SocketNow(socket=1, state=state, since=since)])

    assert said("I18", board(0)) == []
    assert state in one("I18", board(1)).text


def test_a_session_that_runs_without_energy():
    def session(rise):
        readings = (
            Reading(at(-90_000), Decimal(0)),
            Reading(at(-rise), Decimal(9)),
            Reading(at(-1), Decimal(9)),
        )
        return msgspec.structs.replace(a_session(25 * 60), end=None, readings=readings)

    assert said("I18", sessions=[session(7199)]) == []
    assert "without energy since 10:00" in one("I18", sessions=[session(7200)]).text


def test_a_session_that_does_not_charge():
    def board(**more):
        running = {
            "socket": 1,
            "start": NOON - 10 * MINUTE,
            "duration_s": 600,
            "energy_wh": 99,
            "power_w": None,
            "power_at": None,
            "power_age_s": None,
            "power_is_old": False,
            "power_estimated_w": None,
            "soc_pct": None,
            "state": "charging",
            "stale": False,
            "last_contact": None,
        }
        session = OngoingSession(**{**running, **more})
        return a_board(ongoing=Ongoing(active_sessions=1, energy_wh=0, sessions=[session]))

    assert one("I19", board()).text == "Socket 1 is not charging: 99 Wh since 11:50."
    for quiet in (
        {"start": NOON - 10 * MINUTE + SECOND},
        {"energy_wh": 100},
        {"energy_wh": None},
        {"state": "suspended"},
        {"stale": True},
    ):
        assert said("I19", board(**quiet)) == []


def test_a_wrong_clock():
    def off(seconds):
        clock = ClockOffset(offset_s=seconds, since=instant("2025-10-13T08:00:00Z"))
        return a_board(data_quality=DataQuality(clock_offset=clock))

    assert "2 h 0 min behind" in one("I20", off(7200)).text
    assert "1 min 0 s ahead" in one("I20", off(-60)).text
    assert said("I20", off(59)) == []
    assert "1 time stamp " in one("I20", a_board(data_quality=DataQuality(clock_repaired=1))).text


def test_data_quality():
    assert "1 message could not be read" in one("I21", a_board(data_quality=DataQuality(quarantined=1))).text
    assert "2 stops match no session" in one("I21", a_board(data_quality=DataQuality(orphan_stops=2))).text
    known = [lasted()] * 49
    assert said("I21", ended=ended(*known, lasted(wh=None))) == []
    assert "energy of 1 of 49" in one("I21", ended=ended(*known[1:], lasted(wh=None))).text
    twenty = ended(*known[:20])
    assert said("I21", ended=twenty, unaccounted_wh=1010.0) == []
    assert "(1%) flowed outside" in one("I21", ended=twenty, unaccounted_wh=1011.0).text


def test_energy_outside_any_session_is_told_where_no_session_has_any():
    """Source: definitions I21a."""
    assert "14.0 kWh (100%) flowed outside" in one("I21", ended=Ended(), unaccounted_wh=14_000.0).text
    assert said("I21", ended=Ended(), unaccounted_wh=0.0) == []


def test_the_worst_comes_first():
    found = insights(
        a_board(errors_coverage_pct=100.0, data_quality=DataQuality(quarantined=1, clock_repaired=1)),
        now=NOON,
        attempts=attempts(*["zero_energy"] * 3),
    )
    assert [insight.severity for insight in found] == ["critical", "info", "info", "good"]


def test_every_insight_names_a_panel():
    panels = {
        "utilization",
        "success",
        "errors",
        "events",
        "ongoing",
        "sessions",
        "energy",
        "overview",
        "quality",
    }
    days = [*weeks(sessions=4, kwh=20, charging=12), a_day(1, outcomes={"success": 10})]
    found = insights(a_board(errors_coverage_pct=100.0), now=NOON + SECOND, days=days)
    assert len(found) >= 4
    assert {insight.panel for insight in found} <= panels


def _types(numbers):
    """The JSON types of these numbers and of those within them, by name."""
    for name, value in numbers.items():
        if value is not None:
            kind = "number" if isinstance(value, int | float) else type(value).__name__
            yield name, kind
        for within in value if isinstance(value, list) else [value]:
            if isinstance(within, dict):
                yield from _types(within["numbers"])


def test_each_number_has_one_type_whatever_is_said():
    situations = [
        test_low_success_says_where_and_when,
        test_few_attempts_are_no_alarm,
        test_a_bad_day_in_a_good_week,
        test_silent_failure,
        test_a_dead_socket_shows_beside_a_good_one,
        test_a_repeating_error_has_a_rhythm,
        test_a_habit_that_ended_is_history,
        test_a_danger_is_one_thing_whatever_else_is_said_of_it,
        test_an_active_fault_after_half_an_hour,
        test_no_contact_is_a_thing_of_now_after_a_quarter_of_an_hour,
        test_busy_and_idle_are_measured_against_known_time,
        test_a_drop_names_its_likely_cause,
        test_trends_need_a_fifth,
    ]
    for happens in situations:
        happens()
    documents = msgspec.to_builtins([insight_document(insight, Clock("UTC", TODAY)) for insight in TOLD])
    types = {pair for document in documents for pair in _types(document["numbers"])}
    names = [name for name, _ in types]
    assert {"in_common", "mostly", "kinds", "where", "apart", "often", "place"} <= {*names}
    assert [pair for pair in sorted(types) if names.count(pair[0]) > 1] == []
