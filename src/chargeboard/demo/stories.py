"""
What does a socket say while a visit happens?

Each story is told once, in words that both generations of the protocol have; a voice puts them into messages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from chargeboard.demo.car import Step
from chargeboard.demo.line import Call
from chargeboard.demo.visits import GREETING_S, Visit
from chargeboard.time.instants import SECOND, Instant

_NO_TRANSACTION = {"no_card", "handshake"}


class Voice(Protocol):
    """One socket's way to put it. It remembers its meter and its transaction."""

    def free(self, at: Instant) -> Iterator[Call]: ...
    def occupied(self, at: Instant) -> Iterator[Call]: ...
    def reserved(self, at: Instant, card: str) -> Iterator[Call]: ...
    def withdrawn(self, at: Instant) -> Iterator[Call]: ...
    def returned(self, at: Instant) -> Iterator[Call]: ...
    def broken(self, at: Instant) -> Iterator[Call]: ...
    def mended(self, at: Instant) -> Iterator[Call]: ...
    def misunderstood(self, at: Instant) -> Iterator[Call]:
        """Charger and car could not talk."""

    def card(self, at: Instant, card: str, verdict: str) -> Iterator[Call]: ...
    def app(self, at: Instant, card: str) -> Iterator[Call]: ...
    def begin(self, at: Instant, card: str) -> Iterator[Call]: ...
    def begin_again(self, at: Instant) -> Iterator[Call]:
        """Its start once more: the answer got lost."""

    def charging(self, at: Instant) -> Iterator[Call]: ...
    def suspended(self, at: Instant) -> Iterator[Call]: ...
    def meter(self, at: Instant, step: Step, phases: int) -> Iterator[Call]: ...
    def end(self, at: Instant, energy_wh: float, reason: str) -> Iterator[Call]: ...
    def forget(self, energy_wh: float) -> Iterator[Call]:
        """The end was never told."""

    def finishing(self, at: Instant) -> Iterator[Call]: ...


def tell(visit: Visit, voice: Voice) -> Iterator[Call]:
    """The calls of one visit, ordered."""
    at, until = visit.arrives, visit.leaves
    match visit.story:
        case "breakdown":
            yield from voice.broken(at)
            yield from voice.mended(until)
        case "maintenance":
            yield from voice.withdrawn(at)
            yield from voice.returned(until)
        case "reserved":
            yield from voice.reserved(at, visit.card)
            yield from voice.free(until)
        case "rejected":
            yield from voice.card(at, visit.card, "Blocked")
        case "no_plug":
            yield from voice.card(at, visit.card, "Accepted")
        case _:
            yield from voice.occupied(at)
            yield from _authorised(visit, voice)
            if visit.story not in _NO_TRANSACTION:
                yield from voice.begin(at + 30 * SECOND, visit.card)
                yield from _transaction(visit, voice)
            yield from voice.mended(until) if visit.story in {"ground", "handshake"} else voice.free(until)


def _authorised(visit: Visit, voice: Voice) -> Iterator[Call]:
    at = visit.arrives
    match visit.story:
        case "no_card":
            return
        case "app":
            yield from voice.app(at + 18 * SECOND, visit.card)
            return
        case "second_card":
            yield from voice.card(at + 9 * SECOND, visit.card[::-1], "Invalid")
        case _:
            pass
    yield from voice.card(at + 21 * SECOND, visit.card, "Accepted")
    if visit.story == "handshake":
        yield from voice.misunderstood(at + 38 * SECOND)


def _transaction(visit: Visit, voice: Voice) -> Iterator[Call]:
    at, until = visit.arrives, visit.leaves
    match visit.story:
        case "cancel":
            yield from voice.charging(at + 35 * SECOND)
            yield from voice.end(until - 20 * SECOND, 22, "Local")
            yield from voice.finishing(until - 19 * SECOND)
        case "zero":
            yield from voice.suspended(at + 36 * SECOND)
            yield from voice.end(until - 5 * SECOND, 0, "EVDisconnected")
        case "ground":
            yield from voice.charging(at + 35 * SECOND)
            yield from voice.broken(at + 52 * SECOND)
            yield from voice.end(at + 53 * SECOND, 41, "Other")
        case _:
            yield from _charge(visit, voice)


def _charge(visit: Visit, voice: Voice) -> Iterator[Call]:
    began = visit.arrives + GREETING_S * SECOND
    if visit.story == "told_twice":
        yield from voice.begin_again(visit.arrives + 33 * SECOND)
    yield from voice.charging(visit.arrives + 36 * SECOND)
    *samples, last = visit.steps
    takes = True
    for step in samples:
        at = began + step.after_s * SECOND
        if takes and not step.power_w:
            takes = False
            yield from voice.suspended(at)
        yield from voice.meter(at, step, visit.phases)
    ended = began + last.after_s * SECOND
    if visit.story == "lost_stop":
        yield from voice.forget(last.energy_wh)
    else:
        reason = "Remote" if visit.story == "app" else "Local" if takes else "EVDisconnected"
        yield from voice.end(ended, last.energy_wh, reason)
    yield from voice.finishing(ended + SECOND)
