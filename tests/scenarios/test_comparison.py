import pytest
from comparison import differences


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": {"b": 1.0}}, {"a": {"b": 1.0000005, "c": 0}}),
        ([1, 2], [1, 2.0]),
        ([], []),
        ({"a": None}, {"a": None}),
        ({}, {"a": 1}),
    ],
)
def test_what_is_listed_and_equal_is_no_difference(expected, found):
    assert differences(expected, found) == []


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ({"a": 1}, {}),
        ({"a": None}, {}),
        ({"a": None}, {"a": 0}),
        ({"a": 0}, {"a": None}),
        ({"a": 0}, {"a": False}),
        ({"a": True}, {"a": 1}),
        ({"a": 1.0}, {"a": 1.00001}),
        ({"a": 0.0}, {"a": 1e-9}),
        ([], [1]),
        ([{"a": 1}], [{"a": 1}, {"a": 2}]),
        ("x", "y"),
        ([1], {"0": 1}),
    ],
)
def test_every_other_thing_is_a_difference(expected, found):
    assert differences(expected, found)
