"""How is the API's document told to people?"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence

import msgspec

from chargeboard.domain.figures import board, evidence
from chargeboard.panels.panel import Panel
from chargeboard.panels.registry import panels
from chargeboard.web.api.api_document import Document


class Field(msgspec.Struct, frozen=True):
    """A parameter, or a field of an answer."""

    name: str
    type: str
    text: str


class Endpoint(msgspec.Struct, frozen=True):
    """One address."""

    method: str
    path: str
    summary: str
    text: str
    parameters: tuple[Field, ...]
    answers: tuple[Field, ...]


class Group(msgspec.Struct, frozen=True):
    """Fields that belong together: those of one panel, or all where no panel tells any."""

    title: str
    fields: tuple[Field, ...]


class Shape(msgspec.Struct, frozen=True):
    """One object of the answers."""

    name: str
    text: str
    groups: tuple[Group, ...]


class Reference(msgspec.Struct, frozen=True):
    """The whole page."""

    title: str
    version: str
    endpoints: tuple[Endpoint, ...]
    shapes: tuple[Shape, ...]


def reference(document: Document) -> Reference:
    """The reference page of an OpenAPI 3.1 document."""
    schemas: Document = document.get("components", {}).get("schemas", {})
    endpoints = [
        Endpoint(
            method.upper(),
            path,
            found.get("summary", ""),
            found.get("description", ""),
            tuple(
                Field(p["name"], _type(p.get("schema", {})), p.get("description", ""))
                for p in found.get("parameters", ())
            ),
            tuple(
                Field(code, _answer_type(a), a.get("description", ""))
                for code, a in found["responses"].items()
            ),
        )
        for path, methods in document.get("paths", {}).items()
        for method, found in methods.items()
    ]
    shapes = [
        Shape(
            name,
            schema.get("description", "").strip() or _said_of(name),
            _grouped(
                {
                    field: Field(field, _type(inner), inner.get("description", ""))
                    for field, inner in schema.get("properties", {}).items()
                },
                panels() if name == "Board" else (),
            ),
        )
        for name, schema in sorted(schemas.items(), key=lambda item: (item[0] != "Board", item[0]))
    ]
    info = document["info"]
    return Reference(info["title"], info["version"], tuple(endpoints), tuple(shapes))


def _grouped(fields: Mapping[str, Field], tellers: Sequence[Panel]) -> tuple[Group, ...]:
    """Each field with the first panel that tells it; what none tells comes first."""
    told = {name: panel for panel in reversed(tellers) for name in panel.tells}
    untold = tuple(field for name, field in fields.items() if name not in told)
    groups = [
        Group(panel.say("title"), tuple(field for name, field in fields.items() if told.get(name) is panel))
        for panel in tellers
    ]
    return tuple(group for group in (Group("", untold), *groups) if group.fields)


def _said_of(name: str) -> str:
    """The sentence that stands beside the type itself."""
    return inspect.getdoc(getattr(board, name, None) or getattr(evidence, name, None)) or ""


def _answer_type(answer: Document) -> str:
    content = answer.get("content", {})
    return next((_type(kind.get("schema", {})) for kind in content.values()), "")


def _type(schema: Document) -> str:
    """A schema in a few words: `list of ErrorRow`, `number or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    for several in ("oneOf", "anyOf"):
        if several in schema:
            told = (_type(inner) for inner in schema[several] if inner.get("maxLength") != 0)
            return " or ".join(dict.fromkeys(told))
    kind = schema.get("type", "any")
    if isinstance(kind, list):
        return " or ".join(kind)
    if kind == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"map to {_type(schema['additionalProperties'])}"
    return str(schema.get("format", kind)) if kind == "string" else str(kind)
