"""
Whom does a proxy speak for, where it says so before anything else?

By the PROXY protocol, whose first version is a line of text, and whose second is a few bytes.
"""

from __future__ import annotations

import struct
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple

from chargeboard.capture.csms.words import say

_SIGNATURE = b"\r\n\r\n\x00\r\nQUIT\n"
_TEXT = b"PROXY "
_LONGEST_TEXT = 107
_LONGEST_BODY = 4096
"""Addresses take 36 bytes, what proxies add to them some hundreds."""
_REST = struct.Struct(">BBH")
_LOCAL, _PROXY = 0x20, 0x21
_FAMILY = 0xF0
_STREAM = 0x01
_ADDRESSES = {0x10: struct.Struct(">4s4sHH"), 0x20: struct.Struct(">16s16sHH")}


class HeaderError(ValueError):
    """A connection does not begin as it should; the message says how it does."""


class Address(NamedTuple):
    """One end of a connection."""

    host: str
    port: int


class Header(NamedTuple):
    """What a proxy says, and how many bytes it takes for that."""

    address: str
    """Empty: it speaks for itself, or does not tell."""
    size: int


def header_in(data: bytes) -> Header | None:
    """
    The header that a connection begins with; None: it is not whole yet.

    Raises: HeaderError.
    """
    if data.startswith(_SIGNATURE):
        return _packed_in(data)
    if data.startswith(_TEXT):
        line, end, _ = data[:_LONGEST_TEXT].partition(b"\r\n")
        if end:
            return Header(_address_in_text(line), len(line) + len(end))
        if len(data) >= _LONGEST_TEXT:
            raise HeaderError(say("wrong_header"))
        return None
    if _SIGNATURE.startswith(data) or _TEXT.startswith(data):
        return None
    raise HeaderError(say("no_header"))


def header_of(source: Address, target: Address) -> bytes:
    """The header, of version 2, that tells of a connection."""
    ends = [ip_address(end.host.partition("%")[0]) for end in (source, target)]
    family = 0x10 if all(isinstance(end, IPv4Address) for end in ends) else 0x20
    packed = [_clothed(end) if family == 0x20 else end.packed for end in ends]
    body = _ADDRESSES[family].pack(*packed, source.port, target.port)
    return _SIGNATURE + _REST.pack(_PROXY, family | _STREAM, len(body)) + body


LOCAL_HEADER = _SIGNATURE + _REST.pack(_LOCAL, 0, 0)
"""Of a connection of which nothing is to be told."""


def _clothed(address: IPv4Address | IPv6Address) -> bytes:
    return address.packed if isinstance(address, IPv6Address) else b"\0" * 10 + b"\xff\xff" + address.packed


def _packed_in(data: bytes) -> Header | None:
    begin = len(_SIGNATURE) + _REST.size
    if len(data) < begin:
        return None
    command, family, size = _REST.unpack_from(data, len(_SIGNATURE))
    if size > _LONGEST_BODY or command not in {_LOCAL, _PROXY}:
        raise HeaderError(say("wrong_header"))
    if len(data) < begin + size:
        return None
    form = _ADDRESSES.get(family & _FAMILY)
    if command == _LOCAL or form is None:
        return Header("", begin + size)
    if size < form.size:
        raise HeaderError(say("wrong_header"))
    return Header(str(ip_address(form.unpack_from(data, begin)[0])), begin + size)


def _address_in_text(line: bytes) -> str:
    match line.decode("latin-1").split(" "):
        case ["PROXY", "UNKNOWN", *_]:
            return ""
        case ["PROXY", "TCP4" | "TCP6", source, _, _, _]:
            try:
                return str(ip_address(source))
            except ValueError as error:
                raise HeaderError(say("wrong_header")) from error
        case _:
            raise HeaderError(say("wrong_header"))
