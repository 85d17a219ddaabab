"""What was told, and what of it waits to be sent?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from chargeboard.alerts.channel import Delivered, Letter, Undelivered, Unshown
from chargeboard.alerts.notice import Notice
from chargeboard.store.sql.database.connection import Database
from chargeboard.time.instants import NEVER, Instant

_NONE = (0, "", "")
_NOTICE = msgspec.json.Decoder(Notice)
_UNSHOWN = msgspec.json.Decoder(dict[str, Unshown])


class OutboxRows:
    """Notices, and one row for each that is to be sent to a channel."""

    _db: Database

    def keep_notice(self, notice: Notice, letters: Iterable[Letter]) -> None:
        doc = msgspec.json.encode(notice).decode()
        with self._db.writing() as connection:
            if self._db.sql.keep_notice(connection, id=notice.id, at=notice.at, doc=doc) is None:
                return
            self.keep_letters(letters)

    def keep_letters(self, letters: Iterable[Letter]) -> None:
        with self._db.writing() as connection:
            for letter in letters:
                self._db.sql.keep_letter(
                    connection,
                    id=letter.id,
                    channel=letter.channel,
                    body=letter.body.decode(),
                    kept_at=letter.kept_at,
                )

    def told_by(self) -> list[tuple[str, str]]:
        with self._db.reading() as connection:
            return list(self._db.sql.told_by(connection))

    def notices_of(self, rule: str, kind: str) -> list[Notice]:
        with self._db.reading() as connection:
            rows = self._db.sql.notices_of(connection, rule=rule, kind=kind)
            return [_NOTICE.decode(doc) for (doc,) in rows]

    def notices(self, most: int) -> list[Notice]:
        with self._db.reading() as connection:
            return [_NOTICE.decode(doc) for (doc,) in self._db.sql.notices(connection, most=most)]

    def delivered(self, notices: Iterable[str]) -> list[Delivered]:
        ids = msgspec.json.encode(list(notices)).decode()
        with self._db.reading() as connection:
            return [
                Delivered(
                    id=name, channel=channel, sent_at=sent_at, given_up_at=given_up_at, tries=tries, why=why
                )
                for name, channel, sent_at, given_up_at, tries, why in self._db.sql.delivered(
                    connection, ids=ids
                )
            ]

    def letters(self, channel: str, now: Instant, most: int) -> list[Letter]:
        with self._db.reading() as connection:
            rows = self._db.sql.letters(connection, channel=channel, now=now, most=most)
            return [
                Letter(id=name, channel=to, body=body.encode(), kept_at=kept_at, tries=tries, next_at=next_at)
                for name, to, body, kept_at, tries, next_at in rows
            ]

    def next_letter_at(self) -> Instant:
        with self._db.reading() as connection:
            at = self._db.sql.next_letter_at(connection)
            return NEVER if at is None else int(at)

    def letter_sent(self, letter: Letter, at: Instant) -> None:
        with self._db.writing() as connection:
            self._db.sql.letter_sent(connection, id=letter.id, channel=letter.channel, at=at)

    def letter_failed(self, letter: Letter, next_at: Instant, why: str) -> None:
        with self._db.writing() as connection:
            self._db.sql.letter_failed(
                connection, id=letter.id, channel=letter.channel, next_at=next_at, why=why
            )

    def letter_given_up(self, letter: Letter, at: Instant, why: str) -> None:
        with self._db.writing() as connection:
            self._db.sql.letter_given_up(connection, id=letter.id, channel=letter.channel, at=at, why=why)

    def undelivered(self, since: Instant) -> Undelivered:
        with self._db.reading() as connection:
            waiting, slow, why = self._db.sql.letters_stuck(connection) or _NONE
            given_up, lost, because = self._db.sql.letters_given_up(connection, since=since) or _NONE
        return Undelivered(waiting, given_up, lost or slow, because if lost else why)

    def unshown(self) -> dict[str, Unshown]:
        with self._db.reading() as connection:
            found = self._db.sql.unshown(connection)
            return {} if found is None else _UNSHOWN.decode(found)

    def put_unshown(self, channels: Mapping[str, Unshown]) -> None:
        with self._db.writing() as connection:
            self._db.sql.put_unshown(connection, found=msgspec.json.encode(channels).decode())

    def tidy_alerts(self, before: Instant) -> int:
        with self._db.writing() as connection:
            gone = [name for (name,) in self._db.sql.tidy_notices(connection, before=before)]
            for name in gone:
                self._db.sql.drop_letters(connection, id=name)
            self._db.sql.tidy_letters(connection, before=before)
            return len(gone)
