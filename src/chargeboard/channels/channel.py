"""What is a channel?"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from importlib.util import find_spec
from typing import Any

import msgspec

from chargeboard.alerts.saying import WITHDRAWN, Message
from chargeboard.channels.unsaid import unsaid
from chargeboard.channels.words import say
from chargeboard.outlets.standing import Look


class NotSentError(Exception):
    """The channel did not take a message; `is_final`: nor will it, however often it is asked."""

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        super().__init__(why)
        self.is_final = is_final


class ChannelError(ValueError):
    """A channel that cannot be used: which field is wrong, and what would be right."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}" if field else why)
        self.field, self.why = field, why


class Field(msgspec.Struct, frozen=True):
    """What the operator has to say of a channel."""

    name: str
    meaning: Callable[[], str]
    """What it is, in words."""
    is_secret: bool = False
    """It is kept sealed, and shown to nobody again."""
    is_needed: bool = True
    usual: str = ""
    """What it is where nothing is said."""
    choices: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its meaning without what explains it: `Encryption` of `Encryption: tls, or none`."""
        return re.split(r"[:;,(]", self.meaning(), maxsplit=1)[0].strip()


Values = Mapping[str, str]
"""What was said of each field."""


Follow = Callable[[frozenset[str] | None], AsyncIterator[Look]]
"""How chargers stand, of all or of sites: the first looks tell of each, the others of changes, for ever."""


class Showing(msgspec.Struct, frozen=True):
    """What a channel is given that shows how things stand."""

    follow: Follow | None = None
    """None: it shows how no charger stands, whatever was said."""
    tell_wrong: Callable[[str], None] = lambda _: None
    """Is told why it cannot be shown; nothing: it is."""
    url: str = ""
    """Of the page, without a slash at its end; empty: nobody said."""


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A way to send messages."""

    kind: str
    fields: tuple[Field, ...]
    check: Callable[[Values], None]
    """Raises ChannelError where nothing could be sent that way."""
    send: Callable[[Values, Message, int], Awaitable[None]]
    """
    Sends a message, at so many seconds since 1970; done when it was accepted.

    Raises: NotSentError; whatever else it raises is tried again.
    """
    title: Callable[[], str]
    """What it is called."""
    shows: bool = False
    """It shows how things stand, and so is told what is to be shown no more."""
    carries: bool = False
    """Files of a message go along, so reports may be sent there."""
    only_reports: bool = False
    """Nothing else is."""
    present: Callable[[Values, Showing], Coroutine[Any, Any, None]] | None = None
    """
    Shows there, for as long as it is awaited, that alerts are sent, and how chargers stand; None: nobody can.
    """
    needs: tuple[str, str] | None = None
    """A module that is not always there, and the extra that brings it."""

    async def deliver(self, values: Values, message: Message, at_s: int) -> None:
        """
        Send a message, if it is for such a channel; what is raised names no secret.

        Raises: NotSentError, TimeoutError.
        """
        if message.event == WITHDRAWN and not self.shows:
            return
        try:
            await self.send(values, message, at_s)
        except TimeoutError:
            raise
        except Exception as error:  # noqa: BLE001 - a channel may fail in any way
            hidden = [values.get(field.name, "") for field in self.fields if field.is_secret]
            why = unsaid(str(error) or type(error).__name__, hidden)
            raise NotSentError(why, is_final=getattr(error, "is_final", False)) from None

    def checked(self, given: Values) -> dict[str, str]:
        """
        What was said of each field, with what is usual for the others.

        Raises: ChannelError.
        """
        self.check_needs()
        names = [field.name for field in self.fields]
        for name in given:
            if name not in names:
                raise ChannelError(name, say("no_such_field", kind=self.kind, fields=", ".join(names)))
        values = {field.name: given.get(field.name, "").strip() or field.usual for field in self.fields}
        for field in self.fields:
            value = values[field.name]
            if field.is_needed and not value:
                raise ChannelError(field.name, say("field_missing", meaning=field.meaning()))
            if field.choices and value not in field.choices:
                raise ChannelError(
                    field.name, say("not_a_choice", value=value, choices=", ".join(field.choices))
                )
        self.check(values)
        return values

    def check_needs(self) -> None:
        """Raises: ChannelError that says what is to be installed."""
        if self.needs is not None and find_spec(self.needs[0]) is None:
            module, extra = self.needs
            raise ChannelError("kind", say("needs_extra", kind=self.kind, module=module, extra=extra))
