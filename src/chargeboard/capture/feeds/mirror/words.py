"""What is said of a capture?"""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "capture.feeds.mirror",
    {
        "title": "a capture of the network",
        "cannot_tell": (
            "what passed while nothing was captured, and what chargers say on connections that began before"
        ),
        "not_a_capture": "{name} is no capture: give what tcpdump or Wireshark writes (pcap or pcapng)",
        "broken_capture": "{name} is broken: what stands behind the break cannot be read",
        "not_read": "the capture cannot be read: {error}",
        "no_capture": "{name}: {error}",
        "clock_ahead": (
            "the clock of whoever captured is {seconds} s ahead of the clock here; nothing is read until the "
            "two agree"
        ),
        "seen_packets": Plural(
            "1 packet",
            "{n:count} packets",
        ),
        "seen": "{packets}, {connections}",
        "seen_connections": Plural(
            "1 connection of a charger from its handshake on",
            "{n:count} connections of chargers from their handshake on",
        ),
        "seen_unknown": Plural(
            (
                "1 connection began before the capture: which charger it is of is known once that connects "
                "again"
            ),
            (
                "{n:count} connections began before the capture: which chargers they are of is known once "
                "these connect again"
            ),
        ),
        "seen_encrypted": Plural(
            "1 connection is encrypted: capture behind what ends its TLS",
            "{n:count} connections are encrypted: capture behind what ends their TLS",
        ),
        "seen_missing": Plural(
            "1 hole in what was said ({size:count} bytes): unknown, not offline",
            "{n:count} holes in what was said ({size:count} bytes): unknown, not offline",
        ),
        "seen_cut": Plural(
            "1 packet was not captured whole: capture with -s 0",
            "{n:count} packets were not captured whole: capture with -s 0",
        ),
        "seen_fragments": Plural(
            "1 packet was taken apart on its way, and is not put together",
            "{n:count} packets were taken apart on their way, and are not put together",
        ),
        "seen_malformed": Plural(
            "1 packet made no sense",
            "{n:count} packets made no sense",
        ),
        "seen_foreign": Plural(
            "1 packet is of a kind of link ({link}) that cannot be read",
            "{n:count} packets are of a kind of link ({link}) that cannot be read",
        ),
    },
)
