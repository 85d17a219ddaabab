"""Each rule of success on the same day, computed by hand."""

from decimal import Decimal

import pytest

from chargeboard.domain.codes import Outcome, Stage
from chargeboard.domain.conclusions import Attempt, Session
from chargeboard.domain.policy import Policy
from chargeboard.domain.reasons import Reason
from chargeboard.official.success.rule import Rate, Tried, rate
from chargeboard.official.success.rules import SUCCESS_RULES
from chargeboard.official.success.rules.kwwhat_visits import Try, succeeds, visits
from chargeboard.time.instants import MINUTE
from chargeboard.time.spans import Span

DAY = Span(0, 24 * 60 * MINUTE)
RULE = {rule.code: rule for rule in SUCCESS_RULES}


def attempt(start, end, outcome, stage, *, card="A", socket=1, well=False, plugged=True):
    return Attempt(
        socket=socket,
        start=start * MINUTE,
        end=None if end is None else end * MINUTE,
        outcome=Outcome(outcome),
        stage=Stage(stage),
        plugged_at=start * MINUTE if plugged else None,
        token=card,
        session_keys=("s",) if stage in {"start", "energy"} else (),
        because=Reason(""),
        ended_well=well,
    )


def session(start, minutes, energy_wh, reason="Local", *, inferred=False):
    return Session(
        key=f"{start}/1",
        socket=1,
        start=round(start * MINUTE),
        end=round((start + minutes) * MINUTE),
        energy_wh=None if energy_wh is None else Decimal(energy_wh),
        reason=reason,
        end_inferred=inferred,
    )


ATTEMPTS = [
    attempt(0, 5, "auth_rejected", "authorise", card="A", plugged=False),
    attempt(20, 60, "success", "energy", card="A", well=True),
    attempt(100, 101, "preparing_timeout", "plug", card=""),
    attempt(200, 210, "charger_fault", "energy", card="B"),
    attempt(300, 301, "charger_fault", "start", card="C"),
    attempt(400, None, "pending", "start", card="D"),
]
SESSIONS = [
    session(20, 40, 20_000),
    session(200, 10, 600, "EmergencyStop"),
    session(300, 1, 0),
    session(500, 2.5, 501),
    session(600, 4, 500),
    session(700, 30, None),
]


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        # five are decided, one got energy enough
        ("ours", Rate(1, 5)),
        # four were plugged in (not the rejected card), two got power
        ("inl_start", Rate(2, 4)),
        # two got power, one ended as it should
        ("inl_end", Rate(1, 2)),
        ("inl_session", Rate(1, 5)),
        # visits: card A's rejection and its success 15 minutes later are one; no card; B; C
        ("kwwhat_visits", Rate(1, 4)),
        # from authentication on: not the plug-in without a card
        ("germany", Rate(1, 4)),
        # more than 2 minutes and more than 500 Wh, of six that ended
        ("afirev", Rate(3, 6)),
        # more than 3 minutes
        ("qualicharge", Rate(2, 6)),
        # with energy and length: five less the unknown and the empty one; ended by a valid stop
        ("atlas", Rate(3, 4)),
    ],
)
def test_each_rule_counts_the_same_day_its_own_way(code, wanted):
    assert rate(RULE[code], Tried(ATTEMPTS, SESSIONS, Policy()), DAY) == wanted


def test_every_rule_is_in_the_table_above():
    rows = test_each_rule_counts_the_same_day_its_own_way.pytestmark[0].args[1]
    assert [rule.code for rule in SUCCESS_RULES] == [row[0] for row in rows]


def test_failures_that_the_operator_leaves_out_are_not_in_our_own_rate():
    policy = Policy(success_excludes=("auth_rejected",))
    assert rate(RULE["ours"], Tried(ATTEMPTS, [], policy), DAY) == Rate(1, 4)


def test_what_began_before_a_window_is_not_counted_in_it():
    late = Span(150 * MINUTE, DAY.end)
    assert rate(RULE["ours"], Tried(ATTEMPTS, SESSIONS, Policy()), late) == Rate(0, 2)
    assert rate(RULE["afirev"], Tried(ATTEMPTS, SESSIONS, Policy()), late) == Rate(2, 5)


def test_a_try_without_a_card_takes_that_of_its_neighbour_and_30_minutes_end_a_visit():
    tried = [
        attempt(0, 1, "preparing_timeout", "plug", card=""),
        attempt(2, 3, "auth_rejected", "plug", card="A"),
        attempt(33, 40, "success", "energy", card="A", socket=2),
        attempt(70.5, 80, "success", "energy", card="A"),
        attempt(81, 82, "charger_fault", "start", card="B"),
    ]
    assert [len(visit) for visit in visits(Try("A", one) for one in tried)] == [3, 1, 1]


def test_a_card_that_tries_another_charger_of_the_site_is_still_on_its_visit():
    first = attempt(0, 1, "charger_fault", "start", card="A")
    silent = attempt(0, 1, "preparing_timeout", "plug", card="")
    then = attempt(31, 40, "success", "energy", card="A")
    late = attempt(70.1, 80, "success", "energy", card="A")
    told = visits([Try("X", first), Try("Y", silent), Try("Y", then), Try("X", late)])
    # the socket of Y that nobody showed a card at is nobody's: 30 minutes are up to the minute, not beyond
    assert [[one.charger for one in visit] for visit in told] == [["X", "Y"], ["Y"], ["X"]]
    assert [succeeds(visit) for visit in told] == [True, False, True]
