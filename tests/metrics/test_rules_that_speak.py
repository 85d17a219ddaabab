"""Since when does a rule speak that speaks at the end of a span?"""

import pytest

from chargeboard.domain.transitions import Kind, Subject
from chargeboard.metrics.transitions import states_of_rules
from chargeboard.time.spans import Span

RULE, SPAN = Subject(Kind.RULE, None, "I1"), Span(100, 200)


@pytest.mark.parametrize(
    ("before", "since"),
    [({RULE: "warning"}, 99), ({}, 199), ({RULE: "critical"}, 199), ({RULE: "watch"}, 199)],
)
def test_a_rule_that_said_the_same_before_goes_on_and_any_other_begins_just_now(before, since):
    found = states_of_rules({RULE: "warning"}, before, SPAN)
    assert {rule: list(series) for rule, series in found.items()} == {RULE: [(since, 200, "warning")]}
