"""What is told otherwise at the end of a span than at its start?"""

from chargeboard.domain.codes import GapKind
from chargeboard.domain.conclusions import Episode, Gap
from chargeboard.domain.transitions import Kind, Subject
from chargeboard.metrics.transitions import (
    states_of_errors,
    states_of_rules,
    states_of_the_link,
    told,
    transitions,
)
from chargeboard.time.instants import NEVER
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

LINK, SOCKET, RULE = Subject(Kind.LINK), Subject(Kind.SOCKET, 1), Subject(Kind.RULE, 0, "I08")


def changes(before, series, span=(11, 21), subject=SOCKET):
    known = {} if series is None else {subject: Series(series)}
    found = transitions({} if before is None else {subject: before}, known, Span(*span))
    assert all(change.known_at == span[1] for change in found)
    return [(change.at, change.before, change.after) for change in found]


def test_what_began_in_a_span_is_told_where_it_began():
    assert changes("free", [(0, 15, "free"), (15, 30, "busy")]) == [(15, "free", "busy")]
    assert changes("free", [(0, 15, "free"), (15, 18, "busy"), (18, 30, "free")]) == [
        (15, "free", "busy"),
        (18, "busy", "free"),
    ]
    assert changes("free", [(0, 30, "free")]) == []


def test_what_happens_at_the_end_itself_the_next_look_tells():
    series = [(0, 21, "free"), (21, 99, "busy")]
    assert changes("free", series) == []
    assert changes("free", series, (21, 31)) == [(21, "free", "busy")]
    assert changes("free", series, (11, 22)) == [(21, "free", "busy")]


def test_what_contradicts_what_was_told_is_dated_where_it_happened():
    assert changes("free", [(0, 5, "free"), (5, 30, "gone")]) == [(5, "free", "gone")]
    assert changes("free", [(5, 11, "gone"), (11, 30, "free")]) == [(5, "free", "gone"), (11, "gone", "free")]
    assert changes("free", [(5, 12, "gone"), (12, 30, "free")]) == [(5, "free", "gone"), (12, "gone", "free")]


def test_of_what_was_told_and_is_known_no_more_nothing_is_told():
    assert changes("free", None) == [(11, "free", None)]
    assert changes(None, [(15, 30, "free")]) == [(15, None, "free")]
    assert changes("free", [(0, 15, "free")]) == [(15, "free", None)]


def test_changes_of_all_are_told_by_time():
    known = {SOCKET: Series([(15, 30, "busy")]), LINK: Series([(13, 30, "up")])}
    found = transitions({}, known, Span(11, 21))
    assert [(change.at, change.subject) for change in found] == [(13, LINK), (15, SOCKET)]


def test_what_is_told_at_an_instant_is_what_was_so_just_before_it():
    known = {SOCKET: Series([(5, 11, "free"), (11, 30, "busy")]), LINK: Series([(11, 30, "up")])}
    assert told(known, 11) == {SOCKET: "free"}
    assert told(known, 12) == {SOCKET: "busy", LINK: "up"}


def test_a_rule_speaks_since_before_where_it_did_and_else_since_just_now():
    span = Span(11, 21)
    assert states_of_rules({RULE: "critical"}, {RULE: "critical"}, span)[RULE] == Series(
        [(10, 21, "critical")]
    )
    for before in ({}, {RULE: "warning"}):
        assert states_of_rules({RULE: "critical"}, before, span)[RULE] == Series([(20, 21, "critical")])
    assert states_of_rules({}, {RULE: "critical"}, span) == {}


def episode(start, end, severity="fault", code="E", vendor_code=None, *, is_momentary=False):
    return Episode(
        socket=1,
        code=code,
        vendor_code=vendor_code,
        severity=severity,
        start=start,
        last_seen=start,
        end=end,
        is_momentary=is_momentary,
    )


def test_an_error_lasts_by_its_severity_the_worst_of_those_at_one_time():
    found = states_of_errors([episode(0, 10, "warning"), episode(5, 20), episode(30, None, "warning")])
    expected = [(0, 5, "warning"), (5, 20, "fault"), (30, NEVER, "warning")]
    assert found == {Subject(Kind.ERROR, 1, "E"): Series(expected)}


def test_errors_of_other_codes_are_others_and_one_of_a_moment_is_none():
    found = states_of_errors(
        [episode(0, 10, vendor_code="7"), episode(0, 10), episode(0, None, code="M", is_momentary=True)]
    )
    assert set(found) == {Subject(Kind.ERROR, 1, "E/7"), Subject(Kind.ERROR, 1, "E")}


def test_the_link_is_connected_offline_or_not_recorded():
    gaps = [Gap(5, 8, GapKind.CLOSED), Gap(12, 15, GapKind.COLLECTOR), Gap(18, None, GapKind.SILENT)]
    found = states_of_the_link(gaps, 2, Span(0, 21))[LINK]
    assert list(found) == [
        (0, 2, "uncommissioned"),
        (2, 5, "connected"),
        (5, 8, "offline"),
        (8, 12, "connected"),
        (12, 15, "unrecorded"),
        (15, 18, "connected"),
        (18, 21, "offline"),
    ]
