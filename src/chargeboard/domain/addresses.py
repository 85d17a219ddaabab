"""
From which address does somebody speak, and under which name were we asked?

A proxy in front tells by headers, which anybody may write: they count only where the proxy itself is trusted.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

from chargeboard.domain.words import say

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_ONE_SUBSCRIBER = 64
"""Bits of an IPv6 address that a subscriber is given; what follows it chooses freely (RFC 6177)."""
_PORT = re.compile(r":\d*$")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]+|[0-9]+")
_IPV4_PARTS, _BYTE = 4, 255


def address_of(text: str) -> Address | None:
    """The address that a text is; an IPv4 address in the clothes of IPv6 is one of IPv4."""
    try:
        found = ipaddress.ip_address(text.strip().removeprefix("[").removesuffix("]").partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


def is_loopback(host: str) -> bool:
    """Whether only this machine is reached at that address or name."""
    address = address_of(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def is_refused(address: str) -> bool:
    """Whether nothing is sent there nor read from there, however the number is written; a name is not."""
    bare = address.partition("%")[0]
    ip = address_of(bare) or _loose(bare.removesuffix("."))
    return ip is not None and (ip.is_link_local or ip.is_multicast or ip.is_unspecified)


def _loose(text: str) -> Address | None:
    """2852039166 and 0xa9fea9fe are read as addresses by whoever resolves them (inet_aton)."""
    parts = text.split(".")
    if len(parts) > _IPV4_PARTS or not all(map(_NUMBER.fullmatch, parts)):
        return None
    try:
        *first, last = [int(part, _base_of(part)) for part in parts]
    except ValueError:
        return None
    if any(number > _BYTE for number in first) or last >> 8 * (_IPV4_PARTS - len(first)):
        return None
    above = sum(number << 8 * (_IPV4_PARTS - 1 - place) for place, number in enumerate(first))
    return ipaddress.IPv4Address(above + last)


def _base_of(number: str) -> int:
    if "x" in number.lower():
        return 16
    return 8 if number.startswith("0") else 10


def network_of(text: str) -> str:
    """Whose address it is: the address itself, in IPv6 the network of the subscriber."""
    address = address_of(text)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _ONE_SUBSCRIBER), strict=False))
    return text if address is None else str(address)


def name_in(host: str) -> str:
    """The name or address in a Host header, an authority or an origin's: without port and final dot."""
    bare = host.strip().lower()
    bare = bare[: bare.rfind("]") + 1] if bare.startswith("[") else _PORT.sub("", bare)
    return bare.removesuffix(".")


class Proxies:
    """The proxies that are believed."""

    def __init__(self, trusted: Iterable[str] = ()) -> None:
        """
        Addresses and networks.

        Raises: ValueError that names the one that is neither.
        """
        self._networks: list[Network] = []
        for network in trusted:
            try:
                self._networks.append(ipaddress.ip_network(network.strip(), strict=False))
            except ValueError as error:
                raise ValueError(say("not_an_address", text=repr(network))) from error

    def __bool__(self) -> bool:
        """Whether any is."""
        return bool(self._networks)

    def trusts(self, text: str) -> bool:
        """Whether what stands at that address is believed."""
        address = address_of(text)
        return address is not None and any(address in network for network in self._networks)

    def speaker(self, peer: str, forwarded: Iterable[str]) -> str:
        """
        Who speaks, given who is connected and the values of X-Forwarded-For.

        Each proxy writes behind what it was told, so that they are believed from the end on, up to the first
        that no trusted proxy wrote.
        """
        said = [address.strip() for value in forwarded for address in value.split(",") if address.strip()]
        while said and self.trusts(peer):
            told = said.pop()
            # some write a port behind it; an IPv6 address without brackets has none
            address = address_of(name_in(told) if told.startswith("[") or told.count(":") == 1 else told)
            if address is None:
                break
            peer = str(address)
        return peer
