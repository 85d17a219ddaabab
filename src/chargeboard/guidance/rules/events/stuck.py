"""I18: a socket is not free for long and does not charge, or a session does not end."""

from collections.abc import Iterator
from itertools import pairwise

from chargeboard.domain.codes import Need, Weight
from chargeboard.domain.conclusions import Session
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule
from chargeboard.time.instants import HOUR, Instant

_STUCK = {"preparing": ("stuck_preparing", 4 * HOUR), "finishing": ("stuck_finishing", 12 * HOUR)}
_LONG_SESSION = 24 * HOUR
_NO_RISE = 2 * HOUR


def _of_sockets(seen: LookedAt) -> Iterator[Found]:
    for now in seen.board.now:
        if now.since is None or now.state not in _STUCK:
            continue
        code, most = _STUCK[now.state]
        since = now.since
        if seen.has_come(since + most + 1):
            yield Found(code, {"socket": now.socket, "state": now.state, "since": since}, since=since)


def _of_sessions(seen: LookedAt) -> Iterator[Found]:
    for session in seen.sessions:
        if not session.is_open or not seen.has_come(session.start + _LONG_SESSION + 1):
            continue
        risen = _last_rise(session)
        if seen.has_come(risen + _NO_RISE):
            yield Found(
                "stuck_session",
                {"socket": session.socket, "key": session.key, "start": session.start, "risen": risen},
                since=session.start,
            )


def _last_rise(session: Session) -> Instant:
    """When its energy rose for the last time; its start if never."""
    risen = session.start
    for readings in (session.readings, session.export_readings):
        rises = (
            after.at for after, before in pairwise(reversed(readings)) if after.energy_wh > before.energy_wh
        )
        risen = max(risen, next(rises, risen))
    return risen


RULES = (
    Rule(
        id="I18",
        panel="events",
        severity=Weight.WARNING,
        need=Need.DRIVERS,
        action="look_at_the_bay",
        looks_at=LooksAt.MOMENT,
        codes=("stuck_preparing", "stuck_finishing"),
        numbers={"since": Instant},
        judge=_of_sockets,
    ),
    Rule(
        id="I18",
        panel="ongoing",
        severity=Weight.WARNING,
        need=Need.DRIVERS,
        action="move_the_car",
        looks_at=LooksAt.MOMENT,
        codes=("stuck_session",),
        numbers={"start": Instant, "risen": Instant},
        judge=_of_sessions,
    ),
)
