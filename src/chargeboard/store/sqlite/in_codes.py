"""
How does what was stored as sentences become codes?

Before schema 18 why an attempt came to its outcome, and what was odd in a message, was held in English. What
was concluded from evidence that was let go of cannot be concluded again, so it is read off those sentences;
what is none of them stays as it was told. An energy was rounded in them, so its session is asked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeAlias

import apsw
import msgspec

from chargeboard.domain.reasons import Because, Numbers, Oddity, Reason

_Told: TypeAlias = list[Any]
"""A reason as it is stored."""


class _Sentence(NamedTuple):
    pattern: re.Pattern[str]
    code: str


def _sentences(found: Iterable[tuple[str, str]]) -> list[_Sentence]:
    return [_Sentence(re.compile(pattern, re.DOTALL), code) for pattern, code in found]


_LASTED: Final = r"(?P<duration_s>[\dhms, ]+)"
_BECAUSE: Final = _sentences(
    [
        (r"(?P<energy_kwh>[\d.,]+) kWh delivered", Because.DELIVERED),
        (r"(?P<energy_wh>[\d.]+) Wh delivered", Because.DELIVERED),
        (r"(?P<energy_kwh>[\d.,]+) kWh (?:fed|given) back by the vehicle", Because.FED_BACK),
        (r"a transaction started", Because.STARTED),
        (r"charging began", Because.CHARGED),
        (r"energy unknown, but the next start in the plug-in stands higher", Because.NEXT_START_HIGHER),
        (rf"energy unknown, but the transaction lasted {_LASTED}", Because.LASTED),
        (r"the transaction runs and has not delivered enough yet", Because.RUNNING),
        (r"still plugged in", Because.PLUGGED_IN),
        (r"waiting for the plug or the start", Because.WAITING),
        (r"authorisation answered (?P<status>.*)", Because.AUTHORISATION_ANSWERED),
        (r"start answered with an error", Because.START_FAILED),
        (r"remote start answered (?P<status>.*)", Because.REMOTE_START_ANSWERED),
        (r"start answered (?P<status>.*)", Because.START_ANSWERED),
        (r"stopped as DeAuthorized", Because.DEAUTHORISED),
        (r"the tariff was not accepted", Because.TARIFF_REFUSED),
        (r"(?P<codes>.*) during the (?:attempt|try)", Because.ERRORS),
        (r"stopped by (?P<reason>.*)", Because.STOPPED_BY),
        (r"authorised, but nothing was plugged in", Because.NOT_PLUGGED_IN),
        (r"no start followed", Because.NO_START),
        (r"plugged in, but never authorised", Because.NEVER_AUTHORISED),
        (r"plugged in and authorised, but no transaction started", Because.NO_TRANSACTION),
        (r"timed out before charging", Because.TIMED_OUT),
        (rf"ended after {_LASTED} by no given reason", Because.ENDED),
        (rf"ended after {_LASTED} by (?P<reason>.*)", Because.ENDED_BY),
        (rf"ended after {_LASTED} with too little energy", Because.TOO_LITTLE),
    ]
)
_ODDITIES: Final = _sentences(
    [
        (r"component or variable is missing", Oddity.COMPONENT_OR_VARIABLE_MISSING),
        (r"(?P<field>\w+) is missing", Oddity.MISSING),
        (r"(?P<field>\w+) is no number", Oddity.NO_NUMBER),
        (r"(?P<field>\w+) is no text", Oddity.NO_TEXT),
        (r"(?P<field>\w+) is a number", Oddity.NUMBER_FOR_TEXT),
        (r"(?P<field>\w+) is no such integer", Oddity.NO_INTEGER),
        (r"(?P<field>\w+) is not true or false", Oddity.NO_BOOLEAN),
        (r"(?P<field>\w+) is no list", Oddity.NO_LIST),
        (r"(?P<field>\w+) is no object", Oddity.NO_OBJECT),
        (r"(?P<field>\w+) is null", Oddity.NULL),
        (r"(?P<field>\w+) is too long", Oddity.TOO_LONG),
        (r"(?P<field>\w+) cannot be read", Oddity.UNREADABLE),
        (r"(?P<field>\w+) has a property that is not in the standard", Oddity.UNKNOWN_PROPERTY),
        (r"(?P<field>\w+) is not in the standard", Oddity.UNKNOWN_WORD),
        (r"(?P<field>\w+) is spelled otherwise", Oddity.SPELLED_OTHERWISE),
        (r"(?P<field>\w+) is beyond any meter", Oddity.BEYOND_ANY_METER),
        (r"unit does not fit the measurand", Oddity.UNIT_DOES_NOT_FIT),
        (r"an action of another version", Oddity.OTHER_VERSION),
        (r"a payload of another version", Oddity.PAYLOAD_OF_OTHER_VERSION),
        (r"no OCPP-J message", Oddity.NO_MESSAGE),
        (r"no such message type", Oddity.NO_MESSAGE_TYPE),
        (r"no turn of a connection", Oddity.NO_TURN_OF_CONNECTION),
        (r"a value that was left out", Oddity.VALUE_LEFT_OUT),
        (r"stamp not usable", Oddity.STAMP_NOT_USABLE),
        (r"status stamp not believed", Oddity.STATUS_STAMP_NOT_BELIEVED),
    ]
)
_SHOWN: Final = {"an object": "{…}", "a list": "[…]"}
_WHAT, _RAW = 4, 5
"""The places of what was odd, and of the value, in an oddity."""
_ROUNDED_WH: Final = 50
"""At most so far was an energy off in a sentence."""
_SECONDS: Final = {"h": 3600, "m": 60, "s": 1}


class _Energies(msgspec.Struct):
    energy_wh: Decimal | None
    export_wh: Decimal | None = None


def enter(connection: apsw.Connection) -> None:
    """Let the migrations of this connection call what is here by name."""
    functions: dict[str, Callable[..., Any]] = {
        "told_energies": _told_energies,
        "energy_of_session": energy_of_session,
        "because_code": lambda text: because(text)[0],
        "attempt_in_codes": _changed(_attempt),
        "session_in_codes": _changed(_session),
        "oddity_in_codes": _changed(_oddity),
        "episode_in_codes": _changed(_episode),
        "quarantine_in_codes": _quarantine,
        "memory_in_codes": _memory,
    }
    for name, function in functions.items():
        connection.create_scalar_function(name, function, deterministic=True)


def because(text: str) -> _Told:
    """Why an attempt came to its outcome."""
    return _reason(text, _BECAUSE)


def oddities(text: str) -> list[_Told]:
    """What was odd in a message; what was told of a form of the standard holds no semicolon."""
    return [_reason(part, _ODDITIES) for part in text.split("; ")]


def _reason(text: str, sentences: Iterable[_Sentence]) -> _Told:
    for pattern, code in sentences:
        if found := pattern.fullmatch(text):
            numbers = _numbers(found.groupdict())
            return [str(code), numbers] if numbers else [str(code)]
    return ["told", {"text": text}]


def _numbers(said: dict[str, str]) -> Numbers:
    numbers: Numbers = {}
    for name, value in said.items():
        match name:
            case "energy_kwh":
                numbers["energy_wh"] = round(float(value.replace(",", "")) * 1000, 6)
            case "energy_wh":
                numbers["energy_wh"] = float(value)
            case "duration_s":
                numbers["duration_s"] = sum(
                    int(number.replace(",", "")) * _SECONDS[unit]
                    for number, unit in re.findall(r"([\d,]+) ?([hms])", value)
                )
            case _:
                numbers[name] = value
    return numbers


def _changed(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    """A body in MessagePack with that change; one that is not to be read stays."""

    def changed(body: bytes) -> bytes:
        try:
            held = msgspec.msgpack.decode(body)
            change(held)
        except (msgspec.DecodeError, LookupError, TypeError, AttributeError):
            return body
        return msgspec.msgpack.encode(held)

    return changed


def _attempt(held: dict[str, Any]) -> None:
    held["because"] = because(held.get("because", ""))


def _told_energies(key: str, body: bytes) -> str:
    """What a session delivered and was fed back in Wh, by its key, as JSON."""
    session, *_ = msgspec.msgpack.decode(body)
    return msgspec.json.encode((key, msgspec.convert(session, _Energies))).decode()


def energy_of_session(body: bytes, sessions: str) -> bytes:
    """An attempt that tells the exact energy of its session where it told it in kWh with one decimal."""
    told = dict(msgspec.json.decode(sessions, type=list[tuple[str, _Energies]]))

    def change(attempt: dict[str, Any]) -> None:
        code, numbers = attempt["because"]
        own = [told[key] for key in attempt["session_keys"] if key in told]
        exact = [one.energy_wh if code == Because.DELIVERED else one.export_wh for one in own]
        apart = [(abs(wh - numbers["energy_wh"]), wh) for wh in map(float, filter(None, exact))]
        off_wh, energy_wh = min(apart, default=(math.inf, 0.0))
        if off_wh <= _ROUNDED_WH:
            numbers["energy_wh"] = energy_wh

    return _changed(change)(body)


def _session(held: dict[str, Any]) -> None:
    held.pop("why", None)


def _oddity(held: list[Any]) -> None:
    held[_WHAT] = oddities(held[_WHAT])
    if len(held) > _RAW:
        held[_RAW] = _SHOWN.get(held[_RAW], held[_RAW])


def _episode(held: dict[str, Any]) -> None:
    held["info"] = _quarantine(held["info"])


def _quarantine(info: str) -> str:
    return " ".join([info if code == "told" else code for code, *_ in oddities(info)])


def _memory(snapshot: bytes) -> bytes:
    """A memory of the fold, with the marks in it."""
    if not snapshot:
        return snapshot
    try:
        held = msgspec.json.decode(snapshot)
    except msgspec.DecodeError:
        return snapshot
    return msgspec.json.encode(_told_anew(held))


def _told_anew(held: Any) -> Any:  # noqa: ANN401 - JSON of any version
    if isinstance(held, list):
        return [_told_anew(one) for one in held]
    if not isinstance(held, dict):
        return held
    told = {name: _told_anew(value) for name, value in held.items()}
    for name in ("oddities", "oddities_since"):
        if name in told:
            told[name] = {_key(key): value for key, value in told[name].items()}
    for oddity in told.get("oddities", {}).values():
        _oddity(oddity)
    return told


def _key(key: str) -> str:
    """Of what is counted together: its kind, its rule and what was odd."""
    kind, rule, what = key.split("/", 2)
    reasons = msgspec.convert(oddities(what), list[Reason[Oddity]])
    return "/".join([kind, rule, *map(str, reasons)])
