"""
Which instant does the time in a log mean?

Most logs say it in UTC or with an offset. Some say local time; then the operator names the zone, and in the
hour that comes twice in autumn the order of the lines decides.
"""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from chargeboard.capture.formats.reading import Source
from chargeboard.domain.instants import MINUTE, Instant, instant_of


class Stamps:
    """Reads the times of one log, in order."""

    def __init__(self, source: Source) -> None:
        self._source = source

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
        """The instant of a datetime, with or without a zone."""
        if moment.tzinfo is not None:
            return instant_of(moment)
        zone = self._source.zone
        if zone is None:
            self._source.assumed_utc += 1
            return instant_of(moment.replace(tzinfo=UTC))
        early, late = (instant_of(moment.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
        if early != late:
            self._source.ambiguous_times += 1
        if self._source.newest is None:
            self._source.newest = early
        # lines of a log are in order, give or take a few seconds: a step back of an hour is the second pass
        chosen = late if early < late and early < self._source.newest - MINUTE else early
        self._source.newest = max(self._source.newest, chosen)
        return chosen
