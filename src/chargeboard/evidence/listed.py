"""How much of a list does a filter leave?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words


def shown_of(say: Words, shown: int, whole: int) -> str:
    """`12 of 340 attempts`, by the room's own words for them; `340 attempts` where it leaves all."""
    return say("shown", n=whole) if shown == whole else say("shown_of", shown=shown, n=whole)
