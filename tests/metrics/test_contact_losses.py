"""Was it the site or a charger? Worked out by hand (definitions G2). Minutes stand for instants."""

import pytest

from chargeboard.metrics.site.outages import Contact, contact_losses
from chargeboard.time.instants import MINUTE


def losses(since=0, **gaps):
    """Chargers that are there since minute -100, and their gaps in minutes."""
    known = {
        name: Contact(
            -100 * MINUTE, [(start * MINUTE, None if end is None else end * MINUTE) for start, end in own]
        )
        for name, own in gaps.items()
    }
    return contact_losses(known, since)


def told(loss):
    minutes = [
        None if at is None else at / MINUTE
        for at in (loss.first_lost, loss.last_lost, loss.first_back, loss.all_back)
    ]
    return loss.is_site, loss.chargers, *minutes, loss.already_out


def test_all_that_lose_contact_together_are_one_event_with_its_width():
    (one,) = losses(A=[(10, 40)], B=[(11, 42)], C=[(14, 41)])
    assert told(one) == (True, ["A", "B", "C"], 10, 14, 40, 42, 0)


def test_who_was_out_of_contact_anyway_is_told_apart_and_changes_nothing():
    event, before = losses(A=[(100, 140)], B=[(101, 139)], DEAD=[(20, None)])
    assert told(event) == (True, ["A", "B"], 100, 101, 139, 140, 1)
    assert told(before) == (False, ["DEAD"], 20, 20, None, None, 0)


@pytest.mark.parametrize(
    "gaps",
    [
        {"A": [(10, 40)], "B": []},
        {"A": [(10, 40)], "B": [(25.1, 40)]},
        {"A": [(10, 12)], "B": [(12, 40)]},
        {"A": [(10, 40)]},
    ],
    ids=["one stays", "too far apart", "never together", "there is but one"],
)
def test_else_each_loss_is_of_a_charger(gaps):
    found = losses(**gaps)
    assert [loss.is_site for loss in found] == [False] * len(found)
    assert sum(map(len, gaps.values())) == len(found)


def test_fifteen_minutes_are_still_together():
    assert [loss.is_site for loss in losses(A=[(10, 40)], B=[(25, 40)])] == [True]


def test_a_loss_shortly_before_that_ended_is_one_of_its_own():
    event, single = losses(A=[(5, 7), (10, 20)], B=[(11, 21)])
    assert told(event) == (True, ["A", "B"], 10, 11, 20, 21, 0)
    assert told(single) == (False, ["A"], 5, 5, 7, 7, 0)


def test_what_lasts_has_no_end():
    (event,) = losses(A=[(10, None)], B=[(11, 30)])
    assert told(event) == (True, ["A", "B"], 10, 11, 30, None, 0)


def test_who_is_not_there_yet_is_not_missed_and_what_began_before_is_not_told():
    known = {
        "A": Contact(0, [(10 * MINUTE, 20 * MINUTE)]),
        "B": Contact(0, [(10 * MINUTE, 20 * MINUTE)]),
        "NEW": Contact(15 * MINUTE, []),
    }
    assert [loss.is_site for loss in contact_losses(known, 0)] == [True]
    assert contact_losses(known, 11 * MINUTE) == []
