"""How is the SQLite file of OCPP.Core read while that writes it, and what is wrong put into words?"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import apsw

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.ocpp_core.words import say
from chargeboard.capture.feeds.words import say as say_of_feeds

_COLUMNS: Final = Path(__file__).with_name("queries").joinpath("columns.sql").read_text(encoding="utf-8")
_WAIT_MS: Final = 5_000
_TABLES: Final = {
    "Transactions": (
        "TransactionId", "Uid", "ChargePointId", "ConnectorId", "StartTagId", "StartTime", "MeterStart",
        "StartResult", "StopTagId", "StopTime", "MeterStop", "StopReason",
    ),
    "ConnectorStatus": (
        "ChargePointId", "ConnectorId", "LastStatus", "LastStatusTime", "LastMeter", "LastMeterTime",
    ),
}  # fmt: skip


class ReadOnly:
    """A connection that only reads; it is opened when it is needed, and again where another file is there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: apsw.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._openings = 0

    @contextmanager
    def moment(self) -> Iterator[tuple[int, int]]:
        """
        All that is asked meanwhile sees one moment; it gives what another write changes, and another opening.

        Raises: FeedError.
        """
        with self._explained():
            connection = self._opened()
            connection.execute("begin")
            try:
                yield self._openings, int(connection.pragma("data_version"))
            finally:
                connection.execute("rollback")

    def asked(self, sql: str, values: Sequence[int | str] = ()) -> list[tuple[Any, ...]]:
        """The rows of a statement, within a moment."""
        assert self._connection is not None  # noqa: S101 - a moment opens it
        return self._connection.execute(sql, tuple(values)).fetchall()

    def close(self) -> None:
        """Give it back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _opened(self) -> apsw.Connection:
        status = os.stat(self._path)  # noqa: PTH116 - a file that is gone is still open
        file = status.st_dev, status.st_ino
        if self._connection is None or file != self._file:
            self.close()
            self._connection, self._file = apsw.Connection(str(self._path), apsw.SQLITE_OPEN_READONLY), file
            self._openings += 1
            self._connection.set_busy_timeout(_WAIT_MS)
            self._see_that_it_is_known(self._connection)
        return self._connection

    def _see_that_it_is_known(self, connection: apsw.Connection) -> None:
        for table, columns in _TABLES.items():
            there = {name for (name,) in connection.execute(_COLUMNS, (table,))}
            told = {"table": table, "system": say("title")}
            if not there:
                raise FeedError(say_of_feeds("no_table", **told), is_lasting=True)
            if missing := ", ".join(name for name in columns if name not in there):
                raise FeedError(say_of_feeds("unknown_version", **told, columns=missing), is_lasting=True)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            self.close()
            raise FeedError(say("no_file", path=self._path)) from None
        except apsw.NotADBError:
            self.close()
            raise FeedError(say("not_sqlite", path=self._path), is_lasting=True) from None
        except (apsw.Error, OSError) as error:
            self.close()
            raise FeedError(say("not_readable", path=self._path, said=str(error))) from error
        except BaseException:
            self.close()
            raise
