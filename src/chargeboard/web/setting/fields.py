"""How is one setting shown in a form?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.domain.setting import Origin, Setting
from chargeboard.web.setting.words import say

_BY_SOCKET = {"socket_names", "port_ids", "connectors"}
_TALL = {"notes", "opening_hours", "registration", *_BY_SOCKET}
_OFFICIAL = {
    *("station_id", "network_provider", "port_ids", "connectors", "payment_method", "payment_type"),
    *("energy_fee", "session_fee", "time_fee", "registration"),
}
_SET_HERE = {Origin.OF_CHARGER, Origin.OF_SITE, Origin.OF_ALL}


class Field(msgspec.Struct, frozen=True):
    """A field of a form."""

    key: str
    label: str
    hint: str
    """What it means, or how it is written."""
    own: str
    """What was set here."""
    asked: str
    """What stands in the field."""
    usual: str
    """What holds where nothing stands in it."""
    said: str
    """Where that comes from."""
    is_fixed: bool
    is_tall: bool
    is_official: bool
    """It is asked for by files of authorities alone."""
    choices: tuple[str, ...]


def field_of(one: Setting, form: Mapping[str, str], label: str, hint: str) -> Field:
    """The field of a setting; `form` is what somebody wrote into it that cannot be kept."""
    own = _lines(one.key, one.own)
    shown = _lines(one.key, one.holds) if one.is_fixed else own
    return Field(
        one.key,
        label,
        hint,
        shown,
        form.get(one.key, shown),
        one.holds or one.usual,
        _said(one),
        one.is_fixed,
        one.key in _TALL,
        one.key in _OFFICIAL,
        one.choices,
    )


def _lines(key: str, text: str) -> str:
    if key in _BY_SOCKET:
        return text.replace("; ", "\n")
    return text.replace(", ", "\n") if key == "opening_hours" else text


def _said(one: Setting) -> str:
    """Where what holds comes from, where that is not this very field."""
    if one.is_fixed:
        return say("fixed", where=one.where)
    if one.own or not one.holds or one.origin is Origin.DEFAULT:
        return say("default", value=one.usual) if one.usual else ""
    if one.origin in _SET_HERE and one.origin is not Origin.OF_SITE:
        return say("from_of_all", value=one.holds)
    return say(f"from_{one.origin}", value=one.holds, where=one.where)
