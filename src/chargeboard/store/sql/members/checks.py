"""Who serves this, who has what to do, and is anybody behind? In words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from chargeboard.store.reports import Finding
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.members.lease_rows import LeaseRows
from chargeboard.store.sql.members.member_rows import MemberRows
from chargeboard.store.words import say
from chargeboard.time.instants import MINUTE, SECOND, Instant

_QUIET = MINUTE
_BEHIND = MINUTE


class _Members(MemberRows, LeaseRows):
    def __init__(self, db: Database) -> None:
        self._db = db


def members(db: Database, now: Instant) -> Iterator[Finding]:
    """Nothing where one process serves alone."""
    rows = _Members(db)
    found = rows.members()
    if not found:
        return
    leases = rows.leases()
    shares = Counter(one.owner for one in leases if one.name.startswith("share"))
    for one in found:
        told = say(
            "member_is",
            role=one.role,
            place=one.place,
            version=one.version,
            heard_s=max(0, now - one.beat_at) / SECOND,
            connected=one.told.connected,
            shares=shares[one.id],
            chores=sum(lease.owner == one.id for lease in leases) - shares[one.id],
        )
        if now - one.beat_at > _QUIET:
            yield Finding("warning", told, say("member_quiet"))
        else:
            yield Finding("ok", told)
    if len({one.version for one in found}) > 1:
        yield Finding("warning", say("member_versions"), say("do_member_versions"))
    with db.reading() as connection:
        waiting = [since for _, since in db.sql.unfolded_since(connection)]
    behind = now - min(waiting, default=now)
    told = say("lag_is", chargers=len(waiting), behind_s=max(0, behind) / SECOND)
    if behind > _BEHIND:
        yield Finding("warning", told, say("do_lag"))
    else:
        yield Finding("ok", told)
