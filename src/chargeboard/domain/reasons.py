"""
Why is something so?

A reason is a code with named numbers, never a sentence: `chargeboard.reasons` says it.
"""

from __future__ import annotations

from typing import Annotated, Final, Generic, TypeAlias, TypeVar

import msgspec

from chargeboard.domain.codes import Code

Numbers: TypeAlias = dict[str, float | int | str | None]
"""By their names; energies in Wh, durations in seconds, words as a charger said them."""
C_co = TypeVar("C_co", bound=str, covariant=True)


class Reason(msgspec.Struct, Generic[C_co], frozen=True, array_like=True, omit_defaults=True):
    """A code, and what belongs to it."""

    code: C_co
    numbers: Numbers = {}

    def __hash__(self) -> int:
        return hash((self.code, *self.numbers.items()))

    def __str__(self) -> str:
        return " ".join([self.code, *map(str, self.numbers.values())])


SENTENCES: Final = msgspec.Meta(extra={"sentences": True})
"""Marks what is told in one text."""
Sentences: TypeAlias = Annotated[tuple[Reason[str], ...], SENTENCES]
"""What is said one after the other, by full codes (`room.code`)."""


class Because(Code):
    """The evidence that decided what became of an attempt (2.3)."""

    DELIVERED = "delivered"
    """So much energy was delivered: `energy_wh`."""
    FED_BACK = "fed_back"
    """So much energy was fed back by the vehicle: `energy_wh`."""
    STARTED = "started"
    """A transaction started; where that is the rule."""
    CHARGED = "charged"
    """Charging began; where that is the rule."""
    NEXT_START_HIGHER = "next_start_higher"
    """Its energy is unknown, but the next start in the plug-in stands higher."""
    LASTED = "lasted"
    """Its energy is unknown, but the transaction lasted `duration_s`."""
    RUNNING = "running"
    """The transaction runs and has not delivered enough yet."""
    PLUGGED_IN = "plugged_in"
    """A cable is still in."""
    WAITING = "waiting"
    """Waiting for the plug or the start."""
    AUTHORISATION_ANSWERED = "authorisation_answered"
    """The authorisation was answered with `status`."""
    START_ANSWERED = "start_answered"
    """The start was answered with `status`."""
    DEAUTHORISED = "deauthorised"
    """The transaction was stopped as DeAuthorized."""
    REMOTE_START_ANSWERED = "remote_start_answered"
    """The remote start was answered with `status`."""
    START_FAILED = "start_failed"
    """The start was answered with an error."""
    TARIFF_REFUSED = "tariff_refused"
    """The tariff was not accepted."""
    ERRORS = "errors"
    """The errors `codes` during the attempt."""
    STOPPED_BY = "stopped_by"
    """The transaction was stopped by `reason`."""
    NOT_PLUGGED_IN = "not_plugged_in"
    """Authorised, but nothing was plugged in."""
    NO_START = "no_start"
    """No start followed."""
    NEVER_AUTHORISED = "never_authorised"
    """Plugged in, but never authorised."""
    NO_TRANSACTION = "no_transaction"
    """Plugged in and authorised, but no transaction started."""
    TIMED_OUT = "timed_out"
    """It timed out before charging."""
    ENDED_BY = "ended_by"
    """It ended after `duration_s` by `reason`."""
    ENDED = "ended"
    """It ended after `duration_s`, for no reason that was given."""
    TOO_LITTLE = "too_little"
    """It ended after `duration_s` with too little energy."""
    TOLD = "told"
    """As a version of before said it: `text`."""


class Oddity(Code):
    """What was odd in a message; `field` is what the standard calls it."""

    MISSING = "missing"
    """`field` is missing."""
    COMPONENT_OR_VARIABLE_MISSING = "component_or_variable_missing"
    """An event names no component or no variable."""
    NO_NUMBER = "no_number"
    """`field` is not a number."""
    NO_TEXT = "no_text"
    """`field` is not text."""
    NUMBER_FOR_TEXT = "number_for_text"
    """`field` is a number where it should be text."""
    NO_INTEGER = "no_integer"
    """`field` is not a valid integer."""
    NO_BOOLEAN = "no_boolean"
    """`field` is neither true nor false."""
    NO_LIST = "no_list"
    """`field` is not a list."""
    NO_OBJECT = "no_object"
    """`field` is not an object."""
    NULL = "null"
    """`field` is null."""
    TOO_LONG = "too_long"
    """`field` is longer than the standard allows."""
    UNREADABLE = "unreadable"
    """`field` cannot be read."""
    UNKNOWN_PROPERTY = "unknown_property"
    """`field` has a property that is not in the standard."""
    UNKNOWN_WORD = "unknown_word"
    """`field` is a word that is not in the standard."""
    SPELLED_OTHERWISE = "spelled_otherwise"
    """`field` is spelled otherwise than in the standard."""
    BEYOND_ANY_METER = "beyond_any_meter"
    """`field` is beyond any meter."""
    UNIT_DOES_NOT_FIT = "unit_does_not_fit"
    """The unit does not fit the measurand."""
    OTHER_VERSION = "other_version"
    """The action is one of another version."""
    PAYLOAD_OF_OTHER_VERSION = "payload_of_other_version"
    """The payload is one of another version."""
    NO_MESSAGE = "no_message"
    """It is no OCPP-J message."""
    NO_MESSAGE_TYPE = "no_message_type"
    """There is no such message type."""
    NO_TURN_OF_CONNECTION = "no_turn_of_connection"
    """It is not the beginning or end of a connection."""
    NO_ROW = "no_row"
    """It is no row of another system."""
    NOT_TAKEN = "not_taken"
    """The other system did not take what the charger said."""
    ENERGY_FELL = "energy_fell"
    """The energy of a session is less than what was told of it before."""
    PERIODS_DO_NOT_ADD_UP = "periods_do_not_add_up"
    """The energies of its periods are not the energy of a session."""
    NO_ZONE = "no_zone"
    """A time names no zone, and was read as UTC."""
    VALUE_LEFT_OUT = "value_left_out"
    """A value was left out."""
    STAMP_NOT_USABLE = "stamp_not_usable"
    """The stamp is not usable."""
    STATUS_STAMP_NOT_BELIEVED = "status_stamp_not_believed"
    """The stamp of a status is not believed."""
    TOLD = "told"
    """As a version of before said it: `text`."""


class Remark(Code):
    """What is to be known of what a charger told, beside its sessions."""

    CLOCK_OFF = "clock_off"
    """Its clock is off by `offset_s`, positive: behind ours; its stamps are corrected by that."""
    STRAY_STOP = "stray_stop"
    """A stop fits no known transaction; it ends nothing."""
