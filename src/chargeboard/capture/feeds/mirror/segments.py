"""Which part of a TCP connection does a packet carry?"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import dpkt
from dpkt.tcp import TH_ACK, TH_FIN, TH_RST, TH_SYN

from chargeboard.time.instants import Instant

_ETHERNET, _LINUX, _LINUX_2 = 1, 113, 276
_LOOPBACK = (0, 108)
_RAW = (12, 14, 101, 228, 229)
_LOOPBACK_BYTES = 4
_VERSION_6 = 6
_FRAGMENT_6 = dpkt.ip.IP_PROTO_FRAGMENT


class End(NamedTuple):
    """One end of a connection: its address as bytes, and its port."""

    address: bytes
    port: int


class Segment(NamedTuple):
    """A part of what one end says to another."""

    at: Instant
    source: End
    target: End
    number: int
    """Of its first byte."""
    acknowledged: int | None
    """Of the first byte that has not arrived at its sender."""
    begins: bool
    ends: bool
    is_reset: bool
    data: bytes
    cut: int
    """Bytes of it that the capture left out."""


class UnknownLinkError(Exception):
    """What the packets travelled on cannot be read; its number."""


class FragmentError(Exception):
    """A packet was taken apart on its way; its parts are not put together."""


def reader_of(link_type: int) -> Callable[[bytes], object]:
    """
    What finds the IP packet in what was captured there.

    Raises: UnknownLinkError.
    """
    if link_type == _ETHERNET:
        return lambda data: dpkt.ethernet.Ethernet(data).data
    if link_type == _LINUX:
        return lambda data: dpkt.sll.SLL(data).data
    if link_type == _LINUX_2:
        return lambda data: dpkt.sll2.SLL2(data).data
    if link_type in _LOOPBACK:
        return lambda data: _bare(data[_LOOPBACK_BYTES:])
    if link_type in _RAW:
        return _bare
    raise UnknownLinkError(link_type)


def segment_of(at: Instant, packet: object) -> Segment | None:
    """
    The part of a TCP connection in an IP packet; None: it has none.

    Raises: FragmentError.
    """
    match packet:
        case dpkt.ip.IP():
            if packet.p != dpkt.ip.IP_PROTO_TCP:
                return None
            if packet.mf or packet.offset:
                raise FragmentError
            size = packet.len - (packet.hl << 2) if packet.len else None
        case dpkt.ip6.IP6():
            if _FRAGMENT_6 in packet.extension_hdrs:
                raise FragmentError
            extra = sum(header.length for header in packet.all_extension_headers)
            size = packet.plen - extra if packet.plen else None
        case _:
            return None
    tcp = packet.data
    if not isinstance(tcp, dpkt.tcp.TCP):
        return None
    data = bytes(tcp.data)
    # a packet that the card will cut into several says no length
    cut = 0 if size is None else max(0, size - (tcp.off << 2) - len(data))
    flags = tcp.flags
    return Segment(
        at,
        End(packet.src, tcp.sport),
        End(packet.dst, tcp.dport),
        (tcp.seq + 1) % (1 << 32) if flags & TH_SYN else tcp.seq,
        tcp.ack if flags & TH_ACK else None,
        bool(flags & TH_SYN),
        bool(flags & TH_FIN),
        bool(flags & TH_RST),
        data,
        cut,
    )


def _bare(data: bytes) -> object:
    return dpkt.ip6.IP6(data) if data[:1] and data[0] >> 4 == _VERSION_6 else dpkt.ip.IP(data)
