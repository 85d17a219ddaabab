"""
What lies behind a figure: which sessions, attempts, errors, seconds, frames and repairs?

Each answer is one consistent read of one span, under the name that the charger goes by now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from chargeboard.domain.figures.comparison import PeriodComparison
from chargeboard.domain.figures.day_evidence import DayEvidence, DayList
from chargeboard.domain.figures.evidence import (
    AttemptList,
    AttemptRow,
    ErrorList,
    QualityList,
    RejectedLine,
    SessionList,
    Whose,
)
from chargeboard.domain.figures.frame_rows import FramePage
from chargeboard.domain.figures.official import OfficialDifferences, OfficialFigures
from chargeboard.domain.figures.official_differing import NetworkDifferences
from chargeboard.domain.figures.official_flags import OfficialFlags
from chargeboard.domain.figures.official_saturation import SaturationFigures
from chargeboard.domain.figures.official_visits import SiteVisits
from chargeboard.domain.figures.session_evidence import SessionEvidence
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.names import NotUnderstoodYetError, UnknownChargerError
from chargeboard.history.opening import Histories
from chargeboard.official.exports.atlas import KINDS
from chargeboard.official.exports.atlas_registered import REGISTERED
from chargeboard.official.exports.uk import UkPoint
from chargeboard.run.answering import attempt_list, day, error_list, quality_list, session_list
from chargeboard.run.answering.comparison import Dates, comparison
from chargeboard.run.answering.frames import FramesWanted, frames_page, matching
from chargeboard.run.answering.list_filters import AttemptFilter, ListFilter, ListScope, SessionFilter
from chargeboard.run.answering.official.atlas_documents import (
    OfficialDocuments,
    missing_for_atlas,
    official_documents,
    registered_documents,
)
from chargeboard.run.answering.official.charger_months import official_differences, official_figures
from chargeboard.run.answering.official.differing_chargers import DifferencesWanted, network_differences
from chargeboard.run.answering.official.evchart_files import OfficialFile, missing_for_evchart, official_file
from chargeboard.run.answering.official.flagged import official_flags
from chargeboard.run.answering.official.kept_months import keep_a_month
from chargeboard.run.answering.official.saturated_site import saturation
from chargeboard.run.answering.official.uk_year import year_of_charger
from chargeboard.run.answering.official.visits_of_site import site_visits
from chargeboard.run.answering.session import session_evidence
from chargeboard.run.answering.whose import whose
from chargeboard.time.instants import Instant


class OfficialMissing(NamedTuple):
    """Settings that files for EV-ChART, and for Atlas, want first, and from when on readings are kept."""

    for_evchart: list[str]
    for_atlas: list[str]
    for_registration: list[str]
    """Fields that Atlas' documents of ports and stations want first."""
    readings_from: Instant


class EvidenceReader:
    """The evidence of a store's chargers. `at` None is now; an unknown charger raises UnknownChargerError."""

    def __init__(
        self,
        histories: Histories,
        now: Callable[[], Instant],
        rejected: Callable[[], Iterable[RejectedLine]] = tuple,
    ) -> None:
        self._store = histories.store
        self._histories = histories
        self._now = now
        self._rejected = rejected

    def _history(self, station: str, at: Instant | None) -> ChargerHistory:
        return self._histories.of(station, self._now() if at is None else at)

    def sessions(self, station: str, scope: ListScope, chosen: SessionFilter) -> SessionList:
        """Transactions that overlap the window."""
        with self._store.reading():
            return session_list.sessions(self._history(station, scope.at), scope, chosen)

    def sessions_whole(
        self, station: str, scope: ListScope, chosen: SessionFilter
    ) -> tuple[Whose, Iterator[SessionRow]]:
        """Every session of one moment, whatever their number, read a piece at a time."""
        with self._store.reading():
            history = self._history(station, scope.at)
            return whose(history), session_list.session_rows(history, scope, chosen.kind, chosen.order)

    def attempts(self, station: str, scope: ListScope, chosen: AttemptFilter) -> AttemptList:
        """Attempts that began in the window, and what became of all of them."""
        with self._store.reading():
            return attempt_list.attempts(self._history(station, scope.at), scope, chosen)

    def attempts_whole(
        self, station: str, scope: ListScope, chosen: AttemptFilter
    ) -> tuple[Whose, Iterator[AttemptRow]]:
        """Every attempt of one moment, whatever their number, read a piece at a time."""
        with self._store.reading():
            history = self._history(station, scope.at)
            return whose(history), attempt_list.attempt_rows(history, scope, chosen)

    def errors(self, station: str, scope: ListScope, chosen: ListFilter) -> ErrorList:
        """Errors of the window with their episodes."""
        with self._store.reading():
            return error_list.errors(self._history(station, scope.at), scope, chosen)

    def quality(self, station: str, scope: ListScope, chosen: ListFilter) -> QualityList:
        """What had to be repaired, inferred or left out in the window."""
        rejected = list(self._rejected())
        with self._store.reading():
            return quality_list.quality(self._history(station, scope.at), scope, chosen, rejected)

    def day(self, station: str, on: date, at: Instant | None = None) -> DayEvidence:
        """One local day and what its bars were made of."""
        with self._store.reading():
            return day.day(self._histories, self._history(station, at), on)

    def days(self, station: str, scope: ListScope) -> DayList:
        """The days of a window: what its headlines are sums of."""
        with self._store.reading():
            return day.days(self._history(station, scope.at), scope)

    def comparison(
        self, station: str, first: Dates, second: Dates, at: Instant | None = None
    ) -> PeriodComparison:
        """Two periods of local dates side by side."""
        with self._store.reading():
            return comparison(self._history(station, at), first, second)

    def official(self, station: str, last: date | None = None, at: Instant | None = None) -> OfficialFigures:
        """Twelve months by every official rule, `last` the last of them; None: the last that is over."""
        with self._store.reading():
            return official_figures(self._history(station, at), last)

    def keep_official_month(self, station: str) -> bool:
        """Keep a month that is settled and not kept; whether there was one."""
        if self._store.progress(station).settled_until is None:
            return False
        with self._store.reading():
            history = self._history(station, None)
        return keep_a_month(history)

    def saturation(self, site: str, stations: Iterable[str], month: date | None) -> SaturationFigures:
        """On which days of a month the chargers of a site were in full use for too long."""
        with self._store.reading():
            histories = filter(None, map(self._history_if_any, stations))
            return saturation(site, list(histories), month, self._now())

    def differing(self, profiles: Iterable[Profile], wanted: DifferencesWanted) -> NetworkDifferences:
        """Where two official rules differ on some chargers."""
        with self._store.reading():
            return network_differences(self._store, profiles, wanted, self._history_if_any, self._now())

    def visits(self, site: str, stations: Iterable[str], month: date | None) -> SiteVisits:
        """What a month of the chargers of a site comes to by kwwhat's visits."""
        with self._store.reading():
            histories = filter(None, map(self._history_if_any, stations))
            return site_visits(site, list(histories), month, self._now())

    def _history_if_any(self, station: str) -> ChargerHistory | None:
        """None where nothing is understood of it yet."""
        try:
            return self._history(station, None)
        except (UnknownChargerError, NotUnderstoodYetError):
            return None

    def official_file(self, station: str, module: int, quarter: date) -> OfficialFile:
        """A module of EV-ChART, of the quarter that begins with a month."""
        with self._store.reading():
            return official_file(self._history(station, None), module, quarter)

    def official_year(self, station: str, year: int) -> list[UkPoint]:
        """What a calendar year of a charger comes to by the UK's template, by socket."""
        with self._store.reading():
            return year_of_charger(self._history(station, None), year)

    def official_missing(self, station: str) -> OfficialMissing:
        """What files for a regulator lack."""
        with self._store.reading():
            history = self._history(station, None)
            return OfficialMissing(
                missing_for_evchart(history),
                missing_for_atlas(history, *KINDS),
                [name for kind in REGISTERED for name in registered_documents(history, kind).missing],
                history.kept_since.evidence,
            )

    def official_documents(self, station: str, kind: str, month: date) -> OfficialDocuments:
        """What Atlas' specification wants of a month, of a kind."""
        with self._store.reading():
            return official_documents(self._history(station, None), kind, month)

    def registered_documents(self, station: str, kind: str) -> OfficialDocuments:
        """How Atlas' specification wants its ports, or its station, to be registered."""
        with self._store.reading():
            return registered_documents(self._history(station, None), kind)

    def official_flags(
        self, station: str, month: date | None = None, at: Instant | None = None
    ) -> OfficialFlags:
        """What a regulator's own checks would flag in a month."""
        with self._store.reading():
            return official_flags(self._history(station, at), month)

    def official_differences(
        self, station: str, rules: tuple[str, str], month: date | None = None, at: Instant | None = None
    ) -> OfficialDifferences:
        """Where two official rules differ in a month."""
        with self._store.reading():
            return official_differences(self._history(station, at), *rules, month)

    def zone(self, station: str) -> str:
        """In which time zone the charger's days are counted."""
        return self._history(station, None).zone

    def frames(self, station: str, wanted: FramesWanted) -> FramePage:
        """One page of the journal."""
        with self._store.reading():
            return frames_page(self._store, whose(self._history(station, None)), wanted)

    def frames_whole(self, station: str, wanted: FramesWanted) -> Iterator[Frame]:
        """All frames that fit, answers behind their calls, whatever their number."""
        for heard in matching(self._store, self._history(station, None).station, wanted):
            yield heard.frame
            if heard.answer is not None:
                yield heard.answer.frame

    def session(self, station: str, key: str, at: Instant | None = None) -> SessionEvidence | None:
        """One transaction by its key; None where there is none."""
        with self._store.reading():
            return session_evidence(self._history(station, at), key)
