"""The exact time on which two rules differ, and how each counts it."""

from ports import month, port

from chargeboard.official.uptime.differing import differing
from chargeboard.official.uptime.rules import RULE_OF
from chargeboard.time.instants import MINUTE

JUNE = month(2026, 6)


def test_the_pieces_on_which_two_rules_differ_are_told_with_what_each_makes_of_them():
    windows = [("planned_maintenance", "2026-06-01T02:00:00Z", "2026-06-01T03:00:00Z")]
    one = port(("faulted", 240), ("offline", 60), ("available", 42_900), begin=JUNE.start, exclusions=windows)
    found = [
        (
            (one.start - JUNE.start) // MINUTE,
            (one.end - JUNE.start) // MINUTE,
            one.one.counts,
            one.other.counts,
        )
        for one in differing(RULE_OF["nevi"], RULE_OF["uk"], one, JUNE)
    ]
    # the fault counts in both but in its third hour; without contact is an outage there and exempt here
    assert found == [(120, 180, "excluded", "down"), (240, 300, "down", "exempt")]


def test_a_rule_differs_in_nothing_from_itself():
    one = port(("faulted", 240), ("offline", 60), begin=JUNE.start)
    assert list(differing(RULE_OF["nevi"], RULE_OF["nevi"], one, JUNE)) == []
