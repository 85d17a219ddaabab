"""How is a socket called where it is named? By its number, and by what is written on it."""

from __future__ import annotations

from collections.abc import Mapping

from chargeboard.panels.words import say


class SocketsOfSite(dict[int, str]):
    """Sockets of several chargers, and the chargers, by their numbers: each has a name that says all."""


def socket_label(number: int, names: Mapping[int, str]) -> str:
    """Such as "Socket 1" or "Socket 1, left"; `names` as the operator gave them."""
    if isinstance(names, SocketsOfSite):
        return names[number]
    if number in names:
        return say("socket_named", number=number, name=names[number])
    return say("socket", number=number)


def socket_cell(number: int, names: Mapping[int, str]) -> str:
    """Such as "1" or "1, left", below a heading that says that it is about sockets."""
    if isinstance(names, SocketsOfSite):
        return names[number]
    return f"{number}, {names[number]}" if number in names else str(number)
