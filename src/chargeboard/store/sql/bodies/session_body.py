"""
How is a session kept whole, its readings in little room?

Of what was read at instants, the distances and the values are two lists: distances are small and the same
again and again.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import TypeVar

import msgspec
from msgspec.structs import force_setattr, replace

from chargeboard.domain.conclusions import Reading, Session
from chargeboard.time.instants import Instant, Micros

V = TypeVar("V")


class _Kept(msgspec.Struct, array_like=True):
    """The session without what was read, and three times how far each is from the last, and what it was."""

    session: Session
    apart: list[Micros]
    energies_wh: list[Decimal]
    export_apart: list[Micros]
    exports_wh: list[Decimal]
    powers_apart: list[Micros]
    powers_w: list[float]


class _Outline(msgspec.Struct, array_like=True):
    """The start of a body, up to where powers begin; of what was read only what is asked for is made."""

    session: Session
    apart: list[Micros]
    energies_wh: list[msgspec.Raw]
    export_apart: list[Micros]
    exports_wh: list[msgspec.Raw]


_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(_Kept).decode
_DECODE_OUTLINE = msgspec.msgpack.Decoder(_Outline).decode
_ENERGY = msgspec.msgpack.Decoder(Decimal).decode


def body_of(session: Session) -> bytes:
    """A session, to be kept."""
    return _ENCODE(
        _Kept(
            replace(session, readings=(), export_readings=(), powers=()),
            *_columns(session.start, [(one.at, one.energy_wh) for one in session.readings]),
            *_columns(session.start, [(one.at, one.energy_wh) for one in session.export_readings]),
            *_columns(session.start, session.powers),
        )
    )


def session_of_body(body: bytes) -> Session:
    """The session that was kept."""
    kept = _DECODE(body)
    session = kept.session
    for name, apart, energies_wh in (
        ("readings", kept.apart, kept.energies_wh),
        ("export_readings", kept.export_apart, kept.exports_wh),
    ):
        if apart:
            force_setattr(session, name, tuple(map(Reading, _instants(session.start, apart), energies_wh)))
    if kept.powers_apart:
        powers = zip(_instants(session.start, kept.powers_apart), kept.powers_w, strict=True)
        force_setattr(session, "powers", tuple(powers))
    return session


def outline_of_body(body: bytes) -> Session:
    """The session that was kept, with the first and the last of each kind of its readings, and no powers."""
    kept = _DECODE_OUTLINE(body)
    session = kept.session
    for name, apart, energies_wh in (
        ("readings", kept.apart, kept.energies_wh),
        ("export_readings", kept.export_apart, kept.exports_wh),
    ):
        if apart:
            first = Reading(session.start + apart[0], _ENERGY(energies_wh[0]))
            last = Reading(session.start + sum(apart), _ENERGY(energies_wh[-1]))
            force_setattr(session, name, (first, last) if len(apart) > 1 else (first,))
    return session


def _columns(start: Instant, read: Sequence[tuple[Instant, V]]) -> tuple[list[Micros], list[V]]:
    instants = [start, *(at for at, _ in read)]
    return [after - before for before, after in pairwise(instants)], [value for _, value in read]


def _instants(start: Instant, apart: list[Micros]) -> list[Instant]:
    return list(accumulate(apart, initial=start))[1:]
