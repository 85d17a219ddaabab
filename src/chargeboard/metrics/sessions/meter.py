"""
How much energy does a session's meter tell (definitions S3, 4c S3a, S3b, S3c)?

From the register at the start, its own readings and the register at the stop: the energy, its course, and
what had to be forgiven.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import dropwhile, filterfalse, pairwise
from operator import attrgetter

import msgspec

from chargeboard.domain.codes import SessionFlag
from chargeboard.domain.conclusions import Reading
from chargeboard.domain.facts import Register
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.energy import JITTER_WH, accumulated, between, rolled_over
from chargeboard.metrics.sessions.plausibility import is_plausible
from chargeboard.time.instants import SECOND, Instant

_ZERO = Decimal(0)
_LIFETIME_WH = Decimal(250_000)
_LIFETIME_TIMES = 10
_WHOLE_WH = 1000
_FALLS = frozenset({SessionFlag.METER_RESET, SessionFlag.ROLLOVER})


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """
    What the registers of one session said, by time and inside it.

    `end` None: still open. `is_stop_own`: the stop is one of the own readings, as in 2.x. `is_timed` False:
    stamps were repaired, so no speed can be told from them.
    """

    start: Instant
    end: Instant | None
    begin: Register | None = None
    own: Sequence[Register] = ()
    stop: Register | None = None
    is_stop_own: bool = False
    is_timed: bool = True


class Metered(msgspec.Struct, frozen=True):
    """Accepted readings from 0 on, the total (None: unknown), and where the register stood at both ends."""

    readings: tuple[Reading, ...] = ()
    energy_wh: Decimal | None = None
    flags: tuple[SessionFlag, ...] = ()
    begin_wh: Decimal | None = None
    end_wh: Decimal | None = None


def metered(told: Told, policy: Policy) -> Metered:
    """
    The energy of a session.

    Formula: stop - start where both exist and their difference is plausible, however the samples went; not
             where these show a reset, nor where start and stop are whole kWh and two samples are not. Else
             the accumulated increase from start to last register.
    Unit:    Wh; None: the registers do not tell.
    Source:  definitions S3, 4c S3a, S3b, S3c.
    """
    flags: set[SessionFlag] = set()
    begin, stop = told.begin, told.stop
    own = list(told.own)
    is_relative = begin is not None and bool(own) and _is_relative(begin.wh, own, stop)
    if begin is not None and is_relative:
        flags.add(SessionFlag.SESSION_RELATIVE_REGISTER)
        own = [Register(register.at, register.wh + begin.wh) for register in own]
    elif begin and stop and not told.is_stop_own and begin.wh <= stop.wh and _lie_above(stop, own):
        own = []  # readings that the stop lies below are another register's
    if begin is None and own and own[0].wh == 0:
        begin = own.pop(0)
    if begin is not None and _is_placeholder(begin, own, stop, told, policy):
        flags.add(SessionFlag.BEGIN_INFERRED)
        begin, own = None, list(dropwhile(_is_nothing, own))
    first, last = begin or next(iter(own), None), stop or next(reversed(own), None)
    course = _course(told, begin, own, stop, flags, policy)
    readings = between(told.start, told.end, course) if course else []
    return Metered(
        tuple(readings),
        readings[-1].energy_wh if readings else None,
        tuple(sorted(flags)),
        None if is_relative or first is None else first.wh,
        None if is_relative or last is None else last.wh,
    )


def _course(
    told: Told,
    begin: Register | None,
    own: Sequence[Register],
    stop: Register | None,
    flags: set[SessionFlag],
    policy: Policy,
) -> list[Reading] | None:
    """The energy by time; None: unknown."""
    walk = [register for register in (begin, *own, stop) if register is not None]
    is_alone = len(walk) == 1 and (told.end is not None or SessionFlag.BEGIN_INFERRED in flags)
    if not walk or is_alone:
        return None
    if begin is not None and stop is not None:
        rise, elapsed = stop.wh - begin.wh, stop.at - told.start
        if rise < 0 and not own:
            return _fallen(begin, stop, flags, policy)
        if rise >= 0 and (not told.is_timed or is_plausible(rise, elapsed, policy)):
            return _by_difference(walk, rise, told, flags, policy)
    return accumulated(walk, flags, policy)


def _by_difference(
    walk: Sequence[Register], rise: Decimal, told: Told, flags: set[SessionFlag], policy: Policy
) -> list[Reading]:
    """Stop less start, in the shape of the samples between them (S3a)."""
    begin, own, stop = walk[0], walk[1:-1], walk[-1]
    seen: set[SessionFlag] = set()
    course = accumulated(walk[:-1], seen, policy, stop.wh)
    if _FALLS.isdisjoint(seen):
        flags |= seen
        # a count that begins at 0 is not rounded by it
        is_coarse = begin.wh > 0 and _is_whole(begin) and _is_whole(stop)
        if is_coarse and own:
            finer = accumulated(own, set(), policy, stop.wh)
            accepted_at = {reading.at for reading in finer}
            if sum(not _is_whole(register) for register in own if register.at in accepted_at) > 1:
                return finer
        if told.is_stop_own:
            accumulated([max(walk[:-1], key=attrgetter("wh")), stop], seen, policy)
    if not _FALLS.isdisjoint(seen):
        return accumulated(walk, flags, policy)
    if course[-1].energy_wh > rise:
        course = [Reading(reading.at, min(reading.energy_wh, rise)) for reading in course]
    return [*course, Reading(stop.at, rise)]


def _fallen(begin: Register, stop: Register, flags: set[SessionFlag], policy: Policy) -> list[Reading] | None:
    """A stop below the start without samples: a rollover, a jitter (S3c), or unknown."""
    rolled = rolled_over(begin.wh, stop.wh, stop.at - begin.at, policy)
    if rolled is not None:
        flags.add(SessionFlag.ROLLOVER)
    elif begin.wh - stop.wh <= JITTER_WH:
        rolled = _ZERO
    return None if rolled is None else [Reading(begin.at, _ZERO), Reading(stop.at, rolled)]


def _is_placeholder(
    begin: Register, own: Sequence[Register], stop: Register | None, told: Told, policy: Policy
) -> bool:
    """Whether a start register of 0 was sent because none was known (S3b)."""
    if begin.wh != 0:
        return False
    walk = [*own, *([] if stop is None else [stop])]
    first = next(filterfalse(_is_nothing, walk), None)
    last = next(filterfalse(_is_nothing, reversed(walk)), None)
    if first is None or last is None:
        return False
    # stamps count seconds
    elapsed = max(first.at - told.start, SECOND)
    if told.is_timed and not is_plausible(first.wh, elapsed, policy):
        return True
    return first.wh > max(_LIFETIME_WH, _LIFETIME_TIMES * (last.wh - first.wh))


def _is_relative(begin_wh: Decimal, own: Sequence[Register], stop: Register | None) -> bool:
    """Samples that count from the session's start while the start register is the meter's life (Q16)."""
    if own[-1].wh >= begin_wh or (stop is not None and stop.wh < begin_wh):
        return False
    return max(register.wh for register in own) < begin_wh and all(
        low.wh <= high.wh for low, high in pairwise(own)
    )


def _lie_above(stop: Register, own: Sequence[Register]) -> bool:
    return all(register.wh > stop.wh + JITTER_WH for register in own)


def _is_nothing(register: Register) -> bool:
    return register.wh <= JITTER_WH


def _is_whole(register: Register) -> bool:
    return register.wh % _WHOLE_WH == 0
