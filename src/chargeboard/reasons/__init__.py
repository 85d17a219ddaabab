"""How are reasons told to people?"""

from __future__ import annotations

from collections.abc import Iterable

from chargeboard.domain.codes import Code
from chargeboard.domain.reasons import Reason
from chargeboard.reasons.words import say


def text_of(reason: Reason[Code]) -> str:
    """A reason in words; not each of its numbers is said."""
    return say(reason.code, **{name: reason.numbers[name] for name in say.names(reason.code)})


def texts_of(reasons: Iterable[Reason[Code]]) -> str:
    """Several in one line."""
    return "; ".join(map(text_of, reasons))
