"""
Atlas' charging use specification, its validation of sessions.

Errors: no length, no energy, an end before the start. Warnings: shorter than a minute, longer than 2,880
minutes, less than 0.5 or more than 250 kWh, a mean power above 1.1 times the rated one. Read 2026-11-29 in
AtlasPublicPolicy/charging-use-spec.
"""

from __future__ import annotations

from chargeboard.domain.conclusions import Session
from chargeboard.domain.policy import Policy
from chargeboard.official.flags.energy import is_above_rated
from chargeboard.official.flags.flag import Flag, Level, System, sessions_that
from chargeboard.time.instants import MINUTE


def _is_short(session: Session, _: Policy) -> bool:
    return 0 < (session.duration or 0) < MINUTE


def _has_odd_energy(session: Session, _: Policy) -> bool:
    return session.energy_wh is not None and not 500 <= session.energy_wh <= 250_000


FLAGS = (
    Flag(
        code="atlas_no_length",
        system=System.ATLAS,
        level=Level.ERROR,
        find=sessions_that(lambda one, _: one.duration == 0),
    ),
    Flag(
        code="atlas_no_energy",
        system=System.ATLAS,
        level=Level.ERROR,
        find=sessions_that(lambda one, _: one.energy_wh is not None and one.energy_wh == 0),
    ),
    Flag(
        code="atlas_reversed",
        system=System.ATLAS,
        level=Level.ERROR,
        find=sessions_that(lambda one, _: one.end is not None and one.end < one.start),
    ),
    Flag(code="atlas_short", system=System.ATLAS, level=Level.WARNING, find=sessions_that(_is_short)),
    Flag(
        code="atlas_long",
        system=System.ATLAS,
        level=Level.WARNING,
        find=sessions_that(lambda one, _: (one.duration or 0) > 2_880 * MINUTE),
    ),
    Flag(
        code="atlas_energy",
        system=System.ATLAS,
        level=Level.WARNING,
        find=sessions_that(_has_odd_energy),
    ),
    Flag(
        code="atlas_power",
        system=System.ATLAS,
        level=Level.WARNING,
        find=sessions_that(lambda one, policy: is_above_rated(one, policy, 1.1)),
    ),
)
