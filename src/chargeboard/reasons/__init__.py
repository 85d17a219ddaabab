"""How are reasons told to people?"""

from __future__ import annotations

from collections.abc import Iterable

from chargeboard.domain.reasons import Reason, Sentences
from chargeboard.reasons.words import say
from chargeboard.words.catalogue import said


def text_of(reason: Reason[str]) -> str:
    """A reason in words; not each of its numbers is said."""
    return say(reason.code, **{name: reason.numbers[name] for name in say.names(reason.code)})


def texts_of(reasons: Iterable[Reason[str]]) -> str:
    """Several in one line."""
    return "; ".join(map(text_of, reasons))


def sentences(told: Sentences) -> str:
    """What is said one after the other."""
    return " ".join([said(one.code, **one.numbers) for one in told])
