"""What may be said of one charger besides policy keys: who it is, and what is written on it?"""

from __future__ import annotations

import re

from chargeboard.config.words import say

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
    "payment_method": "setting_payment_method",
    "payment_type": "setting_payment_type",
    "energy_fee": "setting_energy_fee",
    "session_fee": "setting_session_fee",
    "time_fee": "setting_time_fee",
}
"""Each with the code of what it means."""
BY_SOCKET = frozenset({"socket_names", "port_ids"})
"""Those that say something of each socket."""
_LONGEST, _LONGEST_NOTES = 300, 4_000
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
    if not isinstance(value, str):
        raise ValueError(say("should_be_text"))  # noqa: TRY004 - as every wrong setting
    return socket_text(socket_names_of(value)) if key in BY_SOCKET else value


def check_length(key: str, text: str) -> None:
    """Raises: ValueError for a text that no page has room for."""
    most = _LONGEST_NOTES if key in {"notes", *BY_SOCKET} else _LONGEST
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


def socket_text(names: tuple[tuple[int, str], ...]) -> str:
    """The names of sockets as one line."""
    return "; ".join(f"{number}={name}" for number, name in names)
