"""Why did a session end, in the operator's words, and what is to be done about it?"""

from __future__ import annotations

from chargeboard.domain.codes import EndedBy
from chargeboard.evidence.sessions.words import say
from chargeboard.words.formats import DASH


def stop_words(reason: str | None, *, is_open: bool, is_inferred: bool) -> str:
    """The stop reason as a clause; an unknown one as the charger spelled it."""
    if is_open:
        return say("open")
    if is_inferred:
        return say("no_stop")
    if not reason:
        return say("no_reason")
    return say(f"stop_{reason}") if f"stop_{reason}" in say.texts else reason


def stop_advice(reason: str | None) -> str:
    """What an operator does about it; nothing where a session ended as sessions do."""
    return say(f"advice_{reason}") if f"advice_{reason}" in say.texts else ""


def by_words(who: EndedBy | None) -> str:
    """Who ended it."""
    return DASH if who is None else say(f"by_{who}")
