"""How often would a rule have told, and how often of what was soon over?"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from chargeboard.alerts.notice import Event, Notice
from chargeboard.time.instants import MINUTE, Instant, Micros

SOON: Micros = 5 * MINUTE
"""What is over within that was hardly worth being told."""


class Telling(msgspec.Struct, frozen=True):
    """An alert that would have been told, and when it would have been over; None: it lasts."""

    notice: Notice
    over_at: Instant | None

    @property
    def is_soon_over(self) -> bool:
        """Whether it was hardly worth it."""
        return self.over_at is not None and self.over_at - self.notice.at <= SOON


class Tally(msgspec.Struct, frozen=True):
    """What a rule would have told over a past."""

    tellings: tuple[Telling, ...]
    """By time."""
    held_back: int
    """What came and went in quiet hours."""
    repeats: int
    """How often it would have been told again."""

    @property
    def soon_over(self) -> int:
        """How many were over within five minutes."""
        return sum(telling.is_soon_over for telling in self.tellings)


def tally(notices: Iterable[Notice]) -> Tally:
    """What these come to; single chargers that a site's alert took over are over with it."""
    fired: list[Notice] = []
    over: dict[str, Instant] = {}
    held = repeats = 0
    for notice in notices:
        match notice.event:
            case Event.FIRED:
                fired.append(notice)
            case Event.RECOVERED:
                over[notice.alert] = notice.at
            case Event.HELD_BACK:
                held += 1
            case Event.REPEATED:
                repeats += 1
    return Tally(tuple(Telling(notice, over.get(notice.alert)) for notice in fired), held, repeats)
