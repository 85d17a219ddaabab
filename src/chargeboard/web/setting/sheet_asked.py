"""What does somebody bring as a list of chargers, and which of them may they change?"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import msgspec

from chargeboard.domain.sheet_plan import PlanChangedError, SheetPlan
from chargeboard.web.access.reading import about, reader
from chargeboard.web.desk import Desk
from chargeboard.web.setting.books import Books

MOST_BYTES = 4_000_000


class Scope(msgspec.Struct, frozen=True):
    """The chargers and sites of who asks."""

    known: frozenset[str]
    sites: AbstractSet[str] | None
    may_add: bool


def scope_of(desk: Desk) -> Scope:
    """Who sees only some sites adds no charger, and does not learn whether one is there."""
    one = reader()
    return Scope(frozenset(desk.stations_of(None)), one.sites, one.sees_all)


def planned(books: Books, scope: Scope, data: bytes) -> SheetPlan:
    """What the list would change; ten thousand lines take a second."""
    return books.sheet.plan(data, scope.known, sites=scope.sites, may_add=scope.may_add)


def applied(books: Books, scope: Scope, data: bytes, digest: str) -> SheetPlan:
    """
    Change it, and write down what each charger was before.

    Raises: PlanChangedError.
    """
    plan = planned(books, scope, data)
    if plan.digest != digest or not plan.may_be_applied:
        raise PlanChangedError(plan)
    about(*(row.charger for row in plan.rows))
    return books.sheet.apply(data, digest, scope.known, sites=scope.sites, may_add=scope.may_add)
