from hypothesis import given
from hypothesis import strategies as st

from chargeboard.run.understanding.due import Due

NAMES = st.sampled_from("ABCDE")


@given(st.lists(st.tuples(NAMES, st.integers(0, 9))), st.integers(0, 9), st.integers(0, 6))
def test_the_earliest_that_was_named_counts_and_equals_keep_their_order(said, now, most):
    due, first = Due(), {}
    for turn, (name, at) in enumerate(said):
        due.by(name, at)
        if name not in first or at < first[name][0]:
            first[name] = (at, turn)
    ready = sorted((one, name) for name, one in first.items() if one[0] <= now)
    assert due.is_any(now) == bool(ready)
    popped = due.pop(now, most)
    assert popped == [name for _, name in ready][:most]
    assert {name for name in "ABCDE" if name in due} == set(first) - set(popped)
    assert len(due) == len(first) - len(popped)


def test_who_is_dropped_is_due_no_more_and_may_be_again():
    due = Due()
    due.by("A", 1)
    due.drop("A")
    assert not due
    assert due.pop(9, 9) == []
    due.by("A", 1)
    assert due.pop(9, 9) == ["A"]
