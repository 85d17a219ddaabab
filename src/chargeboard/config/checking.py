"""
Is this a value that a setting can have?

The answer to a wrong one says what is wrong and what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any, get_origin

import msgspec

from chargeboard.config.words import say
from chargeboard.domain.alike import alike
from chargeboard.domain.codes import FAILURE_CLASSES
from chargeboard.domain.policy import Exclusion, Policy
from chargeboard.metrics.days.opening import rules
from chargeboard.time.days import zone_of

POLICY_FIELDS: Mapping[str, msgspec.structs.FieldInfo] = {
    field.name: field for field in msgspec.structs.fields(Policy)
}
_MAY_NOT_BE_ZERO = frozenset({"offline_k", "energy_factor", "rated_kw", "heartbeat_interval_s", "stale_tx_s"})
_WRONG_TYPE = re.compile(r"Expected `(?P<wanted>.+?)`, got `(?P<got>.+?)`(?: - at `\$(?P<at>.*)`)?")
_TYPES = {
    "int": "type_int",
    "float": "type_float",
    "bool": "type_bool",
    "str": "type_str",
    "array": "type_list",
    "object": "type_table",
    "null": "type_nothing",
}


def typed(key: str, value: object, fields: Mapping[str, msgspec.structs.FieldInfo]) -> Any:  # noqa: ANN401
    """
    The value of a key of a table of such fields, in the field's type.

    Raises: ValueError that says what is wrong and what to do.
    """
    if key not in fields:
        raise ValueError(say("unknown_key", hint=did_you_mean(key, fields)))
    try:
        return msgspec.convert(value, fields[key].type)
    except msgspec.ValidationError as error:
        raise ValueError(in_words(str(error))) from error


def checked(key: str, value: object) -> object:
    """
    The value of a policy key, in its type.

    Raises: ValueError that says what is wrong and what to do.
    """
    found: object = typed(key, _plain(value), POLICY_FIELDS)
    _check_range(key, found)
    return found


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest known word as the end of a message; nothing where none is near."""
    near = alike(word, known, most=1, least=0.6)
    return say("did_you_mean", near=near[0]) if near else ""


def _plain(value: object) -> object:
    """TOML's dates as the text that they stand for."""
    match value:
        case date():
            return value.isoformat()
        case dict():
            return {key: _plain(one) for key, one in value.items()}
        case list():
            return [_plain(one) for one in value]
        case _:
            return value


def _check_range(key: str, value: Any) -> None:  # noqa: ANN401 - one function for all keys' types
    match key, value:
        case "timezone", str(zone):
            _check_zone(zone)
        case "sockets", tuple(sockets) if min(sockets, default=1) < 1:
            raise ValueError(say("sockets_from_1"))
        case "socket_groups", tuple(groups) if min(chain.from_iterable(groups), default=1) < 1:
            raise ValueError(say("connectors_from_1"))
        case "opening_hours", tuple(hours):
            rules(hours)
        case "success_excludes", tuple(classes):
            _check_classes(classes)
        case "exclusions", tuple(exclusions):
            for exclusion in exclusions:
                _check_exclusion(exclusion)
        case _, int(number) | float(number):
            _check_number(key, number)


def _check_number(key: str, number: float) -> None:
    if not 0 <= number < float("inf"):
        raise ValueError(say("zero_or_more", number=number))
    if number == 0 and key in _MAY_NOT_BE_ZERO:
        raise ValueError(say("more_than_zero", number=0))


def _check_classes(classes: Iterable[str]) -> None:
    for failure_class in classes:
        if failure_class not in FAILURE_CLASSES:
            hint = did_you_mean(failure_class, FAILURE_CLASSES) or say(
                "known_classes", classes=", ".join(FAILURE_CLASSES)
            )
            raise ValueError(say("no_failure_class", name=failure_class, hint=hint))


def _check_zone(zone: str) -> None:
    try:
        zone_of(zone)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(say("no_time_zone", zone=zone)) from error


def _check_exclusion(exclusion: Exclusion) -> None:
    moments = []
    for text in (exclusion.from_, exclusion.to):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise ValueError(say("not_a_time", text=text)) from error
        moments.append(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    if moments[0] >= moments[1]:
        raise ValueError(say("exclusion_reversed", end=exclusion.to, start=exclusion.from_))


def as_list(value: object, wanted: object) -> object:
    """A list may be written as text with commas, which is easier in the environment."""
    if isinstance(value, str) and get_origin(wanted) is tuple:
        return [one.strip() for one in value.split(",") if one.strip()]
    return value


def in_words(complaint: str) -> str:
    """What msgspec complains of, for somebody who writes a settings file."""
    found = _WRONG_TYPE.match(complaint)
    if found is None:
        return complaint[0].lower() + complaint[1:]
    wanted = say("or").join(_named(word.strip()) for word in found["wanted"].split("|"))
    where = say("where", place=found["at"]) if found["at"] else ""
    return say("wrong_type", wanted=wanted, got=_named(found["got"]), where=where)


def _named(kind: str) -> str:
    return say(_TYPES[kind]) if kind in _TYPES else kind
