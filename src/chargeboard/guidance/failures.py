"""What do failed attempts have in common, and what is there to do about them?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from chargeboard.domain.codes import Outcome
from chargeboard.domain.phrases import Phrase
from chargeboard.guidance.looked_at import Tried
from chargeboard.time.days import zone_of
from chargeboard.time.instants import datetime_of

_MOST: Final = 0.7
_EVENING: Final = (6, 12, 18)

OF_CLASS: Final = {
    Outcome.AUTH_REJECTED: "rejected_cards",
    Outcome.START_REJECTED: "refused_starts",
    Outcome.EV_OR_CONNECTOR_FAULT: "car_or_connector_faults",
    Outcome.CHARGER_FAULT: "charger_faults",
    Outcome.PREPARING_TIMEOUT: "never_started",
    Outcome.USER_CANCELLED: "given_up",
    Outcome.ZERO_ENERGY: "sessions_without_energy",
}
"""Codes of the failure classes (2.3)."""
ONE_OF_CLASS: Final = {
    Outcome.AUTH_REJECTED: "one_rejected_cards",
    Outcome.START_REJECTED: "one_refused_starts",
    Outcome.EV_OR_CONNECTOR_FAULT: "one_car_or_connector_faults",
    Outcome.CHARGER_FAULT: "one_charger_faults",
    Outcome.PREPARING_TIMEOUT: "one_never_started",
    Outcome.USER_CANCELLED: "one_given_up",
    Outcome.ZERO_ENERGY: "one_sessions_without_energy",
}
"""Of a single attempt."""
ACTION_OF_CLASS: Final = {
    Outcome.AUTH_REJECTED: "check_the_cards",
    Outcome.START_REJECTED: "check_the_starts",
    Outcome.EV_OR_CONNECTOR_FAULT: "inspect_the_plug",
    Outcome.CHARGER_FAULT: "restart_and_call_service",
    Outcome.PREPARING_TIMEOUT: "try_a_start",
    Outcome.USER_CANCELLED: "try_a_start_as_drivers_give_up",
    Outcome.ZERO_ENERGY: "test_with_a_car",
}
"""What to do where most failures are of a class."""


def mostly(failures: Mapping[Outcome, int]) -> Phrase:
    """The largest failure classes with their number, all that are as large as the largest."""
    failed, most = sum(failures.values()), max(failures.values())
    largest = [name for name, number in failures.items() if number == most]
    if failed == 1:
        return Phrase(ONE_OF_CLASS[largest[0]])
    kinds = tuple(Phrase(OF_CLASS[name]) for name in largest)
    if most == failed:
        return Phrase("all_of_class", {"kinds": kinds})
    if most == 1 and len(largest) > 2:
        return Phrase("each_for_another_reason")
    if len(largest) > 1:
        return Phrase("of_classes_each", {"kinds": kinds, "most": most})
    return Phrase(
        "mostly_of_class_with_number" if 2 * most > failed else "of_class_with_number",
        {"kinds": kinds, "most": most},
    )


def action_for(failures: Mapping[Outcome, int]) -> str:
    """What to do about the largest class; of several as large the first by name."""
    worst = max(sorted(failures), key=lambda name: failures[name])
    return ACTION_OF_CLASS.get(worst, "see_the_attempts_that_failed")


def in_common(attempts: Sequence[Tried], zone: str) -> tuple[Phrase, ...]:
    """What most failures have in common: one socket of several, a time of day; else nothing."""
    decided = [a for a in attempts if a.outcome != Outcome.PENDING]
    failed = [a for a in decided if a.outcome != Outcome.SUCCESS]
    return (*_of_socket(decided, failed), *_of_hour(decided, failed, zone))


def _of_socket(decided: Sequence[Tried], failed: Sequence[Tried]) -> Iterator[Phrase]:
    used = {a.socket for a in decided if a.socket is not None}
    sockets = Counter(a.socket for a in failed if a.socket is not None)
    if len(used) < 2 or not sockets:
        return
    socket, number = sockets.most_common(1)[0]
    if number >= _MOST * len(failed):
        yield Phrase("most_on_socket", {"of_them": number, "socket": socket})


def _of_hour(decided: Sequence[Tried], failed: Sequence[Tried], zone: str) -> Iterator[Phrase]:
    """A part of the day that holds most failures but not most attempts."""
    for hour in _EVENING[::-1]:
        late = [a for a in failed if _hour(a, zone) >= hour]
        usual = [a for a in decided if _hour(a, zone) >= hour]
        if len(late) >= 3 and len(late) >= 0.8 * len(failed) and len(usual) <= 0.5 * len(decided):
            yield Phrase("most_after", {"of_them": len(late), "hour": hour})
            return


def _hour(attempt: Tried, zone: str) -> int:
    return datetime_of(attempt.start).astimezone(zone_of(zone)).hour
