"""
Which instant does the time in a log mean?

Most logs say it in UTC or with an offset. Some say local time; then the operator names the zone, and in the
hour that comes twice in autumn the order of the lines decides. A time that has not come yet is none.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from chargeboard.capture.formats.reading import LineError, LogNotes
from chargeboard.domain.frame import AHEAD_MOST
from chargeboard.time.instants import BEGINNING, MINUTE, NEVER, SECOND, Instant, instant_of

STAMP = (
    r"\d{4}[-/]\d\d[-/]\d\d[ T\t]+\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|\s?UTC\b|\s?[+-]\d\d:?\d\d\b|[+-]\d\d\b)?"
)
"""A date and a time of day as logs write them, with or without a zone."""

_ZONED = re.compile(r"(?:Z|UTC|[+-]\d\d(?::?\d\d)?)$")
_CURRENT_TIME = re.compile(r'"currentTime"\s*:\s*"([^"]{19,40})"')
_QUARTER_S = 15 * 60
_ANSWERS_WITHIN_S = 60


class AheadError(LineError):
    """A time so far in the future that somebody's clock is wrong."""


class Stamps:
    """Reads the times of one log, in order."""

    def __init__(self, notes: LogNotes, *, is_utc: bool = False) -> None:
        """`is_utc`: its times are UTC where they and the operator name no zone."""
        self._notes = notes
        self._is_utc = is_utc
        self._latest: Instant = BEGINNING if notes.clock else NEVER
        """No later time is believed; asked again where one is later."""

    def read(self, text: str) -> Instant:
        """
        The instant that a text such as `2026-06-01 10:00:00,123` or an ISO 8601 one names.

        Raises: ValueError where it is none.
        """
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = _loosely(text)
        return self.instant(moment)

    def instant(self, moment: datetime) -> Instant:
        """
        The instant of a datetime, with or without a zone.

        Raises: AheadError.
        """
        if moment.tzinfo is not None:
            at = instant_of(moment)
            return at if at <= self._latest else self._believed(at)
        zone = self._notes.zone
        if zone is None:
            self._notes.assumed_utc += not self._is_utc
            return self._believed(instant_of(moment.replace(tzinfo=UTC)))
        early, late = (instant_of(moment.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
        if early != late:
            self._notes.ambiguous_times += 1
        if self._notes.newest is None:
            self._notes.newest = early
        # lines of a log are in order, give or take a few seconds: a step back of an hour is the second pass
        chosen = late if early < late and early < self._notes.newest - MINUTE else early
        chosen = self._believed(chosen)
        self._notes.newest = max(self._notes.newest, chosen)
        return chosen

    def _believed(self, at: Instant) -> Instant:
        if at > self._latest and self._notes.clock is not None:
            present = self._notes.clock()
            self._latest = present + AHEAD_MOST
            if at > self._latest:
                code = "ahead_as_utc" if self._notes.assumed_utc else "ahead_of_clock"
                raise AheadError(code, seconds=(at - present) // SECOND)
        return at


def _loosely(text: str) -> datetime:
    try:
        date, *rest = text.replace("/", "-").replace("UTC", "Z").split()
        return datetime.fromisoformat(" ".join([date, "".join(rest)]))
    except ValueError as error:
        raise LineError("not_a_time", text=repr(text[:40])) from error


def compare_clocks(notes: LogNotes, stamp: str, at: Instant, answer: str) -> None:
    """
    Note how far the log's times are ahead of the `currentTime` that its writer answered at once.

    Counted are whole quarters of an hour, which zones differ by; a stamp that names its zone needs no check.
    """
    told = current_time(answer)
    if told is None or _ZONED.search(stamp):
        return
    ahead_s = (at - told) // SECOND
    quarters = round(ahead_s / _QUARTER_S)
    if abs(ahead_s - quarters * _QUARTER_S) <= _ANSWERS_WITHIN_S:
        notes.gaps_s[quarters * _QUARTER_S] += 1


def current_time(answer: str) -> Instant | None:
    """The time that an answer tells its charger, if it tells one with a zone."""
    found = _CURRENT_TIME.search(answer)
    try:
        return instant_of(datetime.fromisoformat(found[1])) if found else None
    except ValueError:
        return None
