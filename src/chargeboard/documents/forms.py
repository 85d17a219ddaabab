"""
How is a figure written for programs?

By its annotations: an instant as RFC 3339 text in UTC, what is an array of fields as a list of them, all else
as it is. What follows from an annotation is found once; nothing is declared twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from inspect import get_annotations
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin

import msgspec
from msgspec.structs import force_setattr, replace

from chargeboard.domain.codes import Code
from chargeboard.domain.figures.board import Insight
from chargeboard.domain.reasons import SENTENCES, Numbers, Reason
from chargeboard.reasons import sentences
from chargeboard.reasons import text_of as reason_text
from chargeboard.time.instants import INSTANT, text_of

Type: TypeAlias = Any
"""What may stand in an annotation."""
Write: TypeAlias = Callable[[Any], Any]
"""Makes a document of a figure."""

_MARKED: dict[int, Write] = {id(INSTANT): text_of, id(SENTENCES): sentences}
"""How what is marked so is written, by the mark itself, which is not hashed."""


class ReasonDocument(msgspec.Struct, gc=False):
    """Why something is so: a code, the numbers that belong to it, and both in words."""

    code: str
    numbers: Numbers
    text: str


def encoded(figures: msgspec.Struct | list[Any]) -> bytes:
    """A figure, or a list of them, as JSON."""
    if isinstance(figures, list):
        return msgspec.json.encode([writer(type(figure))(figure) for figure in figures])
    return msgspec.json.encode(writer(type(figures))(figures))


def writer(kind: Type) -> Write:
    """What makes documents of figures of a type."""
    return written_by(kind) or _as_it_is


def written_by(kind: Type) -> Write | None:
    """What makes documents of what is annotated so; None: it is its own document."""
    origin: Type = get_origin(kind)
    inner = get_args(kind)
    if origin is Annotated:
        return next((_MARKED[id(mark)] for mark in inner[1:] if id(mark) in _MARKED), None)
    if origin is Reason:
        return _reason
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _of_struct(kind)
    writes = [written_by(one) for one in inner]
    if not any(writes):
        return None
    if origin in {Union, UnionType}:
        return _of_optional(kind, writes)
    if origin is tuple and inner[-1] is not ...:
        return _of_tuple(writes)
    if origin is dict:
        return _of_dict(*writes)
    return _of_list(inner[0])


def _as_it_is(value: object) -> object:
    return value


def _reason(reason: Reason[Code]) -> ReasonDocument:
    return ReasonDocument(reason.code, reason.numbers, reason_text(reason))


def _of_optional(kind: Type, writes: Sequence[Write | None]) -> Write:
    """Of what may also be absent."""
    if len(writes) != 2 or NoneType not in get_args(kind):
        raise TypeError(f"how {kind} is written depends on the value")
    write = writes[0] or writes[1] or _as_it_is
    return lambda value: None if value is None else write(value)


def _of_tuple(found: Sequence[Write | None]) -> Write:
    writes = [write or _as_it_is for write in found]
    return lambda values: [write(value) for write, value in zip(writes, values, strict=True)]


def _of_dict(key: Write | None, value: Write | None) -> Write:
    of_key, of_value = key or _as_it_is, value or _as_it_is
    return lambda values: {of_key(name): of_value(one) for name, one in values.items()}


def _of_list(each: Type) -> Write:
    origin: Type = get_origin(each)
    if origin is tuple and get_args(each)[-1] is not ...:
        return _of_rows([written_by(column) for column in get_args(each)])
    write = writer(each)
    return lambda values: list(map(write, values))


def _of_rows(writes: Sequence[Write | None]) -> Write:
    """Of a list of tuples: a column at a time, which is much faster for many rows."""

    def written(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        found = zip(*rows, strict=True)
        told = [map(write, column) if write else column for write, column in zip(writes, found, strict=False)]
        return list(zip(*told, strict=True))

    return written


@cache
def _of_struct(kind: type[msgspec.Struct]) -> Write | None:
    """A struct whose fields are written otherwise is told by a copy with these in their place."""
    if kind is Insight:
        return _as_it_is  # it is said by the clock of what it is in
    found = dict(_fields(kind))
    if kind.__struct_config__.array_like:
        values_of = attrgetter(*kind.__struct_fields__)
        write_values = _of_tuple([found[name] for name in kind.__struct_fields__])
        return lambda figure: write_values(values_of(figure))
    writes = [(name, write) for name, write in found.items() if write]
    if not writes:
        return None

    def written(figure: msgspec.Struct) -> object:
        told = replace(figure)
        for name, write in writes:
            force_setattr(told, name, write(getattr(figure, name)))
        return told

    return written


def _fields(kind: type[msgspec.Struct]) -> Iterator[tuple[str, Write | None]]:
    """
    How the fields of a struct are written.

    Nothing else is found of them: the library tells all there is, and a first document would wait for it.
    """
    for part in reversed(kind.__mro__):
        for name, told in get_annotations(part).items():
            yield name, _annotated(told, part.__module__) if isinstance(told, str) else written_by(told)


@cache
def _annotated(text: str, module: str) -> Write | None:
    """What so many fields are annotated with is looked at once in each module."""
    return written_by(eval(text, vars(import_module(module))))  # noqa: S307 - it stands in our own source
