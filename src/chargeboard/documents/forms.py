"""
How is a figure written for programs?

By its annotations: an instant as RFC 3339 text in UTC, what is an array of fields as a list of them, all else
as it is. What follows from a type is found once; nothing is declared twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeAlias, Union, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo, force_setattr, replace

from chargeboard.documents.insights import InsightDocument
from chargeboard.domain.codes import Code
from chargeboard.domain.figures.board import Insight
from chargeboard.domain.reasons import SENTENCES, Numbers, Reason
from chargeboard.reasons import sentences
from chargeboard.reasons import text_of as reason_text
from chargeboard.time.instants import INSTANT, text_of

Type: TypeAlias = Any
"""What may stand in an annotation."""
Write: TypeAlias = Callable[[Any], Any]


class Form(NamedTuple):
    """How what has a type is written."""

    type: Type
    """Of the document."""
    write: Write | None = None
    """Makes it of the figure; None: it is the figure itself."""


_MARKED = {id(INSTANT): Form(str, text_of), id(SENTENCES): Form(str, sentences)}
"""How what is marked so is written, by the mark itself, which is not hashed."""


class ReasonDocument(msgspec.Struct, gc=False):
    """Why something is so: a code, the numbers that belong to it, and both in words."""

    code: str
    numbers: Numbers
    text: str


def _reason(reason: Reason[Code]) -> ReasonDocument:
    return ReasonDocument(reason.code, reason.numbers, reason_text(reason))


def writer(kind: Type) -> Write:
    """What makes documents of figures of a type."""
    return form(kind).write or _as_it_is


def document_type(kind: Type) -> Type:
    """Of what type the documents of a type of figures are."""
    return form(kind).type


def encoded(figures: msgspec.Struct | list[Any]) -> bytes:
    """A figure, or a list of them, as JSON."""
    if isinstance(figures, list):
        return msgspec.json.encode([writer(type(figure))(figure) for figure in figures])
    return msgspec.json.encode(writer(type(figures))(figures))


def form(kind: Type) -> Form:
    """How what is annotated so is written."""
    origin: Type = get_origin(kind)
    inner = get_args(kind)
    if origin is Annotated:
        return next((_MARKED[id(mark)] for mark in inner[1:] if id(mark) in _MARKED), Form(kind))
    if origin is Reason:
        return Form(ReasonDocument, _reason)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _of_struct(kind)
    forms = [form(one) for one in inner]
    if all(one.write is None for one in forms):
        return Form(kind)
    told = tuple(one.type for one in forms)
    if origin in {Union, UnionType}:
        return Form(_made(Union, told), _of_optional(kind, forms))
    if origin is tuple and inner[-1] is not ...:
        return Form(_made(tuple, told), _of_tuple(forms))
    if origin is dict:
        return Form(_made(dict, told), _of_dict(*forms))
    return Form(_made(list, told[0]), _of_list(inner[0]))


def _made(generic: Type, inner: Type) -> Type:
    return generic[inner]


def _as_it_is(value: object) -> object:
    return value


def _of_optional(kind: Type, forms: list[Form]) -> Write:
    """Of what may also be absent."""
    if len(forms) != 2 or NoneType not in get_args(kind):
        raise TypeError(f"how {kind} is written depends on the value")
    write = forms[0].write or forms[1].write or _as_it_is
    return lambda value: None if value is None else write(value)


def _of_tuple(forms: list[Form]) -> Write:
    writes = [one.write or _as_it_is for one in forms]
    return lambda values: [write(value) for write, value in zip(writes, values, strict=True)]


def _of_dict(key: Form, value: Form) -> Write:
    of_key, of_value = key.write or _as_it_is, value.write or _as_it_is
    return lambda values: {of_key(name): of_value(one) for name, one in values.items()}


def _of_list(each: Type) -> Write:
    origin: Type = get_origin(each)
    if origin is tuple and get_args(each)[-1] is not ...:
        return _of_rows([form(column) for column in get_args(each)])
    write = writer(each)
    return lambda values: list(map(write, values))


def _of_rows(columns: list[Form]) -> Write:
    """Of a list of tuples: a column at a time, which is much faster for many rows."""
    writes = [column.write for column in columns]

    def written(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        found = zip(*rows, strict=True)
        told = [map(write, column) if write else column for write, column in zip(writes, found, strict=False)]
        return list(zip(*told, strict=True))

    return written


@cache
def _of_struct(kind: type[msgspec.Struct]) -> Form:
    """A struct whose fields are written otherwise is told by a copy with these in their place."""
    if kind is Insight:
        return Form(InsightDocument, _as_it_is)  # it is said by the clock of what it is in
    fields = msgspec.structs.fields(kind)
    forms = [form(field.type) for field in fields]
    if kind.__struct_config__.array_like:
        values_of, write_values = attrgetter(*(field.name for field in fields)), _of_tuple(forms)
        told = _made(tuple, tuple(one.type for one in forms))
        return Form(told, lambda figure: write_values(values_of(figure)))
    writes = [(field.name, one.write) for field, one in zip(fields, forms, strict=True) if one.write]
    if not writes:
        return Form(kind)

    def written(figure: msgspec.Struct) -> object:
        told = replace(figure)
        for name, write in writes:
            force_setattr(told, name, write(getattr(figure, name)))
        return told

    return Form(_published(kind, fields, forms), written)


def _published(kind: type[msgspec.Struct], fields: Sequence[FieldInfo], forms: Sequence[Form]) -> Type:
    """The type of a struct's documents, with the names and defaults of the figures."""
    return msgspec.defstruct(
        kind.__name__,
        [(field.name, one.type, *default_of(field)) for field, one in zip(fields, forms, strict=True)],
        module=kind.__module__,
        namespace={"__doc__": kind.__doc__},
        kw_only=True,
        rename={field.name: field.encode_name for field in fields if field.name != field.encode_name},
    )


def default_of(field: FieldInfo) -> tuple[Any, ...]:
    """What stands for a field that is not given, if anything may, as `defstruct` takes it."""
    if field.default_factory is not msgspec.NODEFAULT:
        return (msgspec.field(default_factory=field.default_factory),)
    return () if field.required else (field.default,)
