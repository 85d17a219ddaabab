"""
By whose word may a charger connect, and how is that taken back?

The process that listens hears of it from the store, whichever process it was said in.
"""

from __future__ import annotations

from typing import Literal, assert_never

from msgspec.structs import replace

from chargeboard.domain.records import Charger, Credential
from chargeboard.history.names import former, new_name
from chargeboard.ports.store import Store
from chargeboard.time.instants import Instant

Grant = Literal["approval", "password", "certificate"]
"""What a charger may be let in by."""


def approve(store: Store, station: str) -> None:
    """
    Let a charger connect from now on; a password that it has stays.

    One that was deleted is listed again, with all that was ever received of it.
    """
    with store.together():
        known = store.credential(station) or Credential(station=station, approved=True)
        store.save_credential(replace(known, approved=True, withdrawn_at=None))
        charger = store.charger(new_name(store, station))
        if charger is not None and charger.deleted:
            store.save_charger(replace(charger, deleted=False))


def wait_no_more(store: Store, station: str) -> None:
    """A charger that waited was heard before, so it is none that is new; what was said meanwhile stands."""
    known = store.credential(station)
    if known is not None and known.withdrawn_at is None:
        store.save_credential(replace(known, approved=True))


def withdraw(store: Store, station: str, grant: Grant, now: Instant, *, is_usual: bool = True) -> None:
    """
    Take back what lets a charger in: a connection that it let in ends.

    Approval: the charger stays out until it is approved again. Password: until it has a new one. Certificate:
    those that were issued until now do not count any more.

    `is_usual`: a charger of which nothing is known would be let in.
    """
    with store.together():
        known = store.credential(station) or Credential(station=station, approved=is_usual)
        match grant:
            case "approval":
                known = replace(known, approved=False, withdrawn_at=now, asked_at=None)
            case "password":
                known = replace(known, salt=b"", digest=b"")
            case "certificate":
                known = replace(known, certificates_after=now)
            case _:
                assert_never(grant)
        store.save_credential(known)


def delete(store: Store, station: str, now: Instant) -> None:
    """
    Hide a charger and keep it out, also under the ids that count as it, until it is approved again.

    Its frames stay in the journal.
    """
    with store.together():
        for name in (station, *former(store, station)):
            withdraw(store, name, "approval", now)
        charger = store.charger(station) or Charger(id=station)
        store.save_charger(replace(charger, deleted=True))
