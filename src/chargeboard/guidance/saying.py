"""How is what a rule found said to people?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from chargeboard.domain.figures.board import Board, Insight
from chargeboard.domain.phrases import Numbers, Phrase, Told
from chargeboard.guidance.rule import Join, Kind
from chargeboard.guidance.rules import RULES
from chargeboard.guidance.words import say
from chargeboard.time.days import day_of, zone_of
from chargeboard.time.instants import Instant, datetime_of
from chargeboard.words.catalogue import ROOMS, Words
from chargeboard.words.dates import day_month
from chargeboard.words.languages import SPOKEN, Language

KINDS: Final[dict[str, dict[str, Kind]]] = {}
"""What the numbers of each rule are, by its id."""
for _rule in RULES:
    KINDS.setdefault(_rule.id, {}).update(_rule.numbers)


class Clock(NamedTuple):
    """The wall clock by which times are said: those of its date without a date."""

    zone: str
    today: date
    sockets: tuple[tuple[int, str], ...] = ()
    """What is written on them."""

    def socket(self, number: int) -> str:
        """Such as "1" or "1 (left)"."""
        name = dict(self.sockets).get(number)
        return f"{number} ({name})" if name else str(number)

    def said(self, at: Instant) -> str:
        """A local time; with its date where that is not today."""
        local = datetime_of(at).astimezone(zone_of(self.zone))
        return f"{local:%H:%M}" if local.date() == self.today else f"{day_month(local.date())} {local:%H:%M}"


def clock_of(board: Board) -> Clock:
    """The clock of a board; of dates that have passed the one at their end."""
    zone = board.charger.timezone
    return Clock(zone, min(day_of(board.at, zone), board.window.to), (*board.charger.socket_names.items(),))


def text_of(insight: Insight, clock: Clock, code: str | None = None) -> str:
    """The sentence, or another one of the same numbers."""
    return _text_of(insight, clock, code or insight.code, SPOKEN.get())


@lru_cache(maxsize=1024)
def _text_of(insight: Insight, clock: Clock, code: str, _language: Language) -> str:
    return _said(code, insight.numbers, KINDS.get(insight.id, {}), clock)


def action_of(insight: Insight) -> str:
    """What to do, or nothing."""
    if insight.action is None:
        return ""
    speak, code = _room_of(insight.action.code)
    return speak(code, **insight.action.numbers)


def _said(code: str, numbers: Numbers, kinds: Mapping[str, Kind], clock: Clock) -> str:
    speak, code = _room_of(code)
    named = {name: _value(numbers[name], kinds.get(name), kinds, clock) for name in speak.names(code)}
    if "socket" in named and isinstance(socket := numbers["socket"], int) and socket:
        named["socket"] = clock.socket(socket)
    return speak(code, **named)


def _room_of(code: str) -> tuple[Words, str]:
    """Who says it, and what: a full code is one of another room, such as what to do about an error."""
    room, _, own = code.rpartition(".")
    return (ROOMS[room] if room else say), own


def _value(told: Told, kind: Kind, kinds: Mapping[str, Kind], clock: Clock) -> object:
    """What stands in the place of a number."""
    if isinstance(told, Phrase):
        return _said(told.code, told.numbers, kinds, clock)
    if isinstance(told, tuple):
        return _together([_said(phrase.code, phrase.numbers, kinds, clock) for phrase in told], kind)
    if told is None:
        return ""
    if kind is None:
        return told
    if kind is Instant and isinstance(told, int):
        return clock.said(told)
    if kind is date and isinstance(told, int):
        return date.fromordinal(told)
    return say(kind, n=told)


def _together(words: list[str], kind: Kind) -> str:
    if isinstance(kind, Join) or len(words) < 2:
        return (kind or "").join(words)
    return say("and", first=", ".join(words[:-1]), last=words[-1])
