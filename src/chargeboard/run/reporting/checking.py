"""
Is this an order of reports?

The answer to a wrong one says which key is wrong, and what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from chargeboard.domain.periods import Every
from chargeboard.domain.report_orders import FileForm, ReportOrder
from chargeboard.run.reporting.words import say
from chargeboard.time.days import zone_of

FIELDS = tuple(name for name in ReportOrder.__struct_fields__ if name != "name")
"""What is said of one."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_ADDRESS = re.compile(r"[^@\s,<>\"]{1,64}@[^@\s,<>\"]{1,255}")
_LISTS = frozenset({"forms", "channels", "to"})
_NUMBERS = frozenset({"day", "hour"})
_LAST_DAY = {Every.WEEK: 7, Every.MONTH: 28}


class OrderError(ValueError):
    """An order that cannot be used: which key is wrong, and what would be right."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}: {why}" if key else why)
        self.key = key


def checked_order(
    name: str, given: Mapping[str, Any], channels: Collection[str] | None = None
) -> ReportOrder:
    """
    The order that these keys make; `channels` are those that take reports, where that is known.

    Raises: OrderError.
    """
    if not _NAME.fullmatch(name):
        raise OrderError("name", say("bad_name", name=name))
    for key in given:
        if key not in FIELDS:
            raise OrderError(key, say("no_such_key", keys=", ".join(FIELDS)))
    if not given.get("every"):
        raise OrderError("every", say("missing", known=", ".join(Every)))
    values: dict[str, Any] = {key: _typed(key, value) for key, value in given.items()}
    order = ReportOrder(name=name, **values)
    if order.charger and order.site:
        raise OrderError("site", say("one_of_both"))
    _check_time(order)
    if not order.forms:
        raise OrderError("forms", say("no_form", known=", ".join(FileForm)))
    if channels is not None:
        _check_channels(order, channels)
    for address in order.to:
        if not _ADDRESS.fullmatch(address) or not address.isascii():
            raise OrderError("to", say("not_an_address", address=address))
    return order


def _typed(key: str, value: object) -> object:
    if key == "every":
        return _one_of(key, value, Every)
    if key in _LISTS:
        some = value.split(",") if isinstance(value, str) else value
        if not isinstance(some, list | tuple) or not all(isinstance(one, str) for one in some):
            raise OrderError(key, say("not_texts"))
        told = tuple(dict.fromkeys(one.strip() for one in some if one.strip()))
        return tuple(_one_of(key, one, FileForm) for one in told) if key == "forms" else told
    if key in _NUMBERS:
        return _number(key, value)
    if key == "is_off":
        if isinstance(value, bool):
            return value
        if str(value) not in {"true", "false"}:
            raise OrderError(key, say("not_true_or_false"))
        return value == "true"
    return str(value).strip()


def _number(key: str, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not (text := value.strip()).isdecimal() or len(text) > 4:
        raise OrderError(key, say("not_a_number", value=repr(value)))
    return int(text)


def _one_of(key: str, value: object, kind: type[StrEnum]) -> Any:  # noqa: ANN401 - of that kind
    try:
        return kind(str(value))
    except ValueError:
        raise OrderError(key, say("not_one_of", value=repr(value), known=", ".join(kind))) from None


def _check_time(order: ReportOrder) -> None:
    try:
        zone_of(order.zone)
    except (KeyError, ValueError, OSError):
        raise OrderError("zone", say("no_such_zone", zone=order.zone)) from None
    if not 1 <= order.day <= _LAST_DAY[order.every]:
        raise OrderError("day", say(f"day_of_{order.every}", day=order.day))
    if not 0 <= order.hour <= 23:
        raise OrderError("hour", say("not_an_hour", hour=order.hour))


def _check_channels(order: ReportOrder, channels: Collection[str]) -> None:
    known = ", ".join(channels) or say("none")
    if not order.channels:
        raise OrderError("channels", say("no_channel", known=known))
    for channel in order.channels:
        if channel not in channels:
            raise OrderError("channels", say("no_such_channel", channel=channel, known=known))
