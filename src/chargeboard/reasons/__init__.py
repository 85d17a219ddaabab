"""How are reasons told to people?"""

from __future__ import annotations

from collections.abc import Iterable

from chargeboard.domain.reasons import Reason, Sentences
from chargeboard.reasons import words
from chargeboard.words.catalogue import said, words_of


def text_of(reason: Reason[str]) -> str:
    """A reason in words, of this room or by its full code; not each of its numbers is said."""
    room, _, code = reason.code.rpartition(".")
    say = words_of(room) if room else words.say
    return say(code, **{name: reason.numbers[name] for name in say.names(code)})


def texts_of(reasons: Iterable[Reason[str]]) -> str:
    """Several in one line."""
    return "; ".join(map(text_of, reasons))


def sentences(told: Sentences) -> str:
    """What is said one after the other."""
    return " ".join([said(reason.code, **reason.numbers) for reason in told])
