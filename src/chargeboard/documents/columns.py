"""
Of which type is a column of a table for programs, and how is a value told in it?

A type follows from the annotation of the field that the column tells, as the documents of the API do
(`forms.py`); names that end in `_wh` are energy, told exactly and to the mWh.
"""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from enum import StrEnum
from functools import reduce
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from chargeboard.domain.reasons import Reason

WH_DIGITS = 15
"""Before the point."""
WH_PLACES = 3
"""Behind it."""
_WH_MOST = Decimal(10) ** WH_DIGITS
_MWH = Decimal(1).scaleb(-WH_PLACES)
_EXACTLY = Context(prec=2 * WH_DIGITS)
_WHOLE_MOST = 2**63

Type = Any
"""What may stand in an annotation."""
Tell = Callable[[Any], object]


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    WORD = "word"
    """A text of a set that is small."""
    INSTANT = "instant"
    DATE = "date"
    WHOLE = "whole number"
    NUMBER = "number"
    WH = "Wh"
    YES_NO = "boolean"
    TEXTS = "texts"
    ALL_WH = "several Wh"


def told_wh(value: Decimal | float) -> Decimal | None:
    """Energy to the mWh; None: it is no energy that any meter can have measured."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not exact.is_finite() or abs(exact) >= _WH_MOST - 1:
        return None
    return exact.quantize(_MWH, context=_EXACTLY)


def told_whole(value: int) -> int | None:
    """A number as it is; None: it has more than 63 digits of two."""
    return value if -_WHOLE_MOST <= value < _WHOLE_MOST else None


def told_texts(values: list[object]) -> list[str]:
    """Each as a text: of a reason its code."""
    return [told_text(value) for value in values]


def told_text(value: object) -> str:
    """A text that can be written down, whatever a charger put into it."""
    text = str(value.code if isinstance(value, Reason) else value)
    return text if text.isascii() else text.encode(errors="replace").decode()


def _told_all_wh(values: list[Decimal]) -> list[Decimal | None]:
    return [told_wh(value) for value in values]


TELLS: Mapping[Kind, Tell | None] = {
    Kind.TEXT: told_text,
    Kind.WORD: told_text,
    Kind.INSTANT: told_whole,
    Kind.DATE: None,
    Kind.WHOLE: told_whole,
    Kind.NUMBER: float,
    Kind.WH: told_wh,
    Kind.YES_NO: None,
    Kind.TEXTS: told_texts,
    Kind.ALL_WH: _told_all_wh,
}
"""How what is not None is told; None: as it is."""


def kind_of(name: str, annotation: Type) -> Kind:
    """
    What a column holds that tells a field.

    Raises: TypeError where nothing is known of such a field.
    """
    inner = [one for one in _of_union(annotation) if one is not NoneType]
    for_lists = {get_origin(one) for one in inner} & {list, tuple}
    if name.endswith("_wh"):
        return Kind.ALL_WH if for_lists else Kind.WH
    if for_lists:
        return Kind.TEXTS
    if get_origin(inner[0]) is Annotated:
        return Kind.INSTANT
    if get_origin(inner[0]) is Literal or issubclass(inner[0], StrEnum):
        return Kind.WORD
    plain = {bool: Kind.YES_NO, str: Kind.TEXT, int: Kind.WHOLE, float: Kind.NUMBER, dt.date: Kind.DATE}
    if set(inner) == {int, float}:
        return Kind.NUMBER
    if len(inner) != 1 or inner[0] not in plain:
        raise TypeError(f"{name}: {annotation}")
    return plain[inner[0]]


def annotation_at(kind: Type, path: str) -> Type:
    """The annotation of what a path of names leads to, through fields and properties of structs."""
    return reduce(_annotation, path.split("."), kind)


def _annotation(kind: Type, name: str) -> Type:
    owner = next(one for one in _of_union(kind) if one is not NoneType)
    found = inspect.getattr_static(owner, name, None)
    if isinstance(found, property) and found.fget is not None:
        return get_type_hints(found.fget, include_extras=True)["return"]
    return {field.name: field.type for field in msgspec.structs.fields(owner)}[name]


def _of_union(annotation: Type) -> tuple[Type, ...]:
    return get_args(annotation) if get_origin(annotation) in {Union, UnionType} else (annotation,)
