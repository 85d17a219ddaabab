"""By which tokens do programs ask, and what was changed by whom?"""

from __future__ import annotations

import msgspec
from msgspec.structs import asdict, replace

from chargeboard.domain.people import ApiToken, AuditEntry
from chargeboard.store.sql.database.connection import Database
from chargeboard.time.instants import Instant

_TOKEN = msgspec.json.Decoder(ApiToken)
_Row = tuple[Instant, str, str, str, str, str, str | None, str | None]


class AuditRows:
    """API tokens, and the trail of what was changed."""

    _db: Database

    def api_token(self, digest: str) -> ApiToken | None:
        with self._db.reading() as connection:
            row = self._db.sql.api_token(connection, digest=digest)
            return None if row is None else replace(_TOKEN.decode(row[0]), used_at=row[1])

    def api_tokens(self, account: str) -> list[ApiToken]:
        with self._db.reading() as connection:
            rows = self._db.sql.api_tokens(connection, account=account)
            return [replace(_TOKEN.decode(doc), used_at=used_at) for doc, used_at in rows]

    def save_api_token(self, token: ApiToken) -> None:
        with self._db.writing() as connection:
            self._db.sql.count_people_change(connection)
            self._db.sql.save_api_token(
                connection,
                account=token.account,
                name=token.name,
                digest=token.digest,
                used_at=token.used_at,
                doc=msgspec.json.encode(token).decode(),
            )

    def used_api_token(self, digest: str, at: Instant) -> None:
        with self._db.writing() as connection:
            self._db.sql.used_api_token(connection, digest=digest, at=at)

    def drop_api_token(self, account: str, name: str) -> bool:
        with self._db.writing() as connection:
            self._db.sql.count_people_change(connection)
            return self._db.sql.drop_api_token(connection, account=account, name=name) is not None

    def note_audit(self, entry: AuditEntry) -> None:
        with self._db.writing() as connection:
            told = asdict(entry) | {"before": _json(entry.before), "after": _json(entry.after)}
            self._db.sql.note_audit(connection, **told)

    def audit(
        self, *, since: Instant, until: Instant, who: str, about: str, most: int, skipped: int
    ) -> list[AuditEntry]:
        with self._db.reading() as connection:
            rows = self._db.sql.audit(
                connection, since=since, until=until, who=who, about=about, most=most, skipped=skipped
            )
            return [_entry(row) for row in rows]

    def let_go_audit(self, before: Instant) -> None:
        with self._db.writing() as connection:
            self._db.sql.keep_audit_since(connection, since=str(before))
            self._db.sql.let_go_audit(connection, before=before)


def _json(told: dict[str, object] | None) -> str | None:
    return None if told is None else msgspec.json.encode(told).decode()


def _told(text: str | None) -> dict[str, object] | None:
    return None if text is None else msgspec.json.decode(text, type=dict[str, object])


def _entry(row: _Row) -> AuditEntry:
    at, who, by, address, what, about, before, after = row
    return AuditEntry(
        at=at,
        who=who,
        by=by,
        address=address,
        what=what,
        about=about,
        before=_told(before),
        after=_told(after),
    )
