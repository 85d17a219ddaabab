"""What is an error, when does it begin and clear, and which rows are listed: definitions 2.7, E1-E6."""

from datetime import date

import msgspec
import pytest
from attempt_story import NOON, Story, at

from chargeboard.domain.codes import OddityKind
from chargeboard.domain.conclusions import Gap
from chargeboard.domain.facts import OddityFound, ProblemTold, StatusReported
from chargeboard.domain.policy import Policy
from chargeboard.domain.reasons import Oddity, Reason
from chargeboard.metrics.errors import episodes
from chargeboard.metrics.errors.rows import error_rows, is_active
from chargeboard.reasons import sentences
from chargeboard.time.days import midnight
from chargeboard.time.instants import HOUR, SECOND

DAY = 86400


def found(story, now=20 * 3600, open_before=(), policy=None, gaps=()):
    facts = sorted(story.facts, key=lambda fact: fact.at)
    return episodes(
        facts, open_before=open_before, zone="UTC", now=at(now), policy=policy or Policy(), gaps=gaps
    )


def rows(story, now=6 * 3600, first_ever=None, **more):
    since = midnight(date(2025, 10, 6), "UTC")
    return error_rows(found(story, now, **more), first_ever or {}, since=since, now=at(now), zone="UTC")


def codes(story):
    return [(e.code, e.vendor_code, e.severity) for e in found(story)]


def v2(s, status, **more):
    return StatusReported(at(s), at(s), 1, status, is_v2=True, connector=1, **more)


@pytest.mark.parametrize(
    ("status", "code", "vendor_code", "expected"),
    [
        ("Faulted", "GroundFailure", "", ("GroundFailure", None, "fault")),
        ("Available", "WeakSignal", "", ("WeakSignal", None, "warning")),
        ("Faulted", "OtherError", "CX010", ("InvalidVehicleMode", "CX010", "fault")),
        ("Faulted", "GroundFailure", "CX002", ("GroundFailure", "CX002", "fault")),
        ("Faulted", "OtherError", "210", ("OtherError", "210", "fault")),
        ("Faulted", "Error", "", ("Error", None, "fault")),
        ("Faulted", "NoError", "E7", ("E7", "E7", "fault")),
        ("Faulted", "NoError", "", ("Faulted (no code)", None, "fault")),
        ("Faulted", "NoError", "0x0000", ("Faulted (no code)", None, "fault")),
    ],
)
def test_how_an_error_is_called(status, code, vendor_code, expected):
    assert codes(Story().status(0, 1, status, code, vendor_code=vendor_code)) == [expected]


@pytest.mark.parametrize("vendor_code", ["", "0", "0x0000", "null", "NoError", "000"])
def test_pseudo_codes_with_no_error_are_no_error(vendor_code):
    assert codes(Story().status(0, 1, "Available", vendor_code=vendor_code)) == []


def test_compound_codes_are_split():
    story = Story().status(0, 1, "Faulted", "OtherError", vendor_code="F001, F003")
    assert codes(story) == [("OtherError", "F001", "fault"), ("OtherError", "F003", "fault")]


def test_repeats_count_as_reports_of_one_episode():
    """A later report moves no beginning: definitions E3, Q05."""
    story = Story().status(0, 1, "Faulted", "GroundFailure", repeats=2, repeated_at=at(13 * 3600))
    story.status(14 * 3600, 1, "Faulted", "GroundFailure")
    (episode,) = found(story)
    assert episode.reports == {date(2025, 10, 13): 1, date(2025, 10, 14): 3}
    assert (episode.start, episode.last_seen, episode.end) == (at(0), at(14 * 3600), None)


def test_no_error_on_the_same_connector_clears_and_the_next_report_is_a_new_episode():
    story = Story().status(0, 1, "Faulted", "GroundFailure").status(60, 1, "Available")
    story.status(120, 1, "Faulted", "GroundFailure")
    first, second = found(story)
    assert (first.end, second.start, second.end) == (at(60), at(120), None)


def test_faulted_without_a_code_clears_nothing():
    story = Story().status(0, 1, "Faulted", "GroundFailure").status(200, 1, "Faulted")
    assert [e.end for e in found(story)] == [None, None]


def test_connector_zero_clears_only_itself():
    story = Story().status(0, 1, "Faulted", "GroundFailure").status(1, 0, "Faulted", "OtherError")
    story.status(60, 0, "Available")
    assert [(e.socket, e.end) for e in found(story)] == [(1, None), (0, at(60))]


def test_another_code_does_not_clear_the_first():
    story = Story().status(0, 1, "Faulted", "GroundFailure").status(60, 1, "Available", "WeakSignal")
    assert [e.end for e in found(story)] == [None, None]


def test_in_2x_leaving_faulted_clears_the_row_without_code_only():
    story = Story()
    story.facts += [v2(0, "Faulted"), v2(300, "Available")]
    story.problem(100, "Problem", "CX017", component="EVSE", variable="Problem")
    assert [(e.code, e.end) for e in found(story)] == [
        ("Faulted (no code)", at(300)),
        ("EVSEContactorFault", None),
    ]


def test_in_2x_the_same_component_and_variable_clears():
    story = Story().problem(0, "Problem", "CX017", component="EVSE", variable="Problem", severity=2)
    story.problem(10, "Problem", "CX014", component="EVSE", variable="Problem", severity=6)
    story.problem(60, "Problem", component="Connector", variable="Problem", cleared=True)
    assert [(e.severity, e.end) for e in found(story)] == [("fault", None), ("warning", None)]
    story.problem(70, "Problem", "CX017", component="EVSE", variable="Problem", cleared=True)
    assert [e.end for e in found(story)] == [at(70), None]
    story.problem(80, "Problem", component="EVSE", variable="Problem", cleared=True)
    assert [e.end for e in found(story)] == [at(70), at(80)]


def test_2x_events_of_low_severity_are_not_listed():
    assert found(Story().problem(0, "Noise", severity=7)) == []
    told = [found(Story().problem(0, "Trip", severity=level))[0].severity for level in (4, 5, 6)]
    assert told == ["fault", "warning", "warning"]
    assert [e.severity for e in found(Story().problem(0, "Trip"))] == ["fault"]


def test_a_codeless_fault_near_a_coded_open_error_is_a_report_of_it():
    story = Story().status(0, 1, "SuspendedEVSE", "OverVoltage").status(60, 1, "Faulted")
    (episode,) = found(story)
    assert (episode.code, episode.severity, sum(episode.reports.values())) == ("OverVoltage", "fault", 2)
    assert len(found(Story().status(0, 1, "SuspendedEVSE", "OverVoltage").status(61, 1, "Faulted"))) == 2


def test_a_codeless_fault_just_before_its_code_is_the_same_error():
    story = Story()
    story.facts.append(v2(0, "Faulted"))
    story.problem(5, "Problem", "CX017", component="EVSE", variable="Problem", severity=5)
    (episode,) = found(story)
    assert (episode.code, episode.start, episode.severity) == ("EVSEContactorFault", at(0), "fault")


def test_a_bad_stop_reason_is_a_momentary_warning():
    story = Story().start(0).stop(60, 5, "EmergencyStop")
    story.stop(61, 5, "EmergencyStop")
    (episode,) = found(story)
    assert (episode.socket, episode.code, episode.severity) == (1, "EmergencyStop", "warning")
    assert not is_active(episode)
    assert sum(episode.reports.values()) == 1


def test_a_bad_stop_is_a_fault_where_the_socket_faults_too():
    story = Story().start(0).stop(60, 5, "PowerLoss").status(120, 1, "Faulted", "UnderVoltage")
    assert {(e.code, e.severity) for e in found(story)} == {("PowerLoss", "fault"), ("UnderVoltage", "fault")}


def test_an_abnormal_condition_is_an_error_of_the_socket():
    story = Story().event(0, "Started").event(30, "Updated", "AbnormalCondition")
    assert codes(story) == [("AbnormalCondition", None, "warning")]


def test_security_events_are_listed_when_they_are_critical():
    story = Story()
    for code in ("TamperDetectionActivated", "StartupOfTheDevice", "SettingSystemTime"):
        story.facts.append(ProblemTold(at(0), at(0), "security", 0, code))
    assert [(e.code, e.severity, e.is_momentary) for e in found(story)] == [
        ("TamperDetectionActivated", "security", True)
    ]


def test_gaps_and_unreadable_frames_are_listed_on_request():
    story = Story()
    story.facts.append(OddityFound(at(5), at(5), OddityKind.QUARANTINED, (Reason(Oddity.NO_MESSAGE),)))
    gaps = [
        Gap(at(0), at(900), "closed"),
        Gap(at(1000), at(1899), "silent"),
        Gap(at(2000), None, "collector"),
    ]
    assert found(story, gaps=gaps) == []
    listed = found(story, gaps=gaps, policy=Policy(list_communication_errors=True))
    assert [(e.code, e.group) for e in listed] == [
        ("Offline", "communication"),
        ("Quarantined", "communication"),
    ]
    assert listed[1].info == "no_message"


def test_an_error_that_was_open_before_goes_on():
    story = Story().status(0, 1, "Faulted", "GroundFailure").status(3600, 1, "Faulted", "GroundFailure")
    story.status(7200, 1, "Available")
    whole = found(story)
    for cut in (1, 1800, 5000):
        early, late = Story(), Story()
        early.facts = [fact for fact in story.facts if fact.at < at(cut)]
        late.facts = [fact for fact in story.facts if fact.at >= at(cut)]
        before = found(early, now=cut)
        opened = [episode for episode in before if is_active(episode)]
        closed = [episode for episode in before if not is_active(episode)]
        assert closed + found(late, open_before=opened) == whole


def test_merged_sockets_share_a_row_and_clear_by_connector():
    policy = Policy(socket_groups=((1, 2),))
    story = Story(1, 2).status(0, 2, "Faulted", "GroundFailure").status(60, 1, "Available")
    assert [(e.socket, e.end) for e in found(story, policy=policy)] == [(1, None)]


def test_a_row_counts_the_window_and_what_is_still_open():
    story = Story()
    for day, socket in ((-12, 1), (-12, 2), (-3, 1)):
        story.status(day * DAY, socket, "Faulted", "GroundFailure")
        story.status(day * DAY + 30, socket, "Faulted", "GroundFailure")
        if socket == 1:
            story.status(day * DAY + 600, socket, "Available")
    one, two = rows(story)
    assert (one.socket, one.episodes, one.reports, one.active, one.open_s) == (1, 1, 2, False, 600)
    assert (one.first_seen, one.first_ever) == (at(-3 * DAY), at(-12 * DAY))
    assert one.cleared_at == at(-3 * DAY + 600)
    assert (two.socket, two.reports, two.active, two.cleared_at) == (2, 2, True, None)
    assert two.open_s == (NOON + 6 * HOUR - midnight(date(2025, 10, 6), "UTC")) / SECOND


def test_a_closed_episode_counts_its_reports_of_the_window_only():
    story = Story()
    for hours in (-200, -190, -160, -159):
        story.status(hours * 3600, 1, "Faulted", "GroundFailure")
    (row,) = rows(story.status(-158 * 3600, 1, "Available"))
    assert (row.episodes, row.reports, row.first_seen) == (1, 2, at(-200 * 3600))


def test_a_row_remembers_what_happened_before_our_window():
    story = Story().status(0, 1, "Faulted", "GroundFailure")
    (row,) = rows(story, first_ever={(1, "GroundFailure", None): at(-90 * DAY)})
    assert row.first_ever == at(-90 * DAY)


def test_rows_are_sorted_newest_first_then_by_socket_and_code():
    story = Story(1, 2).status(0, 2, "Faulted", "OverVoltage").status(0, 1, "Faulted", "UnderVoltage")
    story.status(0, 1, "Faulted", "OverVoltage").status(5, 0, "Faulted", "InternalError")
    assert [(row.socket, row.code) for row in rows(story)] == [
        (0, "InternalError"),
        (1, "OverVoltage"),
        (1, "UnderVoltage"),
        (2, "OverVoltage"),
    ]


def test_a_row_explains_itself():
    (row,) = rows(Story().status(0, 1, "Faulted", "OtherError", vendor_code="CX026", info="cut"))
    assert (row.code, row.vendor_code, row.mrec, row.info) == ("CutCable", "CX026", "CX026", "cut")
    assert "cut" in sentences(row.meaning)
    assert "breaker" in sentences(row.action)


def test_shuffling_equal_stamps_keeps_the_rows():
    story = Story(1, 2).status(0, 1, "Faulted", "OverVoltage").status(0, 2, "Faulted", "GroundFailure")
    turned = Story(1, 2)
    turned.facts = [*story.facts[:2], *reversed(story.facts[2:])]
    assert msgspec.to_builtins(rows(story)) == msgspec.to_builtins(rows(turned))


def test_a_codeless_fault_of_the_day_before_its_code_is_a_report_of_that_day():
    story = Story()
    story.facts.append(v2(43_190, "Faulted"))
    story.problem(43_220, "Problem", "CX017", component="EVSE", variable="Problem", severity=5)
    (episode,) = found(story)
    assert episode.reports == {date(2025, 10, 13): 1, date(2025, 10, 14): 1}
    story.problem(43_230, "Problem", "CX017", component="EVSE", variable="Problem", severity=5)
    assert found(story)[0].reports == {date(2025, 10, 13): 1, date(2025, 10, 14): 2}


@pytest.mark.parametrize(("second", "number"), [(60, 1), (61, 2)])
def test_a_codeless_fault_is_of_a_code_that_follows_within_a_minute(second, number):
    story = Story()
    story.facts.append(v2(0, "Faulted"))
    story.problem(second, "Problem", "CX017", component="EVSE", variable="Problem", severity=5)
    assert len(found(story)) == number
    elsewhere = Story()
    elsewhere.facts.append(v2(0, "Faulted"))
    elsewhere.problem(second, "Problem", "CX017", socket=2, component="EVSE", variable="Problem", severity=5)
    assert len(found(elsewhere)) == 2


@pytest.mark.parametrize(
    ("second", "severity"), [(120, "fault"), (121, "warning"), (0, "fault"), (-1, "warning")]
)
def test_a_bad_stop_is_a_fault_where_the_socket_faults_within_a_minute_of_it(second, severity):
    story = Story(1, 2).start(-500).stop(60, 5, "PowerLoss").status(second, 1, "Faulted", "UnderVoltage")
    assert {e.code: str(e.severity) for e in found(story)}["PowerLoss"] == severity
    other = Story(1, 2).start(-500).stop(60, 5, "PowerLoss").status(60, 2, "Faulted", "UnderVoltage")
    assert {e.code: str(e.severity) for e in found(other)}["PowerLoss"] == "warning"


@pytest.mark.parametrize(("seconds", "number"), [(300, 1), (301, 2)])
def test_a_bad_stop_that_is_said_again_within_five_minutes_is_the_same_one(seconds, number):
    """Q07."""
    story = Story().start(0).stop(60, 5, "PowerLoss").stop(60 + seconds, 5, "PowerLoss")
    assert len(found(story)) == number


@pytest.mark.parametrize(("seconds", "is_listed"), [(900, True), (899, False)])
def test_a_gap_of_a_quarter_of_an_hour_is_listed_where_that_is_wanted(seconds, is_listed):
    listed = Policy(list_communication_errors=True)
    for end in (at(seconds), None):
        gaps = [Gap(at(0), end, "closed")]
        (*episodes,) = found(Story(), now=seconds, gaps=gaps, policy=listed)
        assert [(e.end, e.last_seen) for e in episodes] == [(end, at(0) if end is None else end)] * is_listed


def test_what_was_said_without_a_code_is_cleared_alone_where_it_is_named():
    def problems():
        part = {"component": "EVSE", "variable": "Problem"}
        story = Story().problem(0, "EVSE.Problem", **part).problem(5, "CX017", "CX017", **part)
        return story.problem(7, "CX014", "CX014", **part), part

    story, part = problems()
    story.problem(60, "EVSE.Problem", cleared=True, **part)
    assert [e.end for e in found(story)] == [at(60), None, None]
    story, part = problems()
    story.problem(60, "CX014", "CX014", cleared=True, **part)
    assert [e.end for e in found(story)] == [None, None, at(60)]
    story, part = problems()
    story.problem(60, "E9", "E9", cleared=True, **part)
    assert [e.end for e in found(story)] == [at(60), None, None]
    story, part = problems()
    story.problem(60, "Other.Problem", cleared=True, **part)
    assert [e.end for e in found(story)] == [at(60)] * 3


def test_errors_of_one_instant_are_told_by_socket_code_and_vendor_code():
    story = Story(1, 2).status(0, 2, "Faulted", "OtherError", vendor_code="F002")
    story.status(0, 1, "Faulted", "OtherError", vendor_code="F003,F001").status(
        0, 1, "Faulted", "GroundFailure"
    )
    assert [(e.socket, e.code, e.vendor_code) for e in found(story)] == [
        (1, "GroundFailure", None),
        (1, "OtherError", "F001"),
        (1, "OtherError", "F003"),
        (2, "OtherError", "F002"),
    ]
