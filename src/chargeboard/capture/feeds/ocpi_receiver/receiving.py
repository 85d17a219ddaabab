"""
What do the objects that a party pushes tell, and what is it answered?

A PATCH changes the object that was known last; of one that is not known it is refused, and the party pushes
the whole. What is told of an object is a row of the object as it is then. Who pushed is answered once that is
kept.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec

from chargeboard import zstd
from chargeboard.capture.feeds.kind import Part
from chargeboard.capture.feeds.ocpi import rows
from chargeboard.capture.feeds.ocpi.places import Address, Evse, Places, moment
from chargeboard.capture.feeds.ocpi.words import say as say_of_ocpi
from chargeboard.capture.feeds.ocpi_receiver.door import (
    KEPT,
    NEW,
    UNKNOWN,
    Answer,
    Door,
    Pushed,
    away,
    invalid,
)
from chargeboard.capture.feeds.ocpi_receiver.words import say
from chargeboard.capture.formats.reading import Rejected
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import Instant
from chargeboard.vocabularies.ocpi import Module, SessionStatus

AT_ONCE: Final = 500
_PATIENCE_S: Final = 0.5
"""So long something may take to come: who pushes one object after the other waits for no look of ours."""
MOST_SESSIONS: Final = 5_000
"""Of which is known what a PATCH changes; those that are over go first."""
_KEPT: Final = (
    "id", "country_code", "party_id", "start_date_time", "end_date_time", "kwh", "status", "location_id",
    "evse_uid", "connector_id", "currency", "last_updated",
)  # fmt: skip
"""What is known on of a session; nothing of who charges."""
_OVER: Final = frozenset({SessionStatus.COMPLETED, SessionStatus.INVALID})


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """What is known of objects that were pushed."""

    evses: dict[str, Evse] = {}
    sessions: dict[str, dict[str, Any]] = {}
    taken: int = 0
    """How many rows."""


class _Handed(NamedTuple):
    cursor: str
    pushed: list[tuple[Pushed, Answer]]


class Receiving:
    """Objects, as they are pushed."""

    def __init__(self, door: Door, name: str, group: str) -> None:
        """`group` says what a charger is."""
        self.door, self._name, self._group = door, name, group
        self._stands: str | None = None
        """The cursor that was given out last, of which the rest here is."""
        self._places, self._sessions, self._taken = Places({}, group), dict[str, dict[str, Any]](), 0
        self._waiting: list[Pushed] = []
        self._rejected: list[Rejected] = []
        self._handed: _Handed | None = None

    def read(self, cursor: str, now: Instant) -> Part:
        """What was pushed since. Raises: FeedError."""
        self._settle(cursor)
        if cursor != self._stands:
            self._stand(cursor)
        came, self._waiting = self._waiting or self.door.taken(AT_ONCE, _PATIENCE_S, now), []
        frames, kept, self._rejected = list[Frame](), list[tuple[Pushed, Answer]](), list[Rejected]()
        for pushed in came:
            answer, told = self._told(pushed, now)
            if told:
                frames += told
                kept.append((pushed, answer))
            else:
                pushed.answer(answer)
        if not frames:
            return Part([], self._rejected, cursor, is_all=not came)
        self._taken += len(frames)
        self._stands = _text(Cursor(self._places.known, self._sessions, self._taken))
        self._handed = _Handed(self._stands, kept)
        frames.sort(key=lambda frame: frame.received_at)
        return Part(frames, self._rejected, self._stands, is_all=False)

    def close(self) -> None:
        """Take no more; who waits has to push again: whether it is kept is not known."""
        handed = [pushed for pushed, _ in self._handed.pushed] if self._handed is not None else []
        for pushed in [*handed, *self._waiting]:
            pushed.answer(away())
        self._handed, self._waiting = None, []
        self.door.close()

    def _settle(self, cursor: str) -> None:
        """What was handed on is kept, or is to be handed on again."""
        handed, self._handed = self._handed, None
        if handed is None:
            return
        if handed.cursor == cursor:
            for pushed, answer in handed.pushed:
                pushed.answer(answer)
        else:
            self._waiting = [pushed for pushed, _ in handed.pushed]

    def _stand(self, cursor: str) -> None:
        known = Cursor()
        if cursor:
            known = msgspec.json.decode(zstd.decompress(base64.b64decode(cursor)), type=Cursor)
        self._places = Places(known.evses, self._group)
        self._sessions, self._taken, self._stands = dict(known.sessions), known.taken, cursor

    def _told(self, pushed: Pushed, now: Instant) -> tuple[Answer, list[Frame]]:
        """What is answered, and the rows that come of it."""
        if pushed.method == "PATCH" and moment(pushed.body.get("last_updated")) is None:
            return invalid(say("no_time")), []
        match pushed.module, pushed.path:
            case Module.LOCATIONS, [country, party, place]:
                return self._location(pushed, Address(country, party, place, ""), now)
            case Module.LOCATIONS, [country, party, place, uid]:
                return self._evse(pushed, Address(country, party, place, uid), now)
            case Module.LOCATIONS, [country, party, place, uid, _]:
                # a connector tells nothing that is shown
                is_known = Address(country, party, place, uid).key in self._places.known
                return KEPT if is_known else UNKNOWN, []
            case Module.SESSIONS, [country, party, name]:
                owner = {"country_code": country, "party_id": party, "id": name}
                return self._session(pushed, owner, now)
            case Module.CDRS, []:
                return self._cdr(pushed.body, now)
        return UNKNOWN, []

    def _location(self, pushed: Pushed, address: Address, now: Instant) -> tuple[Answer, list[Frame]]:
        is_known = any(key.startswith(address.key) for key in self._places.known)
        if pushed.method == "PATCH" and not is_known:
            return UNKNOWN, []
        owner = {"country_code": address.country, "party_id": address.party, "id": address.location}
        told = list(rows.location(pushed.body | owner, self._places, now))
        return KEPT if is_known else NEW, told

    def _evse(self, pushed: Pushed, address: Address, now: Instant) -> tuple[Answer, list[Frame]]:
        known, said = self._places.known.get(address.key), pushed.body
        if pushed.method == "PATCH":
            if known is None:
                return UNKNOWN, []
            if _is_older(said, known.updated_at):
                return KEPT, []
            said = {"status": known.status, **said, "patched": sorted(said)}
        news = self._places.news(address, said, 0, now)
        answer = NEW if known is None else KEPT
        return answer, [] if news is None else [rows.evse(address, *news, said)]

    def _session(self, pushed: Pushed, owner: Mapping[str, str], now: Instant) -> tuple[Answer, list[Frame]]:
        key = "*".join(owner.values()).upper()
        before = self._sessions.get(key)
        updated_at = 0 if before is None else moment(before.get("last_updated")) or 0
        said = {**pushed.body, **owner}
        if pushed.method == "PATCH":
            if before is None:
                return UNKNOWN, []
            if _is_older(said, updated_at):
                return KEPT, []
            said = {**before, **said, "patched": sorted(pushed.body)}
        if not _is_older(said, updated_at):
            self._sessions.pop(key, None)
            self._sessions[key] = {name: said[name] for name in _KEPT if name in said}
            self._forget()
        row = rows.session(said, self._places, now)
        if row is None:
            self._rejected.append(rows.put_aside(self._name, 1, say_of_ocpi("no_evse"), said))
        return NEW if before is None else KEPT, [] if row is None else [row]

    def _cdr(self, said: Mapping[str, Any], now: Instant) -> tuple[Answer, list[Frame]]:
        row = rows.cdr(said, self._places, now)
        if row is None:
            self._rejected.append(rows.put_aside(self._name, 1, say_of_ocpi("no_evse"), said))
            return invalid(say_of_ocpi("no_evse")), []
        return NEW, [row]

    def _forget(self) -> None:
        while len(self._sessions) > MOST_SESSIONS:
            over = (key for key, one in self._sessions.items() if str(one.get("status")) in _OVER)
            del self._sessions[next(over, next(iter(self._sessions)))]


def _is_older(said: Mapping[str, Any], than: Instant) -> bool:
    """Whether something newer is known: what was overtaken on its way changes nothing."""
    return (moment(said.get("last_updated")) or than) < than


def _text(cursor: Cursor) -> str:
    return base64.b64encode(zstd.compress(msgspec.json.encode(cursor))).decode()
