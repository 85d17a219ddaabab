"""
Was it the site or a charger? All chargers that lose contact together are one event of the site.

Source: definitions G2.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
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
    taken: set[_Loss] = set()
    in_contact = _InContact(chargers.values())
    for n, first in enumerate(waiting):
        if first in taken:
            continue
        group, there = _together(waiting, n, taken), in_contact.at(first.start)
        if there >= 2 and len(group) >= there:  # else it is of a charger, whoever was in contact
            own = [loss for loss in group if _is_in_contact(chargers[loss.charger], first.start)]
            if len(own) == there:
                found.append(_of_site(own, len(chargers) - there))
                taken.update(own)
                continue
        found.append(
            ContactLoss(first.start, first.start, first.end, first.end, [first.charger], 0, is_site=False)
        )
    return found[::-1]


class _InContact:
    """How many chargers were in contact just before an instant, without looking at each."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        known = list(contacts)
        gaps = [gap for contact in known for gap in contact.gaps]
        self._since = sorted(contact.since for contact in known)
        self._lost = sorted(start for start, _ in gaps)
        self._back = sorted(end for _, end in gaps if end is not None)

    def at(self, moment: Instant) -> int:
        out = bisect_left(self._lost, moment) - bisect_left(self._back, moment)
        return bisect_left(self._since, moment) - out


def _together(losses: Sequence[_Loss], place: int, taken: AbstractSet[_Loss]) -> list[_Loss]:
    """The first loss of each charger that began soon after the first of all, where all share an instant."""
    found: dict[str, _Loss] = {}
    first = losses[place]
    for loss in islice(losses, place, None):
        if loss.start > first.start + TOGETHER or (first.end is not None and loss.start >= first.end):
            break
        if loss not in taken:
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
