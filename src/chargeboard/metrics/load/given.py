"""Of what are the quarters of a socket's day made, and what of that lies in a part of the day?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import Final

import msgspec

from chargeboard.domain.conclusions import Reading, Session
from chargeboard.time.series import Series, Stretch
from chargeboard.time.spans import Span, clip

AT: Final = attrgetter("at")


class Drawn(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What of a session lies in a part of a day."""

    read: Sequence[Reading] = ()
    """Its readings there, and those next to them: between two of them energy is linear."""
    untold: Span | None = None
    """When it is not known what it drew."""

    def within(self, part: Span) -> Drawn | None:
        """What of that lies in a shorter part; None: nothing."""
        read, untold = self.read, self.untold and self.untold.clip(part)
        if not read or read[0].at >= part.end or read[-1].at <= part.start:
            return None if untold is None else Drawn(untold=untold)
        if read[0].at < part.start or read[-1].at > part.end:
            first = max(0, bisect_right(read, part.start, key=AT) - 1)
            read = read[first : bisect_right(read, part.end, key=AT) + 1]
        elif untold == self.untold:
            return self
        return Drawn(read, untold)


class Given(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All that tells of a socket in a part of a day: from equals of it follows the same."""

    seen: Span | None = None
    """When it was observed."""
    opened: Sequence[Span] = ()
    """When of that the site was open."""
    states: Sequence[Stretch[str]] = ()
    """In which states it was then."""
    drawn: Sequence[Drawn] = ()

    def within(self, part: Span) -> Given:
        """What lies in a shorter part."""
        seen = self.seen and self.seen.clip(part)
        return Given(
            seen,
            clip(self.opened, part),
            Series.of(self.states).clip(seen).stretches if seen else [],
            [found for drawn in self.drawn if (found := drawn.within(part)) is not None],
        )


def drawn_of(session: Session, part: Span) -> Drawn | None:
    """What of a session lies in a part of a day; None: nothing."""
    read = session.readings if session.counts_energy else ()
    if not read or session.energy_wh is None:
        untold = Span(session.start, session.until).clip(part)
        return None if untold is None else Drawn(untold=untold)
    return Drawn(read, Span(read[-1].at, part.end) if session.is_open else None).within(part)
