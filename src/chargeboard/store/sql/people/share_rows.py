"""By which links does somebody look who has no account?"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from chargeboard.domain.shares import Share
from chargeboard.store.sql.database.connection import Database
from chargeboard.time.instants import Instant

_SHARE = msgspec.json.Decoder(Share)


class ShareRows:
    """Shares, and how often each was used."""

    _db: Database

    def share(self, digest: str) -> Share | None:
        with self._db.reading() as connection:
            row = self._db.sql.share(connection, digest=digest)
            return None if row is None else _share(*row)

    def all_shares(self) -> list[Share]:
        with self._db.reading() as connection:
            return [_share(*row) for row in self._db.sql.all_shares(connection)]

    def save_share(self, share: Share) -> None:
        with self._db.writing() as connection:
            # a hash that was there before is overwritten, not only given back
            self._db.overwrite_freed()
            self._db.sql.save_share(
                connection,
                name=share.name,
                digest=share.digest,
                doc=msgspec.json.encode(share).decode(),
            )
            self._db.sql.count_people_change(connection)

    def used_share(self, digest: str, uses: int, at: Instant) -> None:
        with self._db.writing() as connection:
            self._db.sql.used_share(connection, digest=digest, uses=uses, at=at)

    def drop_share(self, name: str) -> bool:
        with self._db.writing() as connection:
            self._db.overwrite_freed()
            self._db.sql.count_people_change(connection)
            return self._db.sql.drop_share(connection, name=name) is not None


def _share(doc: str, uses: int, used_at: Instant | None) -> Share:
    return replace(_SHARE.decode(doc), uses=uses, used_at=used_at)
