"""What is a rule of guidance?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeAlias

import msgspec

from chargeboard.domain.codes import Need, Weight
from chargeboard.domain.phrases import Numbers, Phrase
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.time.instants import Instant

Kind: TypeAlias = Any
"""What a number is: `Instant`, `date` (its ordinal), `int`, `float`, `str`, or the code of a plural."""


class LooksAt(StrEnum):
    """What a rule looks at, and so when it is asked."""

    DAYS = "days"
    """Complete days: nothing that happens today changes what it says."""
    WINDOW = "window"
    """Figures of the last days, or of days that were asked for."""
    ERRORS = "errors"
    """The list of errors: of the last days, or of days that were asked for."""
    FLEET = "fleet"
    """What was found of all chargers, whatever happens to this one."""
    MOMENT = "moment"
    """What is so now: silent of days that have passed and of chargers that nobody listens to."""


class Found(msgspec.Struct, frozen=True):
    """What a rule says once: the code of its words, their numbers, and what is not as the rule has it."""

    code: str
    numbers: Numbers = {}
    since: Instant | None = None
    severity: Weight | None = None
    need: Need | None = None
    action: Phrase | str | None = None
    panel: str | None = None


class Rule(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A rule: what it is called, where it is shown, how urgent it is, what it says, and how it judges."""

    id: str
    panel: str
    severity: Weight
    need: Need = Need.NOBODY
    action: str = ""
    """Code of what to do."""
    looks_at: LooksAt
    codes: tuple[str, ...]
    """Of its sentences."""
    numbers: Mapping[str, Kind] = {}
    """What its numbers are, those of the words within its words too."""
    judge: Callable[[LookedAt], Iterable[Found]]
    is_last: bool = False
    """Asked when no other rule found that anybody has to act."""
    slides: bool = False
    """Its numbers are of a window that ends now: that it says so holds for long, how much does not."""


class Join(StrEnum):
    """How several words within words are put together, where they are no list with an `and`."""

    NOTHING = ""
    SEMICOLON = "; "
