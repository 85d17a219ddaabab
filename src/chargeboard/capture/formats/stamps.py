"""
Which instant does the time in a log mean?

Most logs say it in UTC or with an offset. Some say local time; then the operator names the zone, and in the
hour that comes twice in autumn the order of the lines decides. A time that has not come yet is none.
"""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from chargeboard.capture.formats.reading import Source
from chargeboard.domain.frame import AHEAD_MOST
from chargeboard.domain.instants import BEGINNING, MINUTE, NEVER, SECOND, Instant, instant_of


class AheadError(ValueError):
    """A time so far in the future that somebody's clock is wrong."""


class Stamps:
    """Reads the times of one log, in order."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._latest: Instant = BEGINNING if source.clock else NEVER
        """No later time is believed; asked again where one is later."""

    def read(self, text: str) -> Instant:
        """
        The instant that an ISO 8601 text names.

        Raises: ValueError where it is none.
        """
        try:
            return self.instant(msgspec.convert(text, datetime))
        except msgspec.ValidationError as error:
            raise ValueError(f"no time: {text[:40]!r}") from error

    def instant(self, moment: datetime) -> Instant:
        """
        The instant of a datetime, with or without a zone.

        Raises: AheadError.
        """
        if moment.tzinfo is not None:
            return self._believed(instant_of(moment))
        zone = self._source.zone
        if zone is None:
            self._source.assumed_utc += 1
            return self._believed(instant_of(moment.replace(tzinfo=UTC)))
        early, late = (instant_of(moment.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
        if early != late:
            self._source.ambiguous_times += 1
        if self._source.newest is None:
            self._source.newest = early
        # lines of a log are in order, give or take a few seconds: a step back of an hour is the second pass
        chosen = late if early < late and early < self._source.newest - MINUTE else early
        chosen = self._believed(chosen)
        self._source.newest = max(self._source.newest, chosen)
        return chosen

    def _believed(self, at: Instant) -> Instant:
        if at > self._latest and self._source.clock is not None:
            present = self._source.clock()
            self._latest = present + AHEAD_MOST
            if at > self._latest:
                hint = "; is it local time? name its zone" if self._source.assumed_utc else ""
                raise AheadError(f"received {(at - present) // SECOND:,} s after our clock{hint}")
        return at
