"""
Guidance: what a rule says, and that it says nothing, is so until the instant that it names, if the charger
says nothing in between.
"""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lives import DAY, HOUR, MINUTE, Charger16, lives
from standing_desk import CHOICES, POLICIES
from test_attention import Watch, breaks_its_silence, broken_for_hours, runs_ahead, steps, waits_for_the_plug

from chargeboard.documents.insights import insight_document
from chargeboard.domain.phrases import Phrase
from chargeboard.domain.policy import Policy, Profile
from chargeboard.domain.records import Charger
from chargeboard.guidance import found
from chargeboard.guidance.rules import RULES
from chargeboard.guidance.saying import clock_of
from chargeboard.run.desk import Desk
from chargeboard.time.instants import SECOND

BUSY_AND_GONE = Policy(opening_hours=("Mo-Fr 06:00-22:00",), silence_detection=False)
shares = st.floats(0, 1, exclude_min=True, exclude_max=True)


@contextmanager
def overheard():
    """What each rule says, and until when, as it is asked."""
    told, judged = {}, found.judged

    def listen(rule, seen, until):
        answer = judged(rule, seen, until)
        told[rule.id, rule.codes] = answer[:2]
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(found, "judged", listen)
        yield told


def asked(watch):
    """The answer of each rule at an instant: what it says, and until when that holds."""
    with overheard() as told:
        watch.page()
    slides = {(rule.id, rule.codes) for rule in RULES if rule.slides}
    return {
        rule: ([_said(one, slides=rule in slides) for one in insights], true_until)
        for rule, (insights, true_until) in told.items()
    }


def _said(one, *, slides):
    numbers = {name: told.code for name, told in one.numbers.items() if isinstance(told, Phrase)}
    told = numbers if slides else one.numbers
    return (one.code, one.severity, one.need, one.panel, one.action, one.since, told)


def was_away_for_a_while():
    charger = Charger16()
    charger.link("open")
    charger.boot()
    charger.status(1, 0, 0)
    charger.now += 30 * MINUTE * SECOND
    charger.link("close")
    charger.now += 10 * MINUTE * SECOND
    charger.link("open")
    charger.status(1, 0, 0)
    return charger.frames


@given(lives(), st.sampled_from([*POLICIES, *CHOICES]), steps, st.lists(shares, min_size=1, max_size=3))
@example(breaks_its_silence(), POLICIES[0], [1], [0.5])
@example(broken_for_hours(), POLICIES[1], [29 * MINUTE, 2 * MINUTE, 5 * HOUR, DAY], [0.5])
@example(waits_for_the_plug(), POLICIES[1], [60, 240, 1], [0.5])
@example(runs_ahead(), POLICIES[1], [200, 100, 31 * MINUTE], [0.5])
@example(was_away_for_a_while(), POLICIES[1], [80 * MINUTE, 21 * HOUR, 80 * MINUTE], [0.5])
@example(broken_for_hours(), BUSY_AND_GONE, [HOUR, 9 * HOUR, DAY], [0.1, 0.9])
def test_what_a_rule_says_holds_until_the_instant_that_it_names(frames, policy, later, parts):
    watch = Watch(policy, frames)
    try:
        for step in later:
            watch.now += step * SECOND
            before, asked_at = asked(watch), watch.now
            bounds = {true_until for _, true_until in before.values()}
            instants = {asked_at + round(part * (bound - asked_at)) for part in parts for bound in bounds}
            for at in sorted({*instants, *(bound - 1 for bound in bounds)}):
                if not asked_at < at < max(bounds):
                    continue
                watch.now = at
                for rule, (said, _) in asked(watch).items():
                    if rule in before and at < before[rule][1]:
                        assert said == before[rule][0], (rule, at - asked_at)
            watch.now = asked_at
    finally:
        watch.close()


def documents(board):
    return [insight_document(insight, clock_of(board)) for insight in board.insights]


@given(lives(), st.sampled_from(POLICIES), steps)
@example(was_away_for_a_while(), POLICIES[1], [60, 80 * MINUTE, 21 * HOUR, 60, 90 * MINUTE])
def test_rules_say_what_the_table_has_and_what_they_would_say_if_asked_anew(frames, policy, later):
    watch = Watch(policy, frames)
    codes = {code for rule in RULES for code in rule.codes}
    try:
        for step in later:
            watch.now += step * SECOND
            board = watch.desk.board("CP1", at=watch.now)
            assert {one.code for one in board.insights} <= codes
            assert all(one.true_until > watch.now for one in board.insights)
            assert documents(board) == documents(watch.page())
    finally:
        watch.close()


def test_a_setting_that_changes_is_heeded_at_once():
    charger = Charger16()
    charger.link("open")
    charger.boot()
    charger.status(1, 7, 0)
    open_all_day, closed = (
        Policy(silence_detection=False, opening_hours=hours) for hours in ((), ("06:00-07:00",))
    )
    watch = Watch(open_all_day, charger.frames)
    in_force = [open_all_day]
    desk = Desk(watch.store, lambda station: Profile(id=station, policy=in_force[0]), lambda: watch.now)
    try:
        watch.now += HOUR * SECOND
        assert "I23" in {insight.id for insight in desk.board("CP1", at=watch.now).insights}
        in_force[0] = closed
        watch.store.save_charger(Charger(id="CP1"))  # as whoever sets it does
        assert "I23" not in {insight.id for insight in desk.board("CP1", at=watch.now + SECOND).insights}
    finally:
        watch.close()
