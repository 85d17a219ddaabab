"""What happened to the connection itself, or to our own listening?"""

from __future__ import annotations

from typing import get_args

import msgspec

from chargeboard.decode.framing import UNREADABLE
from chargeboard.decode.notes import Notes
from chargeboard.domain.close_codes import CLOSE_CODES
from chargeboard.domain.codes import OddityKind
from chargeboard.domain.facts import CollectorGap, LinkClosed, LinkOpened, PingAnswered
from chargeboard.domain.frame import Protocol
from chargeboard.domain.reasons import Oddity

_LATEST = 2**62


def tell_turn(text: str, notes: Notes) -> None:
    """
    `["open"|"close", connection, protocol?, code?]`, `["ping", connection]`,
    `["pong", connection, interval_s?]`, `["gap", from, to]`.
    """
    try:
        said = msgspec.json.decode(text)
    except UNREADABLE:
        said = None
    now = notes.received_at
    match said:
        case ["open" | "close" as turn, *rest]:
            connection, protocol, code, *_ = (*rest, None, None, None)
            name = "" if connection is None else str(connection)
            if turn == "open":
                notes.tell(LinkOpened(now, now, name))
            else:
                is_code = _is_whole(code) and code in CLOSE_CODES
                notes.tell(LinkClosed(now, now, name, code if is_code else None))
            if protocol is not None and protocol not in get_args(Protocol):
                notes.nonconformant(Oddity.UNKNOWN_WORD, protocol, "Q41", field="subprotocol")
        case ["pong", _, interval_s] if _is_whole(interval_s) and interval_s > 0:
            notes.tell(PingAnswered(now, now, interval_s))
        case ["ping" | "pong", _]:
            notes.tell(PingAnswered(now, now, None))
        case ["gap", since, until, *rest] if _is_whole(since) and _is_whole(until) and since <= until:
            notes.tell(CollectorGap(since, now, until, links_lost=rest == ["down"]))
        case _:
            notes.odd(OddityKind.QUARANTINED, Oddity.NO_TURN_OF_CONNECTION, text, "Q34")


def _is_whole(said: object) -> bool:
    return isinstance(said, int) and not isinstance(said, bool) and abs(said) < _LATEST
