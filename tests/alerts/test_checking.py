"""A wrong rule gets a message that says what is wrong, where, and what to do."""

import pytest

from chargeboard.alerts.checking import RuleError, checked_rule
from chargeboard.alerts.rule import Danger, Kind, Rule


def test_a_rule_is_made_of_its_keys_as_a_file_or_a_shell_has_them():
    of_file = checked_rule(
        "heat", {"kind": "danger", "dangers": ["heat"], "sites": ["A", "B"], "repeat_s": 3600}
    )
    of_shell = checked_rule("heat", {"kind": "danger", "dangers": "heat", "sites": "A, B", "repeat_s": 3600})
    wanted = Rule(name="heat", kind=Kind.DANGER, dangers=(Danger.HEAT,), sites=("A", "B"), repeat_s=3600)
    assert of_file == of_shell == wanted


@pytest.mark.parametrize(
    ("given", "key", "said"),
    [
        ({}, "kind", "is missing; use one of out_of_contact"),
        ({"kind": "offline"}, "kind", "'offline' is none of out_of_contact"),
        ({"kind": "faultd"}, "kind", 'did you mean "faulted"'),
        ({"kind": 5}, "kind", "5 is none of"),
        ({"kind": "faulted", "delay": 5}, "delay", "a rule has no such key; it has kind, after_s"),
        ({"kind": "faulted", "after": 5}, "after", 'did you mean "after_s"'),
        ({"kind": "faulted", "name": "x"}, "name", "a rule has no such key"),
        ({"kind": "faulted", "after_s": "soon"}, "after_s", "'soon' is no whole number of seconds"),
        ({"kind": "faulted", "after_s": -1}, "after_s", "-1 is out of range; use 0 to"),
        ({"kind": "faulted", "repeat_s": 5}, "repeat_s", "5 s is too often; use 60 s or more, or 0"),
        (
            {"kind": "faulted", "quiet": "night"},
            "quiet",
            '"night" names no quiet hours; write them like 22:00',
        ),
        ({"kind": "faulted", "quiet": "22:00-22:00"}, "quiet", "names no quiet hours"),
        ({"kind": "faulted", "codes": "E1"}, "codes", "is for rules of kind error, and this one is faulted"),
        ({"kind": "state", "states": "asleep"}, "states", "'asleep' is none of available, preparing"),
        ({"kind": "state", "states": ["offline"]}, "states", "'offline' is none of"),
        ({"kind": "faulted", "states": ["charging"]}, "states", "is for rules of kind state"),
        ({"kind": "danger", "dangers": "cold"}, "dangers", "'cold' is none of heat, leakage"),
        ({"kind": "danger", "dangers": 5}, "dangers", "5 is no list of texts"),
        ({"kind": "low_success", "below_pct": 0}, "below_pct", "0.0 is out of range; use more than 0"),
        ({"kind": "flapping", "reconnects": 21}, "reconnects", "21 is out of range; use 1 to 20"),
        ({"kind": "faulted", "sites": [1]}, "sites", "[1] is no list of texts"),
        ({"kind": "faulted", "recovery": "maybe"}, "recovery", "'maybe' is neither true nor false"),
        ({"kind": "faulted", "channels": "opps"}, "channels", 'no channel "opps"; did you mean "ops"?'),
    ],
)
def test_a_wrong_key_is_named_with_what_to_do(given, key, said):
    with pytest.raises(RuleError) as error:
        checked_rule("r", given, ["ops"])
    assert error.value.key == key
    assert said in str(error.value)
    assert str(error.value).startswith(f"{key}: ")
    assert "?;" not in str(error.value), "what may be meant comes last"


@pytest.mark.parametrize("name", ["", "a b", "-x", "ä", "x" * 65, "a/b"])
def test_a_name_is_short_and_plain(name):
    with pytest.raises(RuleError, match="cannot be a name"):
        checked_rule(name, {"kind": "faulted"})
