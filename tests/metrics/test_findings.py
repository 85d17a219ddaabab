"""What had to be repaired, inferred or left out, and what came late? (I21, Q11)"""

from decimal import Decimal

import pytest

from chargeboard.domain.codes import FindingKind, LateKind, OddityKind, SessionFlag
from chargeboard.domain.conclusions import Session
from chargeboard.domain.facts import (
    Answered,
    Booted,
    ClockSet,
    CollectorGap,
    OddityFound,
    Quiet,
    Sampled,
    StartReported,
    StatusReported,
    StopReported,
    TransactionTold,
)
from chargeboard.domain.reasons import Oddity, Reason, Remark
from chargeboard.metrics.findings import clock_offset, late_news, oddity, of_session
from chargeboard.metrics.sessions.rows import session_row
from chargeboard.time.instants import SECOND


def at(seconds):
    return 1_795_000_000 * SECOND + seconds * SECOND


def sample(s, rx):
    return Sampled(at(s), at(rx), 1)


def late(*facts, final=100):
    return [
        (one.what, one.count, one.first_received_at, one.last_received_at, one.most_late_s)
        for one in late_news(facts, at(final))
    ]


def test_what_was_received_after_a_day_seemed_final_came_late():
    assert late(sample(50, 100)) == []
    assert late(sample(50, 101)) == [(LateKind.METER_VALUE, 1, at(101), at(101), 51)]


def test_it_is_told_by_kind_the_most_first_from_the_first_to_the_last_and_how_late_at_most():
    status = StatusReported(at(0), at(300), 1, "Available")
    facts = [sample(10, 400), status, sample(90, 200), sample(99, 500)]
    assert late(*facts) == [
        (LateKind.METER_VALUE, 3, at(200), at(500), 401),
        (LateKind.STATUS, 1, at(300), at(300), 300),
    ]


@pytest.mark.parametrize(
    ("fact", "what"),
    [
        (StartReported(at(0), at(200), "r", "k", 1, "T", None), LateKind.START),
        (StopReported(at(0), at(200), "1", None), LateKind.STOP),
        (TransactionTold(at(0), at(200), "r", "A", "Started", 0), LateKind.TRANSACTION_EVENT),
        (CollectorGap(at(0), at(200), at(10)), LateKind.ABSENCE),
        (OddityFound(at(0), at(200), OddityKind.CLOCK, ()), LateKind.MENDED),
        (Booted(at(0), at(200)), LateKind.OTHER),
    ],
)
def test_late_news_are_called_as_an_operator_would(fact, what):
    assert [one.what for one in late_news([fact], at(100))] == [what]


def test_answers_and_silences_are_no_news():
    assert late(Answered(at(0), at(200), "r"), Quiet(at(0), at(200), at(200))) == []


def test_what_decoding_forgave_is_told_with_what_was_said():
    found = oddity(OddityFound(at(1), at(2), OddityKind.CLOCK, (Reason(Oddity.NO_MESSAGE),), "raw", "T5", 3))
    assert (found.at, found.kind, found.raw, found.rule, found.count) == (
        at(1),
        FindingKind.CLOCK,
        "raw",
        "T5",
        3,
    )
    assert found.what == [Reason(Oddity.NO_MESSAGE)]


def test_a_clock_that_is_off_is_told_since_when_and_when_it_was_proved():
    found = clock_offset(ClockSet(at(1), at(60), 269 * SECOND))
    assert (found.at, found.proved_at, found.kind) == (at(1), at(60), FindingKind.CLOCK_OFFSET)
    assert found.what == [Reason(Remark.CLOCK_OFF, {"offset_s": 269})]
    assert found.count == 1


def session(*flags, end=100, ids=("7", "8"), inferred=False):
    return session_row(
        Session(
            key="k",
            socket=1,
            start=at(0),
            end=None if end is None else at(end),
            energy_wh=Decimal(0),
            reason=None,
            flags=flags,
            transaction_ids=ids,
            end_inferred=inferred,
        )
    )


def test_each_remark_about_a_session_is_a_finding_at_its_end():
    found = list(of_session(session(SessionFlag.ENERGY_UNKNOWN, SessionFlag.METER_RESET, inferred=True)))
    assert [(one.at, one.kind, one.rule) for one in found] == [
        (at(100), FindingKind.ENERGY, "S3"),
        (at(100), FindingKind.SESSION, "S3, Q15"),
        (at(100), FindingKind.END, "S5"),
    ]
    assert {one.raw for one in found} == {"transactionId 7, 8"}
    assert {one.session for one in found} == {"k"}


def test_a_running_session_has_its_findings_at_its_start():
    (found,) = of_session(session(SessionFlag.METER_GLITCH, end=None, ids=()))
    assert (found.at, found.raw) == (at(0), "")


@pytest.mark.parametrize("flag", SessionFlag)
def test_every_remark_about_a_session_names_its_rule(flag):
    (found,) = of_session(session(flag))
    assert found.rule
