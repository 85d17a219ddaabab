"""
What does everything that runs ask of a store?

Every row belongs to one station; no call touches two stations except `append`, which is a bulk of frames.
A store is met by shape. Calls are synchronous; writes of one call are atomic and durable when it returns.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from typing import Protocol

from chargeboard.ports.admission import AdmissionPort
from chargeboard.ports.alerts import AlertsPort
from chargeboard.ports.backfill import BackfillPort
from chargeboard.ports.chargers import ChargersPort
from chargeboard.ports.collector import CollectorPort
from chargeboard.ports.conclusions import ConclusionsPort
from chargeboard.ports.exclusions import ExclusionsPort
from chargeboard.ports.facts import FactsPort
from chargeboard.ports.feeds import FeedsPort
from chargeboard.ports.fleet import FleetPort
from chargeboard.ports.happenings import HappeningsPort
from chargeboard.ports.journal import JournalPort
from chargeboard.ports.lists import ListsPort
from chargeboard.ports.loads import LoadsPort
from chargeboard.ports.log import LogPort
from chargeboard.ports.members import MembersPort
from chargeboard.ports.official import OfficialPort
from chargeboard.ports.people import PeoplePort
from chargeboard.ports.privacy import HidingPort, TokensPort
from chargeboard.ports.reports import ReportsPort
from chargeboard.ports.retention import RetentionPort
from chargeboard.ports.shared import SharedPort
from chargeboard.ports.shares import SharesPort
from chargeboard.ports.totals import TotalsPort
from chargeboard.ports.troubles import TroublesPort
from chargeboard.ports.unlooked import UnlookedPort


class Store(
    JournalPort,
    BackfillPort,
    FactsPort,
    ConclusionsPort,
    ListsPort,
    TotalsPort,
    LoadsPort,
    OfficialPort,
    ChargersPort,
    ExclusionsPort,
    SharedPort,
    FleetPort,
    HappeningsPort,
    TroublesPort,
    UnlookedPort,
    AdmissionPort,
    CollectorPort,
    MembersPort,
    LogPort,
    FeedsPort,
    RetentionPort,
    HidingPort,
    TokensPort,
    AlertsPort,
    ReportsPort,
    PeoplePort,
    SharesPort,
    Protocol,
):
    """All of it."""

    def together(self, stations: Collection[str] | None = None) -> AbstractContextManager[object]:
        """
        All writes inside are one commit: durable together when the block ends, or undone together.

        `stations`: of whom something is written; who writes of others need not wait. None: of anybody.
        Raises: Unforeseen where something else is written of a station.
        """

    def reading(self) -> AbstractContextManager[object]:
        """Everything read inside is of one moment."""

    def data_version(self) -> tuple[int, int]:
        """Differs after anybody, in this process or another, wrote something; costs next to nothing."""

    def close(self) -> None: ...
