"""A rule names the instant at which time alone makes it say something else."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from attempt_story import NOON
from test_rules import DAY, a_board, a_day, a_session, an_error, attempts

from chargeboard.domain.conclusions import Gap, Reading
from chargeboard.domain.figures.board import SocketNow
from chargeboard.domain.figures.session_rows import Ongoing, OngoingSession
from chargeboard.domain.policy import Exclusion, Policy
from chargeboard.guidance.found import judged
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rules import RULES
from chargeboard.time.days import day_of, day_span
from chargeboard.time.instants import HOUR, MINUTE, SECOND
from chargeboard.time.series import Series

STEP = 7 * MINUTE
"""How often one looks; nothing here lasts shorter."""


def a_charger(now):
    """All that time alone changes, in one charger of which nothing more is heard; half of it is over."""
    states = ("preparing", "finishing", "faulted", "unavailable", "charging")
    board = a_board(
        at=now,
        now=[SocketNow(socket=n, state=state, since=NOON) for n, state in enumerate(states, 1)],
        ongoing=Ongoing(active_sessions=1, energy_wh=0, sessions=[running()]),
        errors=[an_error(code="ReaderFailure", episodes=3, reports=3, severity="warning", last_seen=NOON)],
        policy=Policy(
            exclusions=(Exclusion("2025-10-13T14:00", "2025-10-13T18:00", "scheduled maintenance"),),
            opening_hours=("00:00-21:30",),
        ),
    )
    board.charger = msgspec.structs.replace(board.charger, is_online=None)
    failed = attempts(*["charger_fault"] * 10, *["success"] * 10)
    return LookedAt(
        board=board,
        now=now,
        zone="UTC",
        days=[a_day(1, outcomes={"success": 20, "charger_fault": 10})],
        attempts=failed,
        sessions=[msgspec.structs.replace(a_session(), end=None, readings=read())],
        gaps=[Gap(NOON - n * HOUR, NOON - n * HOUR + 5 * MINUTE, "silent") for n in range(3, 0, -1)],
        opened=[NOON - n * MINUTE for n in range(6, 0, -1)],
        states={
            1: Series(
                [
                    (NOON - DAY, NOON - 9 * HOUR, "charging"),
                    (NOON - 9 * HOUR, NOON - 8 * HOUR, "faulted"),
                    (NOON - 8 * HOUR, now, "available"),
                ]
            )
        },
    )


def read():
    return tuple(Reading(NOON + at * HOUR, Decimal(at)) for at in range(3))


def running():
    return OngoingSession(
        socket=5,
        start=NOON,
        duration_s=0,
        energy_wh=9,
        power_w=None,
        power_at=None,
        power_age_s=None,
        power_is_old=False,
        power_estimated_w=None,
        soc_pct=None,
        state="charging",
        stale=False,
        last_contact=None,
    )


def said(rule, at):
    told, true_until, _ = judged(rule, a_charger(at), day_span(day_of(at, "UTC"), "UTC").end)
    return [(one.code, one.severity, one.need) for one in told], true_until


CHANGING = {
    "repeats_active": 1,
    "out_of_order": 1,
    "contact_came_back": 1,
    "connection_flapping": 1,
    "busy": 2,
    "stuck_preparing": 2,
    "stuck_session": 1,
    "not_charging": 1,
    "few_attempts": 1,
    "withdrawn": 5,
}
"""How often each of them says something else within thirty hours, by its first sentence."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.codes[0])
def test_between_two_looks_a_rule_changes_only_where_it_named_an_instant(rule):
    changes = 0
    for at in range(NOON + SECOND, NOON + 30 * HOUR, STEP):
        before, true_until = said(rule, at)
        if said(rule, at + STEP)[0] != before:
            changes += 1
            assert at < true_until <= at + STEP
            assert said(rule, true_until - 1)[0] == before
        assert true_until > at
    assert changes == CHANGING.get(rule.codes[0], 0)
