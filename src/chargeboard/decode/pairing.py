"""
Which question does an answer belong to?

An OCPP-J answer names only the message id of its call, so the calls whose answers matter are remembered until
they are answered. Message ids are unique per sender at best: the key is direction and id.

Where times are whole seconds, what was said in one second may be in any order, and a log of what was sent may
come before one of what was received: an answer waits for its call for as long as it is the same instant.
"""

from __future__ import annotations

from zlib import crc32

import msgspec

from chargeboard.domain.envelope import Envelope
from chargeboard.time.instants import MINUTE, Instant

_MOST_CALLS = 64
_MOST_EARLY = 16
_LONGEST_EARLY = 1 << 16
_MOST_MONITORS = 256
_MOST_STATUSES = 8
_SAME_WITHIN = 2 * MINUTE


class OpenCall(msgspec.Struct, frozen=True, array_like=True):
    """
    A call that waits for its answer.

    `ref` names its fact, `at` is that fact's instant, `about` the transaction or settings it asked about.
    """

    action: str
    ref: str
    at: Instant
    about: str = ""


class Pairing(msgspec.Struct, omit_defaults=True):
    """The open calls of one station, the severities of its 2.0.1 monitors, and what rows told before."""

    calls: dict[str, OpenCall] = {}
    severities: dict[str, int] = {}
    newest: str = ""
    """The message id of the charger's newest call, whether or not its answer matters."""
    turns: dict[str, str] = {}
    """Of rows: the stamp of the latest start and stop on each connector, as the other system wrote it."""
    statuses: list[tuple[int, Instant]] = []
    """Digests of the latest messages about statuses, each with when it came last."""
    master_group: str = ""
    """The group whose tokens are master passes, as the station is set up."""
    early: dict[str, str] = {}
    """Answers whose calls were not heard yet, by the key that these will have; all received at `early_at`."""
    early_at: Instant = 0
    said: Envelope | None = None
    """What the envelope of the message said that was read last, until somebody has counted it."""

    def remember(self, direction: str, message_id: str, call: OpenCall) -> None:
        """Waits for the answer; a repeated id replaces the older call, too many calls the oldest one."""
        key = f"{direction}/{message_id}"
        self.calls.pop(key, None)
        self.calls[key] = call
        if len(self.calls) > _MOST_CALLS:
            del self.calls[next(iter(self.calls))]

    def take(self, direction: str, message_id: str) -> OpenCall | None:
        """The call that is hereby answered; None where nobody waits for it."""
        return self.calls.pop(f"{direction}/{message_id}", None)

    def keep_early(self, direction: str, message_id: str, text: str, at: Instant) -> None:
        """An answer that nobody waits for, `direction` being that of its call."""
        if (direction, message_id) == ("in", self.newest):
            return  # it answers the call before
        self._forget_early(at)
        if len(self.early) < _MOST_EARLY and len(text) <= _LONGEST_EARLY:
            self.early[f"{direction}/{message_id}"], self.early_at = text, at

    def answer_before(self, direction: str, message_id: str, at: Instant) -> str | None:
        """The answer to this call, where it was heard first; it stays, as a frame may be read again."""
        if not self.early:
            return None
        self._forget_early(at)
        return self.early.get(f"{direction}/{message_id}")

    def _forget_early(self, now: Instant) -> None:
        """What was said before answers nothing that is asked now."""
        if now != self.early_at:
            self.early, self.early_at = {}, 0

    def meant_by(self, message_id: str) -> OpenCall | None:
        """
        The charger's newest call, where an error names no call of it and that one still waits.

        A charger asks one thing at a time. The call goes on waiting: its own answer may still come.
        """
        return None if message_id == self.newest else self.calls.get(f"in/{self.newest}")

    def is_again(self, message: str, received_at: Instant) -> bool:
        """Whether the very message came a moment ago, by another way or because it was not answered."""
        digest = crc32(message.encode("utf-8", "surrogatepass"))
        lately = [one for one in self.statuses if abs(received_at - one[1]) < _SAME_WITHIN]
        is_known = any(known == digest for known, _ in lately)
        others = [one for one in lately if one[0] != digest]
        self.statuses = [*others, (digest, received_at)][-_MOST_STATUSES:]
        return is_known

    def rank(self, monitor: str, severity: int) -> None:
        """A monitor was given a severity."""
        self.severities.pop(monitor, None)
        self.severities[monitor] = severity
        if len(self.severities) > _MOST_MONITORS:
            del self.severities[next(iter(self.severities))]
