"""How is another system's MariaDB or MySQL read, and its complaints put into words?"""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import pymysql
from pymysql.constants import CR, ER

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.trust import context_of, doubt_of, is_of_another
from chargeboard.capture.feeds.words import say

_CONNECT_WITHIN_S, _ANSWER_WITHIN_S = 10, 60
_REFUSED = frozenset({ER.ACCESS_DENIED_ERROR, 1130, 1698})
"""No such user or password, not from this host, and no such way to log in."""
_NO_RIGHT = frozenset({ER.DBACCESS_DENIED_ERROR, ER.TABLEACCESS_DENIED_ERROR, ER.COLUMNACCESS_DENIED_ERROR})
_AWAY = frozenset({1040, 1053, 2002, 2003, 2005, 2006, 2013, 2014, 2055})
"""Too many connections, shutting down, and what the driver says where nobody answers."""
_COLUMNS = "select table_name, column_name from information_schema.columns where table_schema = database()"


class ReadOnly:
    """
    A connection that only reads; it is opened when it is needed, and again where it broke.

    Times are asked for as text: the session's time zone is the server's own, and never set.
    """

    def __init__(self, url: str, system: str) -> None:
        """
        `url` is `mysql://USER@HOST:PORT/DATABASE`, and `?socket=PATH` or `?ca=FILE` may follow.

        With the file of an authority it is TLS or nothing, with a certificate of that host, or of any with
        `&verify=ca`.
        """
        self._url, self._system = url, system
        self._connection: pymysql.Connection[Any] | None = None

    @contextmanager
    def moment(self) -> Iterator[None]:
        """
        All that is asked meanwhile sees one moment.

        Raises: FeedError.
        """
        with self._explained():
            connection = self._connection or self._opened()
            with connection.cursor() as cursor:
                cursor.execute("start transaction with consistent snapshot, read only")
            yield
            connection.rollback()

    def asked(self, sql: str, values: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a statement that names its values `%(name)s`, within a moment."""
        assert self._connection is not None  # noqa: S101 - a moment opens it
        with self._connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())

    def columns(self) -> dict[str, set[str]]:
        """Those of each table that this user may see, within a moment."""
        found: dict[str, set[str]] = {}
        for table, column in self.asked(_COLUMNS):
            found.setdefault(table.lower(), set()).add(column.lower())
        return found

    @property
    def is_open(self) -> bool:
        """Whether the connection of before still stands."""
        return self._connection is not None

    def close(self) -> None:
        """Give it back."""
        if self._connection is not None:
            with suppress(pymysql.Error, OSError):
                self._connection.close()
            self._connection = None

    def _opened(self) -> pymysql.Connection[Any]:
        parts = urlsplit(self._url)
        more = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        own = Path("~/.my.cnf").expanduser()
        password = unquote(parts.password) if parts.password is not None else os.environ.get("MYSQL_PWD", "")
        self._connection = pymysql.connect(
            host=parts.hostname or "localhost",
            port=parts.port or 0,
            user=unquote(parts.username) if parts.username else None,
            password=password,
            database=unquote(parts.path.strip("/")) or None,
            unix_socket=more.get("socket"),
            ssl=_believing(parts, more) if "ca" in more else None,
            read_default_file=str(own) if own.is_file() else None,
            charset="utf8mb4",
            connect_timeout=_CONNECT_WITHIN_S,
            read_timeout=_ANSWER_WITHIN_S,
            program_name="chargeboard feed",
            init_command="set session transaction read only",
        )
        return self._connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (pymysql.Error, OSError) as error:
            self.close()
            raise self._told(error) from error
        except BaseException:
            self.close()
            raise

    def _told(self, error: Exception) -> FeedError:
        cause, host = getattr(error, "original_exception", error), urlsplit(self._url).hostname or ""
        if is_of_another(cause):
            return FeedError(say("certificate_made_there", host=host), is_lasting=True)
        if doubt := doubt_of(cause, host):
            return doubt
        number, *rest = error.args or (0,)
        said = " ".join(str(rest[0] if rest else error).split())
        if number == CR.CR_SSL_CONNECTION_ERROR:
            return FeedError(say("speaks_no_tls"), is_lasting=True)
        if number in _REFUSED:
            return FeedError(say("refused", said=said), is_lasting=True)
        if number == ER.BAD_DB_ERROR:
            return FeedError(say("no_database", said=said), is_lasting=True)
        if number in _NO_RIGHT:
            return FeedError(say("no_right_to_read", said=said), is_lasting=True)
        if number in {ER.NO_SUCH_TABLE, ER.BAD_FIELD_ERROR}:
            return FeedError(say("unknown_schema", said=said, system=self._system), is_lasting=True)
        return FeedError(
            say("away" if number in _AWAY or isinstance(error, OSError) else "failed", said=said)
        )


def _believing(parts: SplitResult, more: Mapping[str, str]) -> ssl.SSLContext:
    """Raises: FeedError where the file is no authority."""
    context = context_of(parts)
    # the authority that MySQL makes for itself lacks what OpenSSL is strict about
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.check_hostname = more.get("verify") != "ca"
    return context
