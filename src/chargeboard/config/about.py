"""What may be said of one charger besides policy keys: who it is, and what is written on it?"""

from __future__ import annotations

import re
from typing import Final, get_args

from chargeboard.config.checking import did_you_mean
from chargeboard.config.text_of_value import text_of_value
from chargeboard.config.words import say
from chargeboard.domain.connectors import Connector
from chargeboard.official.exports.atlas import FEES, PaymentType, fee
from chargeboard.official.exports.atlas_registered import DECLARED, declared_value
from chargeboard.vocabularies.ocpi.plugs import FORMATS, POWER_TYPES, STANDARDS

ABOUT_FIELDS = {
    "name": "setting_name",
    "site": "setting_site",
    "maker": "setting_maker",
    "model": "setting_model",
    "tags": "setting_tags",
    "socket_names": "setting_socket_names",
    "notes": "setting_notes",
    "station_id": "setting_station_id",
    "network_provider": "setting_network_provider",
    "port_ids": "setting_port_ids",
    "connectors": "setting_connectors",
    "payment_method": "setting_payment_method",
    "payment_type": "setting_payment_type",
    "energy_fee": "setting_energy_fee",
    "session_fee": "setting_session_fee",
    "time_fee": "setting_time_fee",
    "registration": "setting_registration",
}
"""Each with the code of what it means."""
BY_SOCKET = frozenset({"socket_names", "port_ids", "connectors"})
"""Those that say something of each socket."""
PAYMENT_TYPES: Final[tuple[str, ...]] = get_args(PaymentType)
_LONGEST, _LONGEST_NOTES = 300, 4_000
_WITH_COMMA = re.compile(r"^([0-9]+),([0-9]{1,2})$")
_CONNECTOR = re.compile(r"(\w+) +(\w+) +(\w+) +(\d{2,4}) *V? +(\d{1,4}) *A?")
_SOCKET = re.compile(r"\s*(\d{1,3})\s*[=:]\s*(.*?)\s*")


def about_checked(key: str, value: object) -> str:
    """
    The text of one of these keys.

    Raises: ValueError that says what is wrong and what to do.
    """
    if key == "tags" and isinstance(value, list) and all(isinstance(tag, str) for tag in value):
        value = ",".join(value)
    if key in BY_SOCKET and isinstance(value, dict):
        value = "; ".join(f"{number}={name}" for number, name in value.items())
    if key == "registration" and isinstance(value, dict):
        value = "\n".join(f"{name}={text_of_value(one)}" for name, one in value.items())
    if not isinstance(value, str):
        raise ValueError(say("should_be_text"))  # noqa: TRY004 - as every wrong setting
    if key == "connectors":
        return socket_text(tuple((socket, str(one)) for socket, one in connectors_of(value)))
    if key in BY_SOCKET:
        return socket_text(socket_names_of(value))
    if key == "registration":
        return "\n".join(f"{name}={text}" for name, text in registration_of(value))
    if key in FEES and value.strip():
        return fee_text(value)
    if key == "payment_type" and value and value not in PAYMENT_TYPES:
        raise ValueError(say("no_payment_type", text=value, allowed=", ".join(PAYMENT_TYPES)))
    return value


def fee_text(text: str) -> str:
    """
    An amount with a point, also where it was written with a comma.

    Raises: ValueError.
    """
    written = _WITH_COMMA.sub(r"\1.\2", text.strip())
    if fee(written) is None:
        raise ValueError(say("no_fee", text=text))
    return written


def check_length(key: str, text: str) -> None:
    """Raises: ValueError for a text that no page has room for."""
    most = _LONGEST_NOTES if key in {"notes", "registration", *BY_SOCKET} else _LONGEST
    if len(text) > most:
        raise ValueError(say("text_too_long", most=most))


def tags_of(text: str) -> tuple[str, ...]:
    """Tags that stand with commas."""
    return tuple(tag.strip() for tag in text.split(",") if tag.strip())


def socket_names_of(text: str) -> tuple[tuple[int, str], ...]:
    """
    The names of sockets in `1=left; 2=right`, or with a line for each.

    Raises: ValueError.
    """
    found: dict[int, str] = {}
    for part in re.split(r"[;\n]", text):
        if not part.strip():
            continue
        match = _SOCKET.fullmatch(part)
        if match is None or not match[2] or int(match[1]) == 0:
            raise ValueError(say("no_socket_name", text=part.strip()))
        if int(match[1]) in found:
            raise ValueError(say("socket_named_twice", number=int(match[1])))
        found[int(match[1])] = match[2]
    return tuple(sorted(found.items()))


def connectors_of(text: str) -> tuple[tuple[int, Connector], ...]:
    """
    The plugs of sockets in `1=IEC_62196_T2 SOCKET AC_3_PHASE 230 V 32 A`, or with a line for each.

    Raises: ValueError.
    """
    return tuple((socket, _connector(said)) for socket, said in socket_names_of(text))


def _connector(text: str) -> Connector:
    match = _CONNECTOR.fullmatch(text)
    if match is None:
        raise ValueError(say("no_connector", text=text))
    standard, form, power_type, volts, amperes = match.groups()
    for said, known in ((standard, STANDARDS), (form, FORMATS), (power_type, POWER_TYPES)):
        if said not in known:
            raise ValueError(say("no_such_plug", text=said, known=", ".join(sorted(known))))
    return Connector(standard, form, power_type, int(volts), int(amperes))


def socket_text(names: tuple[tuple[int, str], ...]) -> str:
    """The names of sockets as one line."""
    return "; ".join(f"{number}={name}" for number, name in names)


def registration_of(text: str) -> tuple[tuple[str, str], ...]:
    """
    What is declared of a station and its ports, a line each: `station_city=Fresno`.

    Raises: ValueError that names the line.
    """
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, is_there, value = (part.strip() for part in line.partition("="))
        if not is_there or not value:
            raise ValueError(say("no_registration_line", text=line))
        if name not in DECLARED:
            raise ValueError(say("no_registration_field", text=name, hint=did_you_mean(name, DECLARED)))
        if name in found:
            raise ValueError(say("registered_twice", name=name))
        try:
            declared_value(name, value)
        except ValueError as error:
            raise ValueError(say("no_registration_value", text=line, why=str(error))) from error
        found[name] = value
    return tuple(found.items())
