"""Who works with us, and which browsers are logged in?"""

from __future__ import annotations

import msgspec
from msgspec.structs import asdict, replace

from chargeboard.domain.people import Account, Invitation, LogIn
from chargeboard.store.sql.database.connection import Database
from chargeboard.time.instants import Instant

_ACCOUNT = msgspec.json.Decoder(Account)
_LOG_IN = msgspec.json.Decoder(LogIn)


class PeopleRows:
    """Accounts, log-ins and invitations."""

    _db: Database

    def people_changes(self) -> int:
        with self._db.reading() as connection:
            return int(self._db.sql.people_changes(connection) or 0)

    def has_accounts(self) -> bool:
        with self._db.reading() as connection:
            return bool(self._db.sql.has_accounts(connection))

    def account(self, name: str) -> Account | None:
        with self._db.reading() as connection:
            doc = self._db.sql.account(connection, name=name)
            return None if doc is None else _ACCOUNT.decode(doc)

    def accounts(self) -> list[Account]:
        with self._db.reading() as connection:
            return [_ACCOUNT.decode(doc) for (doc,) in self._db.sql.accounts(connection)]

    def save_account(self, account: Account) -> None:
        with self._db.writing() as connection:
            # a hash that was there before is overwritten, not only given back
            self._db.overwrite_freed()
            self._db.sql.save_account(connection, name=account.name, doc=_text(account))
            self._db.sql.count_people_change(connection)

    def drop_account(self, name: str) -> bool:
        with self._db.writing() as connection:
            self._db.overwrite_freed()
            is_gone = self._db.sql.drop_account(connection, name=name) is not None
            self._db.sql.drop_log_ins_of(connection, account=name)
            self._db.sql.drop_invitations_of(connection, account=name)
            self._db.sql.drop_api_tokens_of(connection, account=name)
            self._db.sql.drop_identities_of(connection, account=name)
            self._db.sql.count_people_change(connection)
            return is_gone

    def identified(self, issuer: str, subject: str) -> str | None:
        with self._db.reading() as connection:
            found: str | None = self._db.sql.identified(connection, issuer=issuer, subject=subject)
            return found

    def identities_of(self, account: str) -> list[tuple[str, str]]:
        with self._db.reading() as connection:
            return list(self._db.sql.identities_of(connection, account=account))

    def save_identity(self, issuer: str, subject: str, account: str) -> None:
        with self._db.writing() as connection:
            self._db.sql.save_identity(connection, issuer=issuer, subject=subject, account=account)

    def drop_identities_of(self, account: str) -> None:
        with self._db.writing() as connection:
            self._db.sql.drop_identities_of(connection, account=account)
            self._db.sql.drop_log_ins_of(connection, account=account)
            self._db.sql.count_people_change(connection)

    def log_in(self, digest: str) -> LogIn | None:
        with self._db.reading() as connection:
            row = self._db.sql.log_in(connection, digest=digest)
            return None if row is None else _log_in(*row)

    def held_log_in(self, digest: str) -> tuple[LogIn, Account | None] | None:
        with self._db.reading() as connection:
            row = self._db.sql.held_log_in(connection, digest=digest)
        if row is None:
            return None
        doc, seen_at, account = row
        return _log_in(doc, seen_at), None if account is None else _ACCOUNT.decode(account)

    def log_ins(self) -> list[LogIn]:
        with self._db.reading() as connection:
            return [_log_in(*row) for row in self._db.sql.log_ins(connection)]

    def save_log_in(self, log_in: LogIn) -> None:
        with self._db.writing() as connection:
            self._db.sql.save_log_in(
                connection,
                digest=log_in.digest,
                account=log_in.account,
                until=log_in.until,
                seen_at=log_in.seen_at,
                doc=_text(log_in),
            )

    def seen_log_in(self, digest: str, at: Instant) -> None:
        with self._db.writing() as connection:
            self._db.sql.seen_log_in(connection, digest=digest, at=at)

    def drop_log_in(self, digest: str) -> bool:
        with self._db.writing() as connection:
            self._db.sql.count_people_change(connection)
            return self._db.sql.drop_log_in(connection, digest=digest) is not None

    def drop_log_ins_of(self, account: str) -> None:
        with self._db.writing() as connection:
            self._db.sql.drop_log_ins_of(connection, account=account)
            self._db.sql.count_people_change(connection)

    def tidy_people(self, now: Instant) -> None:
        with self._db.writing() as connection:
            self._db.sql.tidy_log_ins(connection, now=now)
            self._db.sql.tidy_invitations(connection, now=now)
            self._db.sql.tidy_used(connection, now=now)

    def use_once(self, what: str, until: Instant) -> bool:
        with self._db.writing() as connection:
            return self._db.sql.use_once(connection, what=what, until=until) is not None

    def invitation(self, digest: str) -> Invitation | None:
        with self._db.reading() as connection:
            row = self._db.sql.invitation(connection, digest=digest)
            return None if row is None else Invitation(digest=row[0], account=row[1], until=row[2])

    def save_invitation(self, invitation: Invitation) -> None:
        with self._db.writing() as connection:
            self._db.sql.save_invitation(connection, **asdict(invitation))

    def drop_invitations_of(self, account: str) -> None:
        with self._db.writing() as connection:
            self._db.sql.drop_invitations_of(connection, account=account)


def _log_in(doc: str, seen_at: Instant) -> LogIn:
    return replace(_LOG_IN.decode(doc), seen_at=seen_at)


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()
