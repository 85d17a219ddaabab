"""When was a status true, and was it news? (definitions T5, Q28)"""

import msgspec
import pytest

from chargeboard.domain.codes import OddityKind
from chargeboard.domain.facts import OddityFound, StatusReported
from chargeboard.domain.policy import Policy
from chargeboard.fold import statuses
from chargeboard.fold.memory import Memory
from chargeboard.time.instants import NEVER, SECOND
from chargeboard.time.spans import Span

POLICY = Policy(clock_skew_max_s=300)


def said(received_s, stamp_s=None, *, status="Charging", socket=1, **more):
    stamp_s = received_s if stamp_s is None else stamp_s
    return StatusReported(round(stamp_s * SECOND), round(received_s * SECOND), socket, status, **more)


def told(memory, *events):
    """The facts of statuses as (second it was so, how often it was repeated), oddities left out."""
    facts = [fact for event in events for fact in statuses.tell(memory, event, POLICY)]
    return [(fact.at / SECOND, fact.repeats) for fact in facts if isinstance(fact, StatusReported)]


@pytest.mark.parametrize("stamp_s", [1000 - 300, 1000 + 300, 1000])
def test_a_stamp_near_its_receipt_is_believed(stamp_s):
    assert statuses.tell(Memory(), said(1000, stamp_s), POLICY) == [said(1000, stamp_s)]


@pytest.mark.parametrize("stamp_s", [1000 - 301, 1000 + 301])
def test_a_stamp_that_is_far_off_gives_way_to_the_receipt_and_is_an_oddity(stamp_s):
    oddity, fact = statuses.tell(Memory(), said(1000, stamp_s), POLICY)
    assert isinstance(oddity, OddityFound)
    assert (oddity.kind, oddity.rule, oddity.at) == (OddityKind.CLOCK, "T5", 1000 * SECOND)
    assert fact == msgspec.structs.replace(said(1000), clock_repaired=True, stated_at=stamp_s * SECOND)


def test_the_stamp_that_the_charger_said_first_stays_known():
    _, fact = statuses.tell(Memory(), said(1000, 10, stated_at=7), POLICY)
    assert (fact.at, fact.stated_at) == (1000 * SECOND, 7)


@pytest.mark.parametrize(("gap", "at_s"), [((100, 200), 150), ((100, 200), 100), ((100, 149), 1000)])
def test_a_stamp_inside_a_finished_offline_gap_is_believed(gap, at_s):
    memory = Memory()
    memory.links.away = [Span(*(second * SECOND for second in gap))]
    stamp_s = 150 if at_s != 100 else 100
    assert told(memory, said(1000, stamp_s)) == [(at_s, 0)]


def test_what_is_said_again_within_a_minute_is_one_fact_that_counts_it():
    memory = Memory()
    assert told(memory, said(0), said(10), said(20), said(59)) == [(0, 0)]
    assert memory.held_until == 60 * SECOND
    (counted,) = statuses.uncounted(memory)
    assert (counted.at, counted.repeats, counted.repeated_at) == (10 * SECOND, 2, 59 * SECOND)
    memory.newest = 59 * SECOND
    assert statuses.release(memory) == []
    memory.newest = 60 * SECOND
    assert statuses.release(memory) == [counted]
    assert statuses.release(memory) == statuses.uncounted(memory) == []


def test_what_is_counted_comes_before_the_status_that_ends_it():
    memory = Memory()
    assert told(memory, said(0), said(10), said(30), said(40, status="Faulted")) == [(0, 0), (10, 1), (40, 0)]


@pytest.mark.parametrize(
    "other",
    [
        said(60, 59),
        said(59, 60),
        said(10, -1),
        said(10, status="Faulted"),
        said(10, error_code="GroundFailure"),
        said(10, vendor_code="E1"),
        said(10, vendor_id="ACME"),
        said(10, info="again"),
        said(10, is_v2=True),
        said(10, socket=2),
        said(10, connector=1),
    ],
)
def test_other_words_a_later_minute_or_another_connector_are_news(other):
    memory = Memory()
    assert len(told(memory, said(0), other)) == 2


def test_a_status_is_news_again_after_anything_else_happened():
    memory = Memory()
    told(memory, said(0))
    statuses.close(memory)
    assert told(memory, said(10), said(20)) == [(10, 0)]


def test_repeats_that_are_not_due_say_when_they_are():
    memory = Memory()
    told(memory, said(0), said(10), said(30, socket=2), said(40, socket=2))
    memory.newest, memory.held_until = 60 * SECOND, NEVER
    assert [fact.socket for fact in statuses.release(memory)] == [1]
    assert memory.held_until == 90 * SECOND


def test_repeats_that_somebody_knows_are_not_told_again():
    memory = Memory()
    told(memory, said(0), said(10), said(0, socket=2), said(10, socket=2))
    statuses.drop_told(memory, lambda fact: fact.socket == 1)
    assert [fact.socket for fact in statuses.uncounted(memory)] == [2]
    assert told(memory, said(20)) == [(20, 0)]
