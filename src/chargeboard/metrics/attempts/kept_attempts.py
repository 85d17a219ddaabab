"""
What of the attempts so far may still matter to later signals?

The state of the matching at an instant: attempts that signals behind it may go on with, and what is plugged.
Their sessions are known again by their keys, so that what became of them since is the later computation's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from chargeboard.domain.conclusions import Session
from chargeboard.metrics.attempts.known_attempts import KnownAttempts
from chargeboard.metrics.attempts.open_attempt import OpenAttempt
from chargeboard.time.instants import BEGINNING, SECOND, Instant

_STOP_CARD = 60 * SECOND
_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(OpenAttempt).decode


class KeptAttempts(msgspec.Struct, frozen=True, array_like=True):
    """Attempts by their place in `attempts`."""

    since: Instant = BEGINNING
    """Signals from then on are not among them."""
    attempts: tuple[OpenAttempt, ...] = ()
    behind: dict[int, int] = {}
    here: dict[int, int] = {}
    waiting: tuple[int, ...] = ()
    plug_ins: dict[int, tuple[int, ...]] = {}
    cable: dict[int, Instant] = {}
    is_up: bool = True
    reserved: dict[str, Instant] = {}
    masters: tuple[str, ...] = ()


NONE_KEPT: Final = KeptAttempts()


def kept(known: KnownAttempts, at: Instant) -> KeptAttempts:
    """What is still needed of the attempts at an instant."""
    running = [
        attempt
        for attempt in known.attempts
        if any(_matters(session, at) for session in (*attempt.sessions, *attempt.refused))
    ]
    plugged = [attempt for of_socket in known.plug_ins.values() for attempt in of_socket]
    needed = [*known.here.values(), *known.waiting, *plugged, *running]
    needed += [attempt.behind for attempt in needed if attempt.behind is not None]
    order = {id(attempt): n for n, attempt in enumerate(known.attempts)}
    needed = sorted({id(one): one for one in needed}.values(), key=lambda one: order.get(id(one), -1))
    places = {id(attempt): n for n, attempt in enumerate(needed)}
    return KeptAttempts(
        since=at,
        attempts=tuple(_copied(attempt) for attempt in needed),
        behind={n: places[id(one.behind)] for n, one in enumerate(needed) if id(one.behind) in places},
        here={socket: places[id(attempt)] for socket, attempt in known.here.items()},
        waiting=tuple(places[id(attempt)] for attempt in known.waiting),
        plug_ins={
            socket: tuple(places[id(attempt)] for attempt in of_socket)
            for socket, of_socket in known.plug_ins.items()
            if of_socket
        },
        cable=dict(known.cable),
        is_up=known.is_up,
        reserved={token: since for token, since in known.reserved.items() if at - since <= known.window},
        masters=tuple(sorted(known.stop_cards.masters)),
    )


def _matters(session: Session, at: Instant) -> bool:
    """Whether a card may still be its stop, or it has not settled: an end may be inferred long after it."""
    is_settled = session.settles_at is not None and session.settles_at < at
    return not is_settled or session.until + _STOP_CARD >= at


def _copied(attempt: OpenAttempt) -> OpenAttempt:
    """As it is now, with sessions that bring no course; it goes on changing."""
    slim = replace(
        attempt,
        behind=None,
        sessions=[_slim(session) for session in attempt.sessions],
        refused=[_slim(session) for session in attempt.refused],
    )
    return _DECODE(_ENCODE(slim))


def _slim(session: Session) -> Session:
    return replace(session, readings=(), export_readings=(), powers=())


def go_on(known: KnownAttempts, before: KeptAttempts, begun: Sequence[Session]) -> None:
    """Have the attempts of before known, with their sessions as they are known by now."""
    by_key: Mapping[str, Session] = {session.key: session for session in begun}
    attempts = [_copied(attempt) for attempt in before.attempts]
    for attempt in attempts:
        attempt.sessions = [by_key.get(session.key, session) for session in attempt.sessions]
        attempt.refused = [by_key.get(session.key, session) for session in attempt.refused]
        known.by_session |= {session.key: attempt for session in (*attempt.sessions, *attempt.refused)}
        for session in attempt.sessions:
            known.stop_cards.began(session, attempt)
    for place, behind in before.behind.items():
        attempts[place].behind = attempts[behind]
    known.attempts += attempts
    known.here |= {socket: attempts[place] for socket, place in before.here.items()}
    known.waiting += [attempts[place] for place in before.waiting]
    known.plug_ins = defaultdict(
        list,
        {socket: [attempts[place] for place in places] for socket, places in before.plug_ins.items()},
    )
    known.cable |= before.cable
    known.is_up = before.is_up
    known.reserved |= before.reserved
    known.stop_cards.masters |= set(before.masters)
