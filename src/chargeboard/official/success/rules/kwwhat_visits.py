"""
kwwhat's visits: attempts of one driver that follow each other, judged by the last of them.

An attempt without a card takes that of its neighbour on the socket, up to 2 minutes apart. Then attempts of
one card chain that begin up to 30 minutes after the one before ended, at one charger here (kwwhat: at one
location); those of no card, on one socket, up to 2 minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from chargeboard.domain.codes import Outcome
from chargeboard.domain.conclusions import Attempt
from chargeboard.official.success.attempts import decided
from chargeboard.official.success.rule import Judged, Of, SuccessRule, Tried
from chargeboard.time.instants import MINUTE, Instant

_SAME_CARD = 30 * MINUTE
_NO_CARD = 2 * MINUTE


def visits(attempts: Iterable[Attempt]) -> list[list[Attempt]]:
    """Attempts by visit, each by start; the visits by their first one."""
    chains: list[list[Attempt]] = []
    last_of: dict[object, list[Attempt]] = {}
    for attempt in sorted(_with_cards(attempts), key=lambda one: one.start):
        key = attempt.token or ("socket", attempt.socket)
        window = _SAME_CARD if attempt.token else _NO_CARD
        chain = last_of.get(key)
        if chain is None or attempt.start - _over_at(chain[-1]) > window:
            chain = last_of[key] = []
            chains.append(chain)
        chain.append(attempt)
    return chains


def _with_cards(attempts: Iterable[Attempt]) -> Iterator[Attempt]:
    """Attempts of one socket that follow each other closely are of the card that any of them showed."""
    groups: dict[int | None, list[list[Attempt]]] = {}
    for attempt in sorted(attempts, key=lambda one: one.start):
        of_socket = groups.setdefault(attempt.socket, [[]])
        last = of_socket[-1]
        if last and _is_apart(last, attempt):
            of_socket.append(last := [])
        last.append(attempt)
    for of_socket in groups.values():
        for group in of_socket:
            card = max((one.token for one in group), default="")
            yield from (one if one.token else replace(one, token=card) for one in group)


def _is_apart(group: Sequence[Attempt], attempt: Attempt) -> bool:
    last = group[-1]
    is_another = bool(last.token and attempt.token and last.token != attempt.token)
    return is_another or attempt.start - _over_at(last) > _NO_CARD


def _over_at(attempt: Attempt) -> Instant:
    return attempt.start if attempt.end is None else attempt.end


def _judge(tried: Tried) -> Iterable[Judged]:
    return (Judged(visit[0].start, visit[-1].outcome == Outcome.SUCCESS) for visit in visits(decided(tried)))


RULES = (
    SuccessRule(
        code="kwwhat_visits",
        of=Of.VISITS,
        judge=_judge,
        address="https://github.com/appspace/kwwhat/blob/652965e/models/marts/fact_visits.sql",
        read_on=date(2026, 11, 29),
    ),
)
