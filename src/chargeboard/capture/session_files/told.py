"""
What is told of a file of sessions, in keys and values?

Which column is what, and what the file does not say by itself: the order of its dates, its decimal mark, its
units, the socket that a label means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple, get_args
from zoneinfo import ZoneInfo

from chargeboard.capture.session_files.amounts import DURATION_UNITS, Mark
from chargeboard.capture.session_files.moments import Order
from chargeboard.capture.session_files.roles import Role
from chargeboard.capture.session_files.words import say

CHOICES: Final = {
    "dates": tuple(get_args(Order)),
    "decimal": tuple(get_args(Mark)),
    "unit": ("kWh", "Wh", "MWh"),
    "duration-unit": (*DURATION_UNITS, "hh:mm", "mm:ss"),
}
"""What may be told besides columns."""
SOCKET_KEY, SHEET_KEY = "socket:", "sheet"


class ToldError(ValueError):
    """What was told makes no sense; the message says why."""


class Told(NamedTuple):
    """What is told of a file."""

    columns: Mapping[Role, str] = {}
    choices: Mapping[str, str] = {}
    sockets: Mapping[str, int] = {}
    sheet: str = ""
    station: str = ""
    """The charger, where no column names it."""
    zone: ZoneInfo | None = None
    """Of times without one."""


def told_by(pairs: Mapping[str, str], station: str = "", zone: ZoneInfo | None = None) -> Told:
    """
    What keys and values tell: `start` = the name of a column, `unit` = kWh, `socket:left` = 1.

    Raises: ToldError.
    """
    columns, choices, sockets, sheet = dict[Role, str](), dict[str, str](), dict[str, int](), ""
    for key, value in pairs.items():
        if key == SHEET_KEY:
            sheet = value
        elif key in CHOICES:
            found = {choice.lower(): choice for choice in CHOICES[key]}
            if value.lower() not in found:
                raise ToldError(say("no_such_choice", key=key, value=value, choices=", ".join(CHOICES[key])))
            choices[key] = found[value.lower()]
        elif key.startswith(SOCKET_KEY):
            if not value.isdecimal() or not 0 < int(value) < 10_000:
                raise ToldError(say("no_socket_number", key=key, value=value))
            sockets[key.removeprefix(SOCKET_KEY)] = int(value)
        elif key in set(Role):
            columns[Role(key)] = value
        else:
            known = ", ".join([*Role, *CHOICES, f"{SOCKET_KEY}LABEL", SHEET_KEY])
            raise ToldError(say("no_such_key", key=key, known=known))
    return Told(columns, choices, sockets, sheet, station, zone)
