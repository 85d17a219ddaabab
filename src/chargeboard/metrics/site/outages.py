"""
Was it the site or a charger? All chargers that lose contact together are one event of the site.

Source: definitions G2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chargeboard.domain.figures.site import ContactLoss
from chargeboard.time.instants import MINUTE, Instant

TOGETHER = 15 * MINUTE
"""Contact that is lost within this of the first of them is lost together: silence is found so late."""
Gap = tuple[Instant, Instant | None]
"""From when to when a charger was out of contact; None: it still is."""


class Contact(NamedTuple):
    """A charger: since when it is there, and its gaps by start."""

    since: Instant
    gaps: Sequence[Gap]


class _Loss(NamedTuple):
    start: Instant
    end: Instant | None
    charger: str


def contact_losses(chargers: Mapping[str, Contact], since: Instant) -> list[ContactLoss]:
    """The losses that began since an instant, the newest first: of the site, else of single chargers."""
    waiting = sorted(
        _Loss(start, end, charger)
        for charger, contact in chargers.items()
        for start, end in contact.gaps
        if start >= since
    )
    found: list[ContactLoss] = []
    while waiting:
        first = waiting[0]
        group = _together(waiting)
        there = [one for one, contact in chargers.items() if _is_in_contact(contact, first.start)]
        if len(there) >= 2 and {loss.charger for loss in group} >= {*there}:
            own = [loss for loss in group if loss.charger in there]
            found.append(_of_site(own, len(chargers) - len(there)))
            waiting = [loss for loss in waiting if loss not in own]
        else:
            found.append(
                ContactLoss(first.start, first.start, first.end, first.end, [first.charger], 0, is_site=False)
            )
            waiting = waiting[1:]
    return found[::-1]


def _together(losses: Sequence[_Loss]) -> list[_Loss]:
    """The first loss of each charger that began soon after the first of all, where all share an instant."""
    found: dict[str, _Loss] = {}
    first = losses[0]
    for loss in losses:
        if loss.start > first.start + TOGETHER or (first.end is not None and loss.start >= first.end):
            break
        found.setdefault(loss.charger, loss)
    last = max(loss.start for loss in found.values())
    return [loss for loss in found.values() if loss.end is None or loss.end > last]


def _of_site(losses: Sequence[_Loss], already_out: int) -> ContactLoss:
    ends = [loss.end for loss in losses if loss.end is not None]
    return ContactLoss(
        first_lost=min(loss.start for loss in losses),
        last_lost=max(loss.start for loss in losses),
        first_back=min(ends, default=None),
        all_back=max(ends) if len(ends) == len(losses) else None,
        chargers=sorted(loss.charger for loss in losses),
        already_out=already_out,
        is_site=True,
    )


def _is_in_contact(contact: Contact, at: Instant) -> bool:
    """Just before an instant."""
    return contact.since < at and not any(
        start < at and (end is None or end >= at) for start, end in contact.gaps
    )
