"""What do failed attempts have in common, and what is there to do about them?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from chargeboard.domain.codes import Outcome
from chargeboard.domain.conclusions import Attempt
from chargeboard.guidance.words import CLASS_ACTIONS, CLASS_WORDS, ONE_OF_CLASS, listed
from chargeboard.time.days import zone_of
from chargeboard.time.instants import datetime_of

_MOST: Final = 0.7
_EVENING: Final = (6, 12, 18)


def mostly(failures: Mapping[Outcome, int]) -> str:
    """The largest failure classes in words with their number, all that are as large as the largest."""
    failed, most = sum(failures.values()), max(failures.values())
    named = [CLASS_WORDS.get(name, name) for name, number in failures.items() if number == most]
    if most == failed:
        return ONE_OF_CLASS.get(next(iter(failures)), named[0]) if failed == 1 else f"all {named[0]}"
    if most == 1 and len(named) > 2:
        return "each for another reason"
    each = "each " if len(named) > 1 else ""
    words = listed(named)
    return f"{'mostly ' if 2 * most > failed else ''}{words} ({each}{most})"


def action_for(failures: Mapping[Outcome, int]) -> str:
    """What to do about the largest class; of several as large the first by name."""
    worst = max(sorted(failures), key=lambda name: failures[name])
    return CLASS_ACTIONS.get(worst, "See the attempts that failed, and what the charger said then.")


def where(attempts: Sequence[Attempt], zone: str) -> str:
    """What most failures have in common: one socket of several, a time of day; else nothing."""
    decided = [a for a in attempts if a.outcome != "pending"]
    failed = [a for a in decided if a.outcome != "success"]
    return _socket_words(decided, failed) + _hour_words(decided, failed, zone)


def _socket_words(decided: Sequence[Attempt], failed: Sequence[Attempt]) -> str:
    used = {a.socket for a in decided if a.socket is not None}
    sockets = Counter(a.socket for a in failed if a.socket is not None)
    if len(used) < 2 or not sockets:
        return ""
    socket, number = sockets.most_common(1)[0]
    return f", {number} of them on socket {socket}" if number >= _MOST * len(failed) else ""


def _hour_words(decided: Sequence[Attempt], failed: Sequence[Attempt], zone: str) -> str:
    """A part of the day that holds most failures but not most attempts."""
    for hour in _EVENING[::-1]:
        late = [a for a in failed if _hour(a, zone) >= hour]
        usual = [a for a in decided if _hour(a, zone) >= hour]
        if len(late) >= 3 and len(late) >= 0.8 * len(failed) and len(usual) <= 0.5 * len(decided):
            return f", {len(late)} after {hour}:00"
    return ""


def _hour(attempt: Attempt, zone: str) -> int:
    return datetime_of(attempt.start).astimezone(zone_of(zone)).hour
