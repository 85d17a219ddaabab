"""By what are sessions named in what we answer, and what does that tell of whose they were?"""

import re
from collections import defaultdict
from html import unescape
from urllib.parse import unquote

from shared_town import DAY, NOON

from chargeboard.time.instants import HOUR

CARDS = {NOON - back * DAY - 3 * HOUR: "guest" if back == 1 else "driver" for back in (2, 1, 0)}
"""Whose card began the session of each start, at every charger."""
_NAMED = re.compile(r"\b(\d{16})/(\d+/[^\s\"'<>?&,;]+)")
_CARD = re.compile(r"\b[tf]:[0-9a-f]{16}")


def plain(text):
    """What addresses and HTML escape, as it is."""
    return unquote(unquote(unescape(text)))


def cards_in(text):
    """The hashes that stand for cards."""
    return _CARD.findall(plain(text))


def named(text):
    """The parts of each session's name, by its start."""
    found = defaultdict(set)
    for start, rest in _NAMED.findall(plain(text)):
        found[int(start)].update(rest.split("/"))
    return found


def telling(text):
    """What sessions of one card have in their names, and none of another card has."""
    owners = defaultdict(list)
    for start, parts in named(text).items():
        for one in parts:
            owners[one].append(CARDS[start])
    return [one for one, cards in owners.items() if len(cards) > 1 and len(set(cards)) == 1]
