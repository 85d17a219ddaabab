"""
kwwhat's visits: attempts of one driver that follow each other, judged by the last of them.

An attempt without a card takes that of its neighbour on the socket, up to 2 minutes apart. Then attempts of
one card chain that begin up to 30 minutes after the one before ended, at the chargers of one location; those
of no card, on one socket, up to 2 minutes. What is counted charger by charger chains at one charger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from chargeboard.domain.codes import Outcome
from chargeboard.domain.conclusions import Attempt
from chargeboard.official.success.attempts import decided
from chargeboard.official.success.rule import Judged, Of, SuccessRule, Tried
from chargeboard.time.instants import MINUTE, Instant

_SAME_CARD = 30 * MINUTE
_NO_CARD = 2 * MINUTE


class Try(NamedTuple):
    """An attempt at a charger of a location."""

    charger: str
    attempt: Attempt


def visits(tried: Iterable[Try]) -> list[list[Try]]:
    """Attempts by visit, each by start; the visits by their first one."""
    chains: list[list[Try]] = []
    last_of: dict[object, list[Try]] = {}
    for one, card in sorted(_with_cards(tried), key=_by_start):
        key = card or (one.charger, one.attempt.socket)
        window = _SAME_CARD if card else _NO_CARD
        chain = last_of.get(key)
        if chain is None or one.attempt.start - over_at(chain[-1].attempt) > window:
            chain = last_of[key] = []
            chains.append(chain)
        chain.append(one)
    return chains


def over_at(attempt: Attempt) -> Instant:
    """When it was over."""
    return attempt.start if attempt.end is None else attempt.end


def _with_cards(tried: Iterable[Try]) -> Iterator[tuple[Try, str]]:
    """Attempts of one socket that follow each other closely are of the card that any of them showed."""
    groups: dict[object, list[list[Try]]] = {}
    for one in sorted(tried, key=lambda one: one.attempt.start):
        of_socket = groups.setdefault((one.charger, one.attempt.socket), [[]])
        last = of_socket[-1]
        if last and _is_apart(last[-1].attempt, one.attempt):
            of_socket.append(last := [])
        last.append(one)
    for of_socket in groups.values():
        for group in of_socket:
            card = max((one.attempt.token for one in group), default="")
            yield from ((one, one.attempt.token or card) for one in group)


def _by_start(told: tuple[Try, str]) -> Instant:
    return told[0].attempt.start


def _is_apart(last: Attempt, attempt: Attempt) -> bool:
    is_another = bool(last.token and attempt.token and last.token != attempt.token)
    return is_another or attempt.start - over_at(last) > _NO_CARD


def _judge(tried: Tried) -> Iterable[Judged]:
    found = visits(Try("", one) for one in decided(tried))
    return (Judged(visit[0].attempt.start, succeeds(visit)) for visit in found)


def succeeds(visit: Sequence[Try]) -> bool:
    """Whether its last attempt got energy."""
    return visit[-1].attempt.outcome == Outcome.SUCCESS


RULES = (
    SuccessRule(
        code="kwwhat_visits",
        of=Of.VISITS,
        judge=_judge,
        address="https://github.com/appspace/kwwhat/blob/652965e/models/marts/fact_visits.sql",
        read_on=date(2026, 11, 29),
    ),
)
