"""What is asked of a store, answered by SQL."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager

from chargeboard.store.beside import Beside
from chargeboard.store.sql.alerts.alert_rows import AlertRows
from chargeboard.store.sql.alerts.outbox_rows import OutboxRows
from chargeboard.store.sql.alerts.report_rows import ReportRows
from chargeboard.store.sql.chargers.charger_rows import Chargers
from chargeboard.store.sql.chargers.collector_rows import Collector
from chargeboard.store.sql.chargers.exclusion_rows import ExclusionRows
from chargeboard.store.sql.chargers.fleet_rows import FleetRows
from chargeboard.store.sql.chargers.happening_rows import HappeningRows
from chargeboard.store.sql.chargers.live_rows import Live
from chargeboard.store.sql.chargers.near_rows import NearRows
from chargeboard.store.sql.chargers.trouble_rows import TroubleRows
from chargeboard.store.sql.chargers.unlooked_rows import UnlookedRows
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.journal.append_heard import Listening
from chargeboard.store.sql.journal.backfill_rows import BackfillRows
from chargeboard.store.sql.journal.feed_rows import FeedRows
from chargeboard.store.sql.journal.frames_in_order import Frames
from chargeboard.store.sql.journal.log_rows import LogRows
from chargeboard.store.sql.known.conclusion_rows import ConclusionRows
from chargeboard.store.sql.known.list_rows import ListRows
from chargeboard.store.sql.known.load_rows import LoadRows
from chargeboard.store.sql.known.many_stations import ManyStations
from chargeboard.store.sql.known.official_rows import OfficialRows
from chargeboard.store.sql.known.seen_row import SeenRow
from chargeboard.store.sql.known.total_rows import TotalRows
from chargeboard.store.sql.members.lease_rows import LeaseRows
from chargeboard.store.sql.members.member_rows import MemberRows
from chargeboard.store.sql.people.audit_rows import AuditRows
from chargeboard.store.sql.people.people_rows import PeopleRows
from chargeboard.store.sql.people.share_rows import ShareRows
from chargeboard.store.sql.privacy.hide_again import Hiding
from chargeboard.store.sql.privacy.let_go import Retention
from chargeboard.store.sql.privacy.token_rows import Tokens


class SqlStore(
    Retention,
    Listening,
    Frames,
    BackfillRows,
    ConclusionRows,
    SeenRow,
    ListRows,
    TotalRows,
    LoadRows,
    OfficialRows,
    ManyStations,
    Chargers,
    ExclusionRows,
    FleetRows,
    HappeningRows,
    TroubleRows,
    UnlookedRows,
    NearRows,
    Live,
    Collector,
    MemberRows,
    LeaseRows,
    LogRows,
    FeedRows,
    Hiding,
    Tokens,
    AlertRows,
    OutboxRows,
    ReportRows,
    PeopleRows,
    AuditRows,
    ShareRows,
):
    """A store in tables, of one engine or another."""

    def __init__(self, db: Database, beside: Beside) -> None:
        self._db = db
        self.beside = beside

    def together(self, stations: Collection[str] | None = None) -> AbstractContextManager[object]:
        """
        All writes inside are one commit: durable together when the block ends, or undone together.

        `stations`: of whom something is written; None: of anybody.
        """
        return self._db.writing(stations)

    def reading(self) -> AbstractContextManager[object]:
        """Everything read inside is of one moment."""
        return self._db.reading()

    @property
    def database(self) -> Database:
        """What it is kept in."""
        return self._db

    def close(self) -> None:
        self._db.close()
