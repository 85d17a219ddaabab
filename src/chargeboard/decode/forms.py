"""
How is a payload read that keeps the standard's form, and how one that does not?

A form is a Struct whose fields are all optional. What fits is decoded by msgspec at once. What does not is
read as plain JSON and mended field by field: a number in quotes is a number, a single object a list of one,
and what stays unreadable is left out. Both ways give the same Struct for the same meaning (Q21, Q33).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Generic, TypeAlias, TypeVar

import msgspec
from msgspec import Meta, Raw
from msgspec import inspect as kinds

from chargeboard.decode.framing import UNREADABLE
from chargeboard.decode.notes import Notes
from chargeboard.domain.codes import OddityKind
from chargeboard.domain.reasons import Oddity

_BIG = 2**53
Whole: TypeAlias = Annotated[int, Meta(ge=-_BIG, le=_BIG)]
"""An integer that JSON can carry exactly."""
Figure: TypeAlias = str | int | float
"""A number as said; `number` reads it."""

Mender: TypeAlias = Callable[[object, str, Notes], object]
S = TypeVar("S", bound=msgspec.Struct)

_WHOLE = re.compile(r"\s*[+-]?\d{1,15}(?:[.,]0*)?\s*", re.ASCII)
_TRUTH = {"true": True, "1": True, "1.0": True, "false": False, "0": False, "0.0": False}
_DIGITS_MOST = 64
_POWER_MOST = 15


class Form(Generic[S]):
    """Reads payloads of one kind."""

    def __init__(self, kind: type[S]) -> None:
        self.kind = kind
        self._decoder = msgspec.json.Decoder(kind)
        self._mend: Mender | None = None

    def read(self, payload: Raw, notes: Notes) -> S | None:
        """The payload in its form; None, and quarantined, if it is no object that can be read."""
        try:
            return self._decoder.decode(payload)
        except UNREADABLE:
            return self.mended(payload, notes)

    def mended(self, payload: Raw, notes: Notes) -> S | None:
        """The payload read field by field, what cannot be read being left out."""
        try:
            said = msgspec.json.decode(payload)
        except UNREADABLE:
            notes.odd(
                OddityKind.QUARANTINED,
                Oddity.UNREADABLE,
                bytes(payload).decode("utf-8", "replace"),
                "Q34",
                field="payload",
            )
            return None
        if said is None:
            notes.nonconformant(Oddity.NULL, field="payload")
            return self.kind()
        if not isinstance(said, dict):
            notes.odd(
                OddityKind.QUARANTINED,
                Oddity.NO_OBJECT,
                bytes(payload).decode("utf-8", "replace"),
                "Q34",
                field="payload",
            )
            return None
        if self._mend is None:
            # most forms never need it, and to look at the types of all of them takes longer than many a log
            self._mend = _struct_mender(self.kind)
        return self._mend(said, "payload", notes)  # type: ignore[return-value]


def number(said: Figure | None) -> Decimal | None:
    """
    A number from what was said: blanks, a decimal comma, an exponent and a JSON number are fine.

    None for what is no number, is not finite, or is beyond what any meter shows.
    """
    if said is None:
        return None
    text = said if isinstance(said, str) else str(said)
    if len(text) > _DIGITS_MOST:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        try:
            value = Decimal("".join(text.split()).replace(",", "."))
        except InvalidOperation:
            return None
    if not value:
        return Decimal(0)
    if not value.is_finite() or not -_POWER_MOST <= value.adjusted() < _POWER_MOST:
        return None
    return value


def _text(said: object, where: str, notes: Notes) -> object:
    if isinstance(said, bool) or not isinstance(said, int | float):
        notes.nonconformant(Oddity.NO_TEXT, said, "Q21", field=where)
        return None
    notes.nonconformant(Oddity.NUMBER_FOR_TEXT, said, "Q21", field=where)
    is_whole = isinstance(said, float) and said.is_integer() and abs(said) <= _BIG
    return str(int(said) if is_whole else said)


def _whole_mender(kind: kinds.IntType) -> Mender:
    low, high = -_BIG if kind.ge is None else kind.ge, _BIG if kind.le is None else kind.le

    def mend(said: object, where: str, notes: Notes) -> object:
        if isinstance(said, int) and not isinstance(said, bool) and low <= said <= high:
            return said
        notes.nonconformant(Oddity.NO_INTEGER, said, "Q21", field=where)
        value = None
        if isinstance(said, float) and said.is_integer():
            value = int(said)
        elif isinstance(said, str) and _WHOLE.fullmatch(said):
            value = int(re.split("[.,]", said)[0])
        return value if value is not None and low <= value <= high else None

    return mend


def _flag(said: object, where: str, notes: Notes) -> object:
    notes.nonconformant(Oddity.NO_BOOLEAN, said, "Q21", field=where)
    return _TRUTH.get(str(said).strip().lower())


def _mender(kind: kinds.Type) -> Mender:
    """Reads a value of that type and complains about what does not fit."""
    if isinstance(kind, kinds.UnionType):
        return _union_mender(kind)
    if isinstance(kind, kinds.ListType):
        return _list_mender(_mender(kind.item_type))
    if isinstance(kind, kinds.StructType):
        return _struct_mender(kind.cls)
    if isinstance(kind, kinds.AnyType):
        return lambda said, where, notes: said  # noqa: ARG005 - a value that nobody looks at always fits
    return _plain_mender(kind)


def _plain_mender(kind: kinds.Type) -> Mender:
    if isinstance(kind, kinds.BoolType):
        return lambda said, where, notes: said if isinstance(said, bool) else _flag(said, where, notes)
    if isinstance(kind, kinds.IntType):
        return _whole_mender(kind)
    longest = kind.max_length if isinstance(kind, kinds.StrType) else None

    def mend(said: object, where: str, notes: Notes) -> object:
        if not isinstance(said, str):
            return _text(said, where, notes)
        if longest is not None and len(said) > longest:
            notes.nonconformant(Oddity.TOO_LONG, said, field=where)
        return said

    return mend


def _union_mender(kind: kinds.UnionType) -> Mender:
    members = [member for member in kind.types if not isinstance(member, kinds.NoneType)]
    if len(members) == 1:
        inner = _mender(members[0])
        return lambda said, where, notes: None if said is None else inner(said, where, notes)
    fits = frozenset(_PLAIN[type(member)] for member in members)

    def mend(said: object, where: str, notes: Notes) -> object:
        return said if said is None or type(said) in fits else _text(said, where, notes)

    return mend


_PLAIN: dict[type, type] = {
    kinds.StrType: str,
    kinds.IntType: int,
    kinds.FloatType: float,
    kinds.BoolType: bool,
}


def _list_mender(inner: Mender) -> Mender:
    def mend(said: object, where: str, notes: Notes) -> object:
        if not isinstance(said, list):
            notes.nonconformant(Oddity.NO_LIST, said, field=where)
            said = [said]
        mended = (inner(item, where, notes) for item in said)
        return [item for item in mended if item is not None]

    return mend


def _struct_mender(kind: type[msgspec.Struct]) -> Mender:
    info = kinds.type_info(kind)
    fields: dict[str, tuple[str, Mender]] = {
        field.encode_name: (field.name, _mender(field.type))
        for field in info.fields  # type: ignore[attr-defined]
    }
    is_strict: bool = info.forbid_unknown_fields  # type: ignore[attr-defined]

    def mend(said: object, where: str, notes: Notes) -> object:
        if not isinstance(said, dict):
            notes.nonconformant(Oddity.NO_OBJECT, said, field=where)
            return None
        values: dict[str, Any] = {}
        for key, value in said.items():
            field = fields.get(key)
            if field is not None:
                values[field[0]] = field[1](value, key, notes)
            elif is_strict:
                notes.nonconformant(Oddity.UNKNOWN_PROPERTY, key, field=where)
        return kind(**values)

    return mend
