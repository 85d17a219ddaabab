"""
How is a broker read that hands each message over until it is told that it is kept?

What was handed over last is acknowledged once the cursor shows that it is kept. A broker that did not hear it
hands it over again, and says so: then it is known by its digest, and kept once. The name by which the broker
knows us stands in the cursor too: what it holds for us meanwhile is held for this database.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

import msgspec

from chargeboard.capture.feeds.clocks import NEVER_TRUE, see_that_clocks_agree
from chargeboard.capture.feeds.kind import Part
from chargeboard.capture.formats.reading import Rejected, because
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import SECOND, Instant

AT_ONCE = 250
"""Messages that the broker hands over before it is told of the first of them that it is kept."""
_DIGEST_BYTES = 6


class Delivery(NamedTuple):
    """A message, as it was handed over."""

    place: str
    """Where it was published."""
    body: bytes
    at: Instant
    """When it came."""
    mark: int
    """By which the broker knows it."""
    is_again: bool
    """It may have been handed over before."""

    @property
    def digest(self) -> str:
        """What tells it from others."""
        found = hashlib.blake2b(self.place.encode() + b"\0" + self.body, digest_size=_DIGEST_BYTES).digest()
        return base64.b64encode(found).decode()


class Link(Protocol):
    """A connection to a broker, which is opened when it is needed."""

    def taken(self, session: str, most: int, now: Instant, /) -> Sequence[Delivery]:
        """
        What came since, in order; `session` is the name by which the broker knows us.

        Raises: FeedError; what was handed over before is then handed over again.
        """

    def keep(self, marks: Sequence[int]) -> None:
        """Tell that these are kept, or need not be."""

    def forget(self, session: str, /) -> None:
        """Have nothing held any more under that name."""

    def close(self) -> None: ...


class _Cursor(msgspec.Struct, frozen=True, array_like=True):
    session: str
    parts: int = 0
    kept: tuple[str, ...] = ()
    """Digests of what may be handed over again, the oldest first."""


class _Handed(NamedTuple):
    cursor: str
    deliveries: Sequence[Delivery]


class Delivered:
    """What a broker hands over, as it is read."""

    def __init__(
        self, name: str, link: Link, found_in: Callable[[Delivery], Iterable[Frame | Rejected]]
    ) -> None:
        """`found_in`: what a message says; nothing where it says nothing of a charger."""
        self._name, self._link, self._found_in, self.close = name, link, found_in, link.close
        self._session = ""
        self._waiting: list[Delivery] = []
        self._handed: _Handed | None = None

    def read(self, cursor: str, now: Instant) -> Part:
        """What is there behind the cursor. Raises: FeedError."""
        if not cursor:
            named = _Cursor(f"chargeboard-{secrets.token_hex(6)}")
            return Part([], [], _text(named), is_all=False)
        before = msgspec.json.decode(cursor, type=_Cursor)
        self._session = before.session
        self._settle(cursor)
        try:
            came = self._link.taken(before.session, AT_ONCE - len(self._waiting), now)
        except BaseException:
            self._waiting = []
            raise
        self._waiting += came
        found = [(one, () if _is_known(one, before) else tuple(self._found_in(one))) for one in self._waiting]
        said = [one for _, all_ in found for one in all_]
        see_that_clocks_agree((one.received_at for one in said if isinstance(one, Frame)), now)
        handed, self._waiting = self._waiting, []
        # a broker hands on as soon as it hears that the last ones are kept
        is_all = not came
        if not said:
            self._link.keep([one.mark for one in handed])
            return Part([], [], cursor, is_all)
        digests = (*before.kept, *(delivery.digest for delivery, all_ in found if all_))
        after = _text(_Cursor(before.session, before.parts + 1, digests[-AT_ONCE:]))
        self._handed = _Handed(after, handed)
        frames = [one for one in said if isinstance(one, Frame)]
        rejected = [one for one in said if isinstance(one, Rejected)]
        rejected += [self._of_no_time(one, now) for one in frames if one.received_at - now > NEVER_TRUE]
        kept = [one for one in frames if one.received_at - now <= NEVER_TRUE]
        return Part(sorted(kept, key=lambda frame: frame.received_at), rejected, after, is_all)

    def leave(self) -> None:
        """For good: nothing is held for us from now on, and what was handed over is given back."""
        if self._session:
            self._link.forget(self._session)
        self._session = ""

    def _settle(self, cursor: str) -> None:
        """What was handed on is kept, or is to be handed on again."""
        handed, self._handed = self._handed, None
        if handed is not None and handed.cursor == cursor:
            self._link.keep([one.mark for one in handed.deliveries])
        elif handed is not None:
            self._waiting = [*handed.deliveries, *self._waiting]

    def _of_no_time(self, frame: Frame, now: Instant) -> Rejected:
        why = because("ahead_of_clock", seconds=(frame.received_at - now) // SECOND)
        return Rejected(self._name, 1, why, frame.text, is_ahead=True)


def _is_known(delivery: Delivery, before: _Cursor) -> bool:
    return delivery.is_again and delivery.digest in before.kept


def _text(cursor: _Cursor) -> str:
    return msgspec.json.encode(cursor).decode()
