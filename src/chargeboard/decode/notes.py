"""
What has one frame told so far, and what had to be forgiven?

A frame gives at most one oddity of a kind: what was odd in words that repeat from frame to frame, and the
first odd value.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec.structs import replace

from chargeboard.decode.clocks import stamp_told
from chargeboard.decode.pairing import OpenCall, Pairing
from chargeboard.decode.spelling import Words
from chargeboard.domain.codes import OddityKind
from chargeboard.domain.facts import AnyFact, OddityFound, ProblemTold, StatusReported
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.domain.reasons import Oddity, Reason
from chargeboard.domain.stamps import Stamps
from chargeboard.time.instants import Instant

Told: TypeAlias = tuple[Instant, bool, Instant]
"""When it happened, whether receipt stands in for it, and the stamp where that is another instant; else 0."""

_What: TypeAlias = tuple[Oddity, str]
"""And of which field, "" where that is clear."""

_RAW_MOST = 500
_ID_MOST = 255


def shown(raw: object) -> str:
    """The beginning of a raw value, fit to be stored: what is no Unicode text is escaped."""
    if isinstance(raw, dict | list):
        return "{…}" if isinstance(raw, dict) else "[…]"
    return str(raw)[:_RAW_MOST].encode("utf-8", "backslashreplace").decode("utf-8")


class Notes:
    """Facts and oddities of one frame, and what is known around it."""

    __slots__ = (
        "_odd",
        "_stamp",
        "_told",
        "direction",
        "facts",
        "frame",
        "message_id",
        "pairing",
        "policy",
        "received_at",
        "stamps",
    )

    def __init__(self, frame: Frame, pairing: Pairing, policy: Policy, stamps: Stamps) -> None:
        self.frame = frame
        self.received_at = frame.received_at
        self.direction = frame.direction
        self.pairing = pairing
        self.policy = policy
        self.stamps = stamps
        self.message_id = ""
        self.facts: list[AnyFact] = []
        self._odd: dict[OddityKind, tuple[list[_What], str, str]] | None = None
        self._stamp: str | None = None
        self._told: Told = (0, False, 0)

    @property
    def ref(self) -> str:
        """Names this frame's call, the same in every run."""
        return f"{self.received_at}/{self.message_id}"

    @property
    def is_odd(self) -> bool:
        """Whether anything had to be forgiven."""
        return self._odd is not None

    def tell(self, fact: AnyFact) -> None:
        """Notes what was said."""
        self.facts.append(fact)

    def expect_answer(
        self, action: str, about: str = "", at: Instant | None = None, *, most: int | None = _ID_MOST
    ) -> None:
        """
        Waits for the answer: it decides what the frame's call opened, and belongs where that stands.

        `most`: of `about` no more is remembered; None: whoever says it has bounded it.
        """
        call = OpenCall(action, self.ref, self.received_at if at is None else at, about[:most])
        self.pairing.remember(self.direction, self.message_id, call)

    def odd(
        self, kind: OddityKind, code: Oddity, raw: object = "", rule: str = "", *, field: str = ""
    ) -> None:
        """Notes what had to be forgiven, of which field."""
        if self._odd is None:
            self._odd = {}
        whats, _, _ = self._odd.setdefault(kind, ([], shown(raw), rule))
        what = code, field
        if what not in whats:
            whats.append(what)

    def nonconformant(self, code: Oddity, raw: object = "", rule: str = "Q33", *, field: str = "") -> None:
        """Notes what is against the standard and was read as it is."""
        self.odd(OddityKind.NONCONFORMANT, code, raw, rule, field=field)

    def report(self, fact: StatusReported | ProblemTold, stamp: str | None) -> None:
        """
        Notes what was said, unless the same message said it a moment ago.

        A charger that two sources tell of (a tap beside a feed) has said it once, by its own stamp.
        """
        words = self.message_id, stamp, replace(fact, at=0, received_at=0, stated_at=0)
        if not (stamp and self.pairing.is_again(repr(words), self.received_at)):
            self.tell(fact)

    def when(self, said: str | None) -> Told:
        """The instant that a stamp names, corrected by the offset of the charger's clock."""
        if said is not None and said == self._stamp:
            return self._told
        at, stated = stamp_told(said, self.received_at, self.policy, self.stamps)
        if at is None:
            self.odd(OddityKind.CLOCK, Oddity.STAMP_NOT_USABLE, said or "", "T5")
            told = self.received_at, True, stated
        else:
            told = at, False, 0 if at == stated else stated
        self._stamp, self._told = said, told
        return told

    def spelled(self, words: Words, said: str | None) -> str:
        """A word in the standard's spelling, an unknown one as said, "" for none."""
        if not said:
            return ""
        if said in words:
            return said
        known = words.spell(said)
        if known is None:
            self.nonconformant(Oddity.UNKNOWN_WORD, said, field=words.name)
            return said
        self.nonconformant(Oddity.SPELLED_OTHERWISE, said, field=words.name)
        return known

    def all(self) -> list[AnyFact]:
        """Facts, then at most one oddity of each kind."""
        if self._odd is not None:
            now = self.received_at
            for kind, (whats, raw, rule) in self._odd.items():
                what = tuple([Reason(code, {"field": field} if field else {}) for code, field in whats])
                self.facts.append(OddityFound(now, now, kind, what, raw, rule))
        return self.facts
