"""
Of what type is the document of a figure?

Whoever writes documents does without; the description of the API tells it.
"""

from __future__ import annotations

from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo

from chargeboard.documents.forms import ReasonDocument, Type, written_by
from chargeboard.documents.insights import InsightDocument
from chargeboard.domain.figures.board import Insight
from chargeboard.domain.reasons import Reason


def document_type(kind: Type) -> Type:
    """Of what type the documents of a type of figures are."""
    if written_by(kind) is None:
        return kind
    origin: Type = get_origin(kind)
    if origin is Annotated:
        return str
    if origin is Reason:
        return ReasonDocument
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _of_struct(kind)
    inner = get_args(kind)
    told = tuple(document_type(one) for one in inner)
    if origin in {Union, UnionType}:
        return _made(Union, told)
    if origin is tuple and inner[-1] is not ...:
        return _made(tuple, told)
    if origin is dict:
        return _made(dict, told)
    return _made(list, told[0])


def _made(generic: Type, inner: Type) -> Type:
    return generic[inner]


@cache
def _of_struct(kind: type[msgspec.Struct]) -> Type:
    """With the names and defaults of the figures."""
    if kind is Insight:
        return InsightDocument
    fields = msgspec.structs.fields(kind)
    if kind.__struct_config__.array_like:
        return _made(tuple, tuple(document_type(field.type) for field in fields))
    return msgspec.defstruct(
        kind.__name__,
        [(field.name, document_type(field.type), *default_of(field)) for field in fields],
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
