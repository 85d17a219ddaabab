"""
Is this a rule?

The answer to a wrong one says what is wrong, where, and what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from chargeboard.alerts.quiet import hours_of
from chargeboard.alerts.rule import STATES, Danger, Kind, Rule
from chargeboard.alerts.words import say
from chargeboard.domain.alike import alike

FIELDS: Mapping[str, msgspec.structs.FieldInfo] = {
    field.name: field for field in msgspec.structs.fields(Rule)
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LONGEST_S = 366 * 86_400
_LEAST_REPEAT_S = 60
_ONLY_FOR: Mapping[str, Kind] = {
    "codes": Kind.ERROR,
    "dangers": Kind.DANGER,
    "states": Kind.STATE,
    "below_pct": Kind.LOW_SUCCESS,
    "least_attempts": Kind.LOW_SUCCESS,
    "reconnects": Kind.FLAPPING,
}
_TYPES = {
    "after_s": "type_seconds",
    "repeat_s": "type_seconds",
    "least_attempts": "type_count",
    "reconnects": "type_count",
    "below_pct": "type_percent",
    "quiet": "type_text",
    "by_site": "type_yes",
    "recovery": "type_yes",
    "is_off": "type_yes",
}


class RuleError(ValueError):
    """A rule that cannot be used: which key is wrong, and what would be right."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}: {why}" if key else why)
        self.key, self.why = key, why


def checked_rule(name: str, given: Mapping[str, Any], channels: Iterable[str] | None = None) -> Rule:
    """
    The rule that these keys make; `channels` are the names that there are, where that is known.

    Raises: RuleError.
    """
    if not _NAME.fullmatch(name):
        raise RuleError("name", say("bad_name", name=name))
    for key in given:
        if key not in FIELDS or key == "name":
            raise RuleError(key, say("no_such_key", hint=_near(key, FIELDS), keys=", ".join(_settable())))
    if "kind" not in given:
        raise RuleError("kind", say("kind_missing", kinds=", ".join(Kind)))
    rule = Rule(name=name, **{key: _typed(key, value) for key, value in given.items()})
    for key, kind in _ONLY_FOR.items():
        if key in given and rule.kind is not kind:
            raise RuleError(key, say("only_for_kind", kind=kind, this=rule.kind))
    _check_numbers(rule)
    if rule.quiet:
        try:
            hours_of(rule.quiet)
        except ValueError:
            raise RuleError("quiet", say("bad_quiet", text=rule.quiet)) from None
    if channels is not None:
        known = list(channels)
        for channel in rule.channels:
            if channel not in known:
                hint = _near(channel, known) or say("known_channels", channels=", ".join(known) or "-")
                raise RuleError("channels", say("no_such_channel", channel=channel, hint=hint))
    return rule


def _settable() -> list[str]:
    return [key for key in FIELDS if key != "name"]


def _typed(key: str, value: object) -> Any:  # noqa: ANN401 - one function for all keys' types
    if key == "kind":
        return _one_of(key, value, list(Kind), Kind)
    if key == "dangers":
        some = [value] if isinstance(value, str) else value
        if not isinstance(some, list | tuple):
            raise RuleError(key, say("type_list", value=repr(value)))
        return tuple(_one_of(key, one, list(Danger), Danger) for one in some)
    if isinstance(value, str) and key not in _TYPES:
        value = [one.strip() for one in value.split(",") if one.strip()]
    if key == "states" and isinstance(value, list | tuple):
        return tuple(_one_of(key, one, STATES, str) for one in value)
    try:
        return msgspec.convert(value, FIELDS[key].type)
    except msgspec.ValidationError:
        raise RuleError(key, say(_TYPES.get(key, "type_list"), value=repr(value))) from None


def _one_of(key: str, value: object, known: list[Any], kind: type[Any]) -> Any:  # noqa: ANN401
    if not isinstance(value, str) or value not in known:
        hint = _near(str(value), known)
        raise RuleError(key, say("not_one_of", value=repr(value), hint=hint, known=", ".join(known)))
    return kind(value)


def _check_numbers(rule: Rule) -> None:
    for key in ("after_s", "repeat_s"):
        number = getattr(rule, key)
        if number is not None and not 0 <= number <= _LONGEST_S:
            raise RuleError(key, say("seconds_out_of_range", number=number, most=_LONGEST_S))
    if 0 < rule.repeat_s < _LEAST_REPEAT_S:
        raise RuleError("repeat_s", say("repeats_too_often", number=rule.repeat_s, least=_LEAST_REPEAT_S))
    if not 0 < rule.below_pct <= 100:
        raise RuleError("below_pct", say("percent_out_of_range", number=rule.below_pct))
    for key, most in (("least_attempts", 10_000), ("reconnects", 20)):
        if not 1 <= getattr(rule, key) <= most:
            raise RuleError(key, say("count_out_of_range", number=getattr(rule, key), most=most))


def _near(word: str, known: Iterable[str]) -> str:
    near = alike(word, known, most=1, least=0.6)
    return say("did_you_mean", near=near[0]) if near else ""
