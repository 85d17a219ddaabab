"""What does each official rule make of a month of a charger, and how is that kept?"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Mapping, Sequence
from operator import add
from typing import Final

import msgspec

from chargeboard.official.success.rule import Rate, Tried, rate
from chargeboard.official.success.rules import SUCCESS_RULES
from chargeboard.official.uptime.counting import counted
from chargeboard.official.uptime.differing import PAIRS, differing_of_pairs
from chargeboard.official.uptime.port import Port
from chargeboard.official.uptime.rules import RULES
from chargeboard.official.uptime.sums import NOTHING, Sums, added, sums_of
from chargeboard.time.instants import Micros
from chargeboard.time.spans import Span

_EACH = len(Sums.__struct_fields__)
_UPTIME = len(RULES) * _EACH
_PLACE: Final = {rule.code: place * _EACH for place, rule in enumerate(RULES)}
_SUCCESS = 2 * len(SUCCESS_RULES)
_SHAPE = "2"
"""Grows when a month is kept in another shape."""
RULES_VERSION = hashlib.sha256(
    "/".join(
        [
            _SHAPE,
            *(f"{rule.code}.{rule.version}" for rule in RULES),
            *(f"{rule.code}.{rule.version}" for rule in SUCCESS_RULES),
        ]
    ).encode()
).hexdigest()[:12]
"""Names the rules and their versions: what was made by others is made again."""


class RuledMonth(msgspec.Struct, frozen=True, array_like=True):
    """
    A month of a charger by every rule.

    `all` are flat numbers, eight bytes each, so that thousands add up quickly: of each rule of uptime, in
    order, the sums over the sockets; then of each rule of success its part and its whole; then the time on
    which each two rules of uptime differ. `sockets` has those of uptime, socket by socket.
    """

    all: bytes
    sockets: dict[int, list[int]]

    @property
    def uptime(self) -> dict[str, Sums]:
        """By rule, over the sockets."""
        return uptime_in(unpacked(self.all))

    @property
    def success(self) -> dict[str, Rate]:
        """By rule."""
        return success_in(unpacked(self.all))


NUMBERS: Final = _UPTIME + _SUCCESS + len(PAIRS)
"""So many are in `all`."""
_NUMBERS = struct.Struct(f"<{NUMBERS}q")
_MONTH = msgspec.msgpack.Decoder(RuledMonth)


class _InAll(msgspec.Struct, frozen=True, array_like=True, gc=False):
    all: bytes


_ALL = msgspec.msgpack.Decoder(_InAll)


def ruled_month(ports: Iterable[Port], tried: Tried, window: Span) -> RuledMonth:
    """That of sockets and what was tried; a socket that was not there yet is not in it."""
    sockets: dict[int, list[int]] = {}
    differs = [0] * len(PAIRS)
    for port in ports:
        if port.seen(window).length:
            pieces = [counted(rule, port, window) for rule in RULES]
            of_rules = map(sums_of, pieces)
            sockets[port.socket] = [number for sums in of_rules for number in msgspec.structs.astuple(sums)]
            differs = list(map(add, differs, differing_of_pairs(pieces)))
    uptime = [0] * _UPTIME
    for numbers in sockets.values():
        uptime = list(map(add, uptime, numbers))
    rates = (rate(rule, tried, window) for rule in SUCCESS_RULES)
    success = (number for one in rates for number in (one.part, one.whole))
    return RuledMonth(packed([*uptime, *success, *differs]), sockets)


def with_success_of(former: RuledMonth | None, month: RuledMonth) -> RuledMonth:
    """The month with the rates of success that it came to before; None: nobody knows them any more."""
    numbers = unpacked(month.all)
    rates = [0] * _SUCCESS if former is None else unpacked(former.all)[_UPTIME : _UPTIME + _SUCCESS]
    numbers[_UPTIME : _UPTIME + _SUCCESS] = rates
    return RuledMonth(packed(numbers), month.sockets)


def kept(month: RuledMonth) -> bytes:
    """As it is kept."""
    return msgspec.msgpack.encode(month)


def month_of(body: bytes) -> RuledMonth:
    """What was kept."""
    return _MONTH.decode(body)


def packed(numbers: Sequence[int]) -> bytes:
    """Flat numbers as they are kept."""
    return _NUMBERS.pack(*numbers)


def unpacked(numbers: bytes) -> list[int]:
    """Flat numbers."""
    return list(_NUMBERS.unpack(numbers))


def numbers_of(body: bytes) -> list[int]:
    """The flat numbers of a kept month."""
    return unpacked(_ALL.decode(body).all)


def lanes_of(body: bytes) -> int:
    """
    The flat numbers of a kept month side by side in one integer.

    To add such integers adds all numbers at once: none ever reaches the next one's bits.
    """
    return int.from_bytes(_ALL.decode(body).all, "little")


def unlaned(lanes: int) -> list[int]:
    """Flat numbers that were added side by side."""
    return unpacked(lanes.to_bytes(_NUMBERS.size, "little"))


def uptime_in(numbers: list[int]) -> dict[str, Sums]:
    """By rule, of flat numbers."""
    return {
        rule.code: Sums(*numbers[at : at + _EACH])
        for rule, at in zip(RULES, range(0, _UPTIME, _EACH), strict=True)
    }


def uptime_of(numbers: list[int], rule: str) -> Sums:
    """By one rule, of flat numbers."""
    at = _PLACE[rule]
    return Sums(*numbers[at : at + _EACH])


def success_in(numbers: list[int]) -> dict[str, Rate]:
    """By rule, of flat numbers."""
    return {
        rule.code: Rate(*numbers[at : at + 2])
        for rule, at in zip(SUCCESS_RULES, range(_UPTIME, _UPTIME + _SUCCESS, 2), strict=True)
    }


def differing_in(numbers: list[int], first: str, second: str) -> Micros:
    """On how much time two rules differ, of flat numbers."""
    pair = frozenset((first, second))
    return numbers[_UPTIME + _SUCCESS + PAIRS.index(pair)] if len(pair) > 1 else 0


def uptime_added(months: Iterable[Mapping[str, Sums]]) -> dict[str, Sums]:
    """Several months, or sockets, by rule."""
    some = list(months)
    return {rule.code: added(one.get(rule.code, NOTHING) for one in some) for rule in RULES}


def success_added(months: Iterable[Mapping[str, Rate]]) -> dict[str, Rate]:
    """Several months by rule."""
    some = list(months)
    return {rule.code: sum((one[rule.code] for one in some), Rate()) for rule in SUCCESS_RULES}
