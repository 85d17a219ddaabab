"""
France: AFIREV's successful recharge, and QualiCharge's u11, which wants a minute more.

AFIREV: longer than 2 minutes and more than 0.5 kWh, of sessions that were started after an authorisation.
QualiCharge counts sessions of more than 3 minutes and 0.5 kWh; it divides by nothing, so all ended sessions
stand beside them. Sessions of unknown energy are no success.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from chargeboard.domain.conclusions import Session
from chargeboard.official.success.rule import Judged, Of, SuccessRule, Tried
from chargeboard.time.instants import MINUTE, Micros

_LEAST_WH = 500


def _longer_than(least: Micros) -> Callable[[Tried], Iterable[Judged]]:
    def is_good(session: Session) -> bool:
        length, energy_wh = session.duration, session.energy_wh
        return length is not None and length > least and energy_wh is not None and energy_wh > _LEAST_WH

    return lambda tried: (
        Judged(session.start, is_good(session)) for session in tried.sessions if session.end is not None
    )


RULES = (
    SuccessRule(
        code="afirev",
        of=Of.SESSIONS,
        judge=_longer_than(2 * MINUTE),
        address="https://www.afirev.fr/fr/changement-de-definition-de-recharge-reussie/",
        read_on=date(2026, 11, 28),
    ),
    SuccessRule(
        code="qualicharge",
        of=Of.SESSIONS,
        judge=_longer_than(3 * MINUTE),
        address="https://github.com/MTES-MCT/qualicharge/blob/main/src/prefect/indicators/usage/u11.py",
        read_on=date(2026, 11, 29),
    ),
)
