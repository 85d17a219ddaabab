"""
Who comes to a socket, when, and what comes of it?

Drivers arrive by chance, more by day than by night and fewer on Sundays. A socket serves one after the
other; who finds it taken drives on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from random import Random

import msgspec

from chargeboard.demo import car
from chargeboard.demo.town import Place, Story
from chargeboard.time.days import zone_of
from chargeboard.time.instants import HOUR, MINUTE, SECOND, Instant, datetime_of
from chargeboard.time.spans import Span

_BY_HOUR_FAST = (1, 1, 1, 1, 1, 2, 4, 7, 8, 8, 8, 9, 10, 10, 9, 9, 10, 11, 10, 8, 6, 4, 3, 2)
_BY_HOUR_SLOW = (1, 0, 0, 0, 0, 1, 3, 6, 6, 4, 3, 3, 3, 3, 4, 5, 8, 11, 12, 9, 6, 4, 2, 1)
_BY_WEEKDAY = (1.0, 0.97, 1.0, 1.03, 1.15, 0.95, 0.72)

_LASTS_S: dict[Story, tuple[int, int]] = {
    "cancel": (70, 110),
    "no_card": (150, 900),
    "no_plug": (20, 40),
    "rejected": (20, 50),
    "handshake": (90, 420),
    "ground": (300, 900),
    "zero": (1200, 5400),
    "reserved": (480, 900),
    "breakdown": (900, 3000),
    "maintenance": (1800, 5400),
}
"""Stories without a charge, from the first sign to the last."""

GREETING_S = 45
"""From arriving to the first watt."""


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One stretch of a socket's life, known to its end: `leaves` is when the socket is free again."""

    story: Story
    arrives: Instant
    leaves: Instant
    card: str
    phases: int = 3
    steps: tuple[car.Step, ...] = ()


def visits(
    place: Place, rng: Random, since: Instant, planned: Iterable[tuple[Span, Story]]
) -> Iterator[Visit]:
    """What happens at one socket, one after the other and without end; what is planned takes its place."""
    ahead = deque(sorted(planned))
    free_at = since + MINUTE
    for arrives in _arrivals(place, rng, since):
        while ahead and ahead[0][0].start <= arrives:
            span, story = ahead.popleft()
            if span.start >= free_at:
                visit = visit_of(place, rng, story, span.start, span.length // SECOND)
                yield visit
                free_at = visit.leaves + MINUTE
        visit = visit_of(place, rng, story_of(place, rng), arrives, None)
        if arrives >= free_at and not (ahead and visit.leaves + MINUTE > ahead[0][0].start):
            yield visit
            free_at = visit.leaves + MINUTE


def _arrivals(place: Place, rng: Random, since: Instant) -> Iterator[Instant]:
    """A Poisson process by thinning: candidates at the busiest hour's rate, kept as their hour deserves."""
    weights = _BY_HOUR_SLOW if place.stays_overnight else _BY_HOUR_FAST
    most = max(weights) * max(_BY_WEEKDAY)
    per_hour = place.visits_per_day / place.sockets * most / sum(weights)
    zone, at = zone_of(place.timezone), since
    while True:
        at += round(rng.expovariate(per_hour) * HOUR)
        local = datetime_of(at).astimezone(zone)
        if rng.random() * most < weights[local.hour] * _BY_WEEKDAY[local.weekday()]:
            yield at


def story_of(place: Place, rng: Random) -> Story:
    """What comes of a visit, by chance."""
    dice = rng.random()
    for story, odds in place.mishaps.items():
        dice -= odds
        if dice < 0:
            return story
    return "charge"


def visit_of(place: Place, rng: Random, story: Story, arrives: Instant, lasts_s: int | None) -> Visit:
    """A visit of that story; how long it lasts is left to chance where nobody says."""
    card = _card(rng)
    if story in _LASTS_S:
        leaves = arrives + (lasts_s or rng.randint(*_LASTS_S[story])) * SECOND
        return Visit(story=story, arrives=arrives, leaves=leaves, card=card)
    guest = car.by_chance(rng, is_dc=place.is_dc)
    if lasts_s:  # a planned charge goes on for as long as planned, and on DC fast enough to be seen
        peak_w = max(guest.peak_w, 50_000) if place.is_dc else guest.peak_w
        guest = guest._replace(capacity_wh=95_000, peak_w=peak_w, soc=0.11, target=1.0)
    steps = car.taken(
        guest,
        limit_w=place.socket_kw * 1000,
        stay_s=lasts_s or _stay_s(place, rng, arrives),
        sample_s=place.sample_s,
        leaves_full=place.is_dc,
    )
    lingers_s = rng.randint(40, 260) if place.is_dc else rng.randint(10, 60)
    leaves = arrives + (GREETING_S + steps[-1].after_s + lingers_s) * SECOND
    return Visit(story=story, arrives=arrives, leaves=leaves, card=card, phases=guest.phases, steps=steps)


def _card(rng: Random) -> str:
    """One of the town's 240 cards; some drivers come again and again."""
    return f"04{int(240 * rng.random() ** 2) * 0x9E3779B1 % 2**48:012X}"


def _stay_s(place: Place, rng: Random, arrives: Instant) -> int:
    if place.is_dc:
        return rng.randint(14, 58) * 60
    hour = datetime_of(arrives).astimezone(zone_of(place.timezone)).hour
    if place.stays_overnight and hour >= 16 and rng.random() < 0.65:
        return rng.randint((29 - hour) * 60, (33 - hour) * 60) * 60
    return rng.randint(35, 290) * 60
