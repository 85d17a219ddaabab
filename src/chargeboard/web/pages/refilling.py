"""How is a form given back that asked for what cannot be answered, with what was written in it?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from chargeboard.web.pages.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.mount import here

_LABELS = {
    "from": "label_from",
    "through": "label_to",
    "to": "label_before",
    "day": "label_day",
    "until": "label_to",
    "timeline_from": "label_timeline_from",
    "timeline_to": "label_timeline_to",
    "moment": "label_at",
    "at": "label_at",
}
"""The code of what stands beside each field, in the order of the form."""
_PARTNERS = {
    "from": "through",
    "through": "from",
    "timeline_from": "timeline_to",
    "timeline_to": "timeline_from",
}
_TYPES = {"%Y-%m-%d": "date", "%Y-%m-%dT%H:%M": "datetime-local", "%Y-%m-%dT%H:%M:%S": "datetime-local"}
_DATES = frozenset({"from", "through", "to", "day", "until"})


class Field(msgspec.Struct, frozen=True):
    """One input."""

    name: str
    label: str
    type: str
    value: str
    is_wrong: bool


class Refilled(msgspec.Struct, frozen=True):
    """The form: where it leads, what is asked for, and what goes with it unseen."""

    path: str
    fields: list[Field]
    hidden: list[tuple[str, str]]


def refilled(request: PageRequest, error: BadParameterError) -> Refilled:
    """What was asked for, with the field that is wrong among what can be changed."""
    said = [(name, str(value)) for name, value in request.query_params.multi_items()]
    names = dict.fromkeys(name for name, _ in said if name in _LABELS)
    names |= dict.fromkeys(one for one in (error.name, _PARTNERS.get(error.name)) if one)
    if "to" in names and "through" in names and not request.query_params.get("through"):
        del names["through"]
    written = dict(said)
    return Refilled(
        here(request),
        [_field(name, written.get(name, ""), error.name) for name in sorted(names, key=_place)],
        [(name, value) for name, value in said if name not in names],
    )


def _field(name: str, value: str, wrong: str) -> Field:
    label = say(_LABELS[name]) if name in _LABELS else name.replace("_", " ").capitalize()
    return Field(name, label, _type_of(name, value.strip()), value, name == wrong)


def _type_of(name: str, value: str) -> str:
    """A picker of dates shows nothing that is no date."""
    if not value:
        return "date" if name in _DATES else "text"
    for form, type_ in _TYPES.items():
        try:
            datetime.strptime(value, form)  # noqa: DTZ007 - only whether it fits
        except ValueError:
            continue
        return type_
    return "text"


def _place(name: str) -> int:
    order: Iterable[str] = _LABELS
    return next((place for place, one in enumerate(order) if one == name), len(_LABELS))
