"""What does one charger of a fleet say, from the moment at which it is switched on?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from random import Random

from chargeboard.demo import v2, v16
from chargeboard.demo.line import Call, Line, Outage, heard, stamp
from chargeboard.demo.load.mix import Mix, place_of
from chargeboard.demo.stories import tell
from chargeboard.demo.town import CutKind, Place
from chargeboard.demo.visits import story_of, visit_of
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import HOUR, MINUTE, SECOND, Instant

_KINDS: tuple[CutKind, ...] = ("closed", "closed", "silent", "power")
_STAYS_MIN = {True: (14, 58), False: (35, 290)}
_ARRIVES_WITHIN = MINUTE
"""Who is there when the fleet is switched on plugs in within this."""


def life(number: int, mix: Mix, since: Instant) -> Iterator[Frame]:
    """Its frames, ordered and without end; as many cars are there at once as at any later time."""
    place = place_of(number, mix)
    rng = Random(f"{place.id} {since}")
    tongue = v16 if place.protocol == "ocpp1.6" else v2
    voice = tongue.Voice(place, 1, rng, count(rng.randrange(10_000, 900_000)))
    line = Line(place, rng, tongue.identity)
    return heard(line, _calls(place, mix, voice, rng, since), _losses(mix, rng, since), since)


def _calls(
    place: Place, mix: Mix, voice: v16.Voice | v2.Voice, rng: Random, since: Instant
) -> Iterator[Call]:
    yield from voice.free(since + SECOND)
    shortest, longest = _STAYS_MIN[place.is_dc]
    idle_min = (shortest + longest) / 2 * (1 - mix.utilization) / max(mix.utilization, 1e-6)
    at = since + 2 * SECOND
    if rng.random() < mix.utilization:
        at += rng.randrange(_ARRIVES_WITHIN)
    else:
        at += round(rng.expovariate(1) * idle_min * MINUTE)
    beats_at = since + 2 * SECOND + round(rng.random() * mix.heartbeat_s * SECOND)
    if beats_at < at:  # who is switched on together does not beat together
        yield Call(beats_at, "Heartbeat", {}, {"currentTime": stamp(beats_at)})
    while True:
        stays_s = rng.randint(shortest, longest) * 60
        story = story_of(place, rng)
        visit = visit_of(place, rng, story, at, stays_s if story == "charge" else None)
        yield from tell(visit, voice)
        at = visit.leaves + SECOND + round(rng.expovariate(1) * idle_min * MINUTE)


def _losses(mix: Mix, rng: Random, since: Instant) -> Iterator[Outage]:
    at = since
    while True:
        at += MINUTE + round(rng.expovariate(mix.losses_a_day / 24) * HOUR)
        lasts = round(rng.uniform(0.5, 1.5) * mix.loss_s * SECOND)
        yield Outage(at, at + lasts, rng.choice(_KINDS))
        at += lasts
