"""What would a regulator make of one charger?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from chargeboard.domain.figures.official import OfficialDifferences, OfficialFigures
from chargeboard.domain.figures.official_flags import OfficialFlags
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.opening import Histories
from chargeboard.official.exports.atlas import KINDS
from chargeboard.official.exports.atlas_registered import REGISTERED
from chargeboard.official.exports.uk import UkPoint
from chargeboard.run.answering.official.atlas_documents import (
    OfficialDocuments,
    missing_for_atlas,
    official_documents,
    registered_documents,
)
from chargeboard.run.answering.official.charger_months import official_differences, official_figures
from chargeboard.run.answering.official.evchart_files import OfficialFile, missing_for_evchart, official_file
from chargeboard.run.answering.official.flagged import official_flags
from chargeboard.run.answering.official.uk_year import year_of_charger
from chargeboard.time.instants import Instant


class OfficialMissing(NamedTuple):
    """Settings that files for EV-ChART, and for Atlas, want first, and from when on readings are kept."""

    for_evchart: list[str]
    for_atlas: list[str]
    for_registration: list[str]
    """Fields that Atlas' documents of ports and stations want first."""
    readings_from: Instant


class OfficialReader:
    """Of the charger whose id comes first. `at` None is now; who is unknown raises UnknownChargerError."""

    def __init__(self, histories: Histories, now: Callable[[], Instant]) -> None:
        self._store, self._histories, self._now = histories.store, histories, now

    def _history(self, station: str, at: Instant | None = None) -> ChargerHistory:
        return self._histories.of(station, self._now() if at is None else at)

    def figures(self, station: str, last: date | None = None, at: Instant | None = None) -> OfficialFigures:
        """Twelve months by every official rule, `last` the last of them; None: the last that is over."""
        with self._store.reading():
            return official_figures(self._history(station, at), last)

    def differences(
        self, station: str, rules: tuple[str, str], month: date | None = None, at: Instant | None = None
    ) -> OfficialDifferences:
        """Where two official rules differ in a month."""
        with self._store.reading():
            return official_differences(self._history(station, at), *rules, month)

    def flags(self, station: str, month: date | None = None, at: Instant | None = None) -> OfficialFlags:
        """What a regulator's own checks would flag in a month."""
        with self._store.reading():
            return official_flags(self._history(station, at), month)

    def missing(self, station: str) -> OfficialMissing:
        """What files for a regulator lack."""
        with self._store.reading():
            history = self._history(station)
            return OfficialMissing(
                missing_for_evchart(history),
                missing_for_atlas(history, *KINDS),
                [name for kind in REGISTERED for name in registered_documents(history, kind).missing],
                history.kept_since.evidence,
            )

    def file(self, station: str, module: int, quarter: date) -> OfficialFile:
        """A module of EV-ChART, of the quarter that begins with a month."""
        with self._store.reading():
            return official_file(self._history(station), module, quarter)

    def documents(self, station: str, kind: str, month: date) -> OfficialDocuments:
        """What Atlas' specification wants of a month, of a kind."""
        with self._store.reading():
            return official_documents(self._history(station), kind, month)

    def registered(self, station: str, kind: str) -> OfficialDocuments:
        """How Atlas' specification wants its ports, or its station, to be registered."""
        with self._store.reading():
            return registered_documents(self._history(station), kind)

    def year(self, station: str, year: int) -> list[UkPoint]:
        """What a calendar year comes to by the UK's template, by socket."""
        with self._store.reading():
            return year_of_charger(self._history(station), year)
