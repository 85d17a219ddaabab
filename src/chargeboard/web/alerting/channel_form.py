"""Which channel does the form say, and what does the form hold of a channel?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec
from litestar.datastructures import FormMultiDict

from chargeboard.alerts.channel import StoredChannel
from chargeboard.channels.registry import channels

_FIELD: Final = "field-"
"""Before a field of the channel in the name of that of the form: a channel may have a field `name`, too."""


class AskedChannel(msgspec.Struct, frozen=True):
    """What stands in the form."""

    kind: str
    name: str = ""
    values: Mapping[str, str] = {}
    """What was said of fields; the secret ones are never said back."""


def empty_channel(kind: str = "") -> AskedChannel:
    """A form of which nothing is filled in; where no kind is chosen, of the first that needs nothing else."""
    known = channels()
    return AskedChannel(kind if kind in known else next(name for name, one in known.items() if not one.needs))


def channel_of_form(form: FormMultiDict) -> AskedChannel:
    """What stands in a form that was sent."""
    values = {key.removeprefix(_FIELD): str(value) for key, value in form.items() if key.startswith(_FIELD)}
    return AskedChannel(str(form.get("kind", "")), str(form.get("name", "")).strip(), values)


def channel_asked(asked: Mapping[str, Any], kept: Iterable[StoredChannel]) -> AskedChannel:
    """The form that an address asks for: of a channel that there is, of a kind, or any."""
    known = next((one for one in kept if one.name == asked.get("channel", "")), None)
    if known is None:
        return empty_channel(str(asked.get("channel_kind", "")))
    return AskedChannel(known.kind, known.name, known.settings)
