"""Which rule does the form say, and what does the form hold of a rule?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from litestar.datastructures.multi_dicts import MultiMixin

from chargeboard.alerts.checking import RuleError, checked_rule
from chargeboard.alerts.rule import Danger, Kind, Rule
from chargeboard.web.alerting.words import say

TEXTS: Final = (
    "codes",
    "states",
    "below_pct",
    "least_attempts",
    "reconnects",
    "chargers",
    "sites",
    "tags",
    "makers",
    "models",
    "quiet",
    "channels",
)
"""Fields whose text is what the rule's key of that name says; lists with commas."""
_MINUTES: Final = {"after_min": "after_s", "repeat_min": "repeat_s"}
_COUNTS: Final = frozenset({"least_attempts", "reconnects"})
_OF_FORM: Final = {key: field for field, key in _MINUTES.items()} | {"by_site": "apart"}
DETAILS: Final[Mapping[str, tuple[str, ...]]] = {
    "whom": ("chargers", "sites", "tags", "makers", "models", "apart"),
    "when": ("quiet", "repeat_min", "unrecovered", "is_off", "channels"),
}
"""What is folded away until it is needed, by what it is about."""
Asked = Mapping[str, Any]


def empty() -> Asked:
    """A form of which nothing is filled in."""
    return {
        "name": "",
        "kind": str(Kind.OUT_OF_CONTACT),
        "dangers": [],
        "apart": False,
        "unrecovered": False,
        "is_off": False,
        **dict.fromkeys((*_MINUTES, *TEXTS), ""),
    }


def asked_by(form: MultiMixin[Any]) -> Asked:
    """What stands in a form that was sent, to be kept or only to be asked otherwise."""
    texts = {key: str(form.get(key, "")).strip() for key in ("name", "kind", *_MINUTES, *TEXTS)}
    return {
        **texts,
        "dangers": [str(one) for one in form.getall("dangers", [])],
        "apart": "apart" in form,
        "unrecovered": "unrecovered" in form,
        "is_off": "is_off" in form,
    }


def asked_of(rule: Rule) -> Asked:
    """The form in which a rule would have been said."""
    usual, said = Rule(name=rule.name, kind=rule.kind), dict(empty())
    for key in TEXTS:
        if (value := getattr(rule, key)) != getattr(usual, key):
            said[key] = ", ".join(value) if isinstance(value, tuple) else str(value)
    for field, key in _MINUTES.items():
        if (seconds := getattr(rule, key)) != getattr(usual, key):
            said[field] = str(round(seconds / 60, 4)).removesuffix(".0")
    return {
        **said,
        "name": rule.name,
        "kind": str(rule.kind),
        "dangers": [str(one) for one in rule.dangers],
        "apart": not rule.by_site,
        "unrecovered": not rule.recovery,
        "is_off": rule.is_off,
    }


def rule_of_form(asked: Asked, channels: list[str]) -> Rule:
    """
    The rule that a form says.

    Raises: RuleError, whose key is the form's field.
    """
    given: dict[str, Any] = {"kind": asked["kind"]}
    for key in TEXTS:
        if asked[key]:
            given[key] = _number(key, asked[key]) if key in _COUNTS or key == "below_pct" else asked[key]
    for field, key in _MINUTES.items():
        if asked[field]:
            given[key] = _seconds(field, asked[field])
    if asked["dangers"]:
        given["dangers"] = asked["dangers"]
    if asked["apart"]:
        given["by_site"] = False
    if asked["unrecovered"]:
        given["recovery"] = False
    if asked["is_off"]:
        given["is_off"] = True
    try:
        return checked_rule(asked["name"], given, channels)
    except RuleError as error:
        error.key = _OF_FORM.get(error.key, error.key)
        raise


def opened(asked: Asked, wrong_field: str) -> set[str]:
    """Which details hold something, or something wrong."""
    return {
        about
        for about, fields in DETAILS.items()
        if wrong_field in fields or any(asked[field] for field in fields)
    }


def dangers() -> list[tuple[str, str]]:
    """Kinds of danger, each with what it is called."""
    names = {
        Danger.HEAT: say("heat"),
        Danger.LEAKAGE: say("leakage"),
        Danger.CURRENT: say("current"),
        Danger.DAMAGE: say("damage"),
    }
    return [(str(one), name) for one, name in names.items()]


def _seconds(field: str, text: str) -> int:
    minutes = _number(field, text)
    if not isinstance(minutes, int | float) or isinstance(minutes, bool) or len(text) > 12:
        raise RuleError(field, say("bad_number"))
    return round(minutes * 60)


def _number(key: str, text: str) -> Any:  # noqa: ANN401 - what is no number is said to be none by who checks
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text if key not in _MINUTES else None
