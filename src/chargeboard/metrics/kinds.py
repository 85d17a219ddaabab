"""Of which maker, model and firmware was a charger, and since when?"""

from __future__ import annotations

from collections.abc import Iterable

from chargeboard.domain.facts import AnyFact, Booted
from chargeboard.domain.totals import Kind, KindSince
from chargeboard.time.days import day_of


def kinds_told(facts: Iterable[AnyFact], kind: Kind | None, zone: str) -> list[KindSince]:
    """
    Each change that boots among facts told; what one leaves out is as before.

    `kind` is what the charger was before; None: nothing was told yet.
    """
    changes: list[KindSince] = []
    for fact in facts:
        if type(fact) is not Booted:
            continue
        was = kind or Kind()
        kind = Kind(
            fact.vendor.strip() or was.maker,
            fact.model.strip() or was.model,
            fact.firmware.strip() or was.firmware,
        )
        if kind != was:
            changes.append(KindSince(fact.at, day_of(fact.at, zone), kind))
    return changes
