"""Which transactions do the facts tell of?"""

from decimal import Decimal

import pytest
from session_story import Told

from chargeboard.domain.facts import StartReported, StopReported, TransactionAsked, TransactionTold
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.transactions import transactions
from chargeboard.time.instants import SECOND


def at(seconds):
    return 1_795_000_000 * SECOND + seconds * SECOND


def told(s, event="Started", tx="A"):
    return TransactionTold(at(s), at(s), f"r{s}", tx, event, 0, "", "", "", 1, 1, "T")


def asked(s, *, ongoing=False, queued=False):
    return TransactionAsked(at(s), at(s), "A", ongoing, queued)


@pytest.mark.parametrize(
    ("answers", "since"),
    [
        ([asked(100)], 100),
        ([asked(100), asked(200)], 100),
        ([asked(-1)], None),
        ([asked(-1), asked(100)], 100),
        ([asked(0)], 0),
        ([asked(100, ongoing=True)], None),
        ([asked(100, ongoing=None)], None),
        ([asked(100, queued=True)], None),
    ],
)
def test_the_first_answer_that_it_is_over_and_nothing_waits_counts(answers, since):
    facts = sorted([told(0), *answers], key=lambda fact: fact.at)
    ((transaction,), _) = transactions(facts, [1], Policy())
    assert transaction.not_ongoing_at == (None if since is None else at(since))


def test_a_stop_is_of_the_transaction_that_it_names_and_else_a_stray():
    start = StartReported(at(0), at(0), "r", "k", 1, "T", Decimal(0))
    stop = StopReported(at(60), at(60), "none", Decimal(100), "Local", "T")
    ((transaction,), strays) = transactions([start, stop], [1], Policy())
    assert (transaction.end, strays) == (None, [stop])


def test_a_start_that_is_sent_again_is_counted_and_makes_no_second_transaction():
    def start(s, ref):
        return StartReported(at(0), at(s), ref, "k", 1, "T", Decimal(0))

    ((once,), _) = transactions([start(0, "a")], [1], Policy())
    assert (once.repeats_of_start, once.repeats_of_stop) == (0, 0)
    ((twice,), _) = transactions([start(0, "a"), start(30, "b")], [1], Policy())
    assert twice.repeats_of_start == 1


@pytest.mark.parametrize(
    ("trigger", "reason", "timed_out"),
    [("EVConnectTimeout", "", True), ("", "Timeout", True), ("StopAuthorized", "Local", False)],
)
def test_that_no_vehicle_came_is_told_by_the_trigger_or_by_the_reason(trigger, reason, timed_out):
    end = TransactionTold(at(60), at(60), "r60", "A", "Ended", 1, trigger, "", reason, 1, 1, "T")
    ((transaction,), _) = transactions([told(0), end], [1], Policy())
    assert transaction.timed_out is timed_out


def test_what_the_end_was_answered_says_nothing_of_the_start():
    told = Told().event(0, "Started").event(600, "Ended", 1, reason="Local", token="B").answer("Invalid")
    row = told.row(now=3600)
    assert (row.start_status, row.end is None) == ("", False)


def test_a_transaction_that_began_with_a_car_waits_for_a_card_whatever_ends_it():
    told = Told().event(0, "Started", trigger="EVDetected").event(600, "Ended", 1, trigger="EVDeparted")
    (transaction,) = told.heard(now=3600).transactions
    assert transaction.begun_by == "EVDetected"
    unheard = Told().event(0, "Updated").event(600, "Ended", 1, trigger="EVDetected")
    (transaction,) = unheard.heard(now=3600).transactions
    assert transaction.begun_by == ""


@pytest.mark.parametrize(
    ("answers", "status", "is_session"),
    [
        (["Accepted"], "Accepted", True),
        (["Invalid"], "Invalid", False),
        (["Invalid", "Accepted"], "Accepted", True),
        (["Accepted", "Invalid"], "Accepted", True),
        (["CallError"], "CallError", False),
        (["CallError", "Invalid"], "Invalid", False),
        (["CallError", ""], "", True),
        ([""], "", True),
    ],
)
def test_a_start_is_as_its_repeats_were_answered_the_acceptance_first(answers, status, is_session):
    """S7."""
    told = Told()
    for n, answer in enumerate(answers):
        told.start(0, 0, status=answer, rx=n, name="1" if answer in {"Accepted", ""} else "")
    found = told.heard(now=60)
    (row,) = found.sessions or found.refused
    assert (row.start_status, bool(found.sessions)) == (status, is_session)
    assert row.duplicate_starts == len(answers) - 1


def test_an_id_that_is_used_again_after_a_reboot_is_another_transaction():
    """Q12."""
    told = Told().event(0, "Started").event(60, "Ended", 1).event(600, "Started", 0).event(660, "Ended", 1)
    rows = told.rows(now=3600)
    assert [((row.start - at(0)) // SECOND, (row.end - row.start) // SECOND) for row in rows]
    assert [(row.end - row.start) // SECOND for row in rows] == [60, 60]
    assert [(row.start - rows[0].start) // SECOND for row in rows] == [0, 600]


@pytest.mark.parametrize(
    ("second", "seq", "event", "number"),
    [(61, 0, "Started", 2), (60, 0, "Started", 1), (61, 2, "Started", 1), (61, 0, "Updated", 1)],
)
def test_what_follows_an_end_is_another_transaction_only_as_a_later_start_of_number_0(
    second, seq, event, number
):
    told = Told().event(0, "Started").event(60, "Ended", 1).event(second, event, seq)
    assert len(told.rows(now=3600)) == number


def test_events_behind_the_end_tell_nothing_but_that_they_came():
    told = Told().event(0, "Started").event(60, "Ended", 1).event(90, "Updated", 2, state="Charging")
    (transaction,) = told.heard(now=3600).transactions
    assert (transaction.charging_states, len(transaction.told_at)) == ([], 2)
