"""Which frames did the town's chargers exchange, from the first day until now and on?"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import count
from operator import attrgetter
from random import Random

from chargeboard.demo import v2, v16
from chargeboard.demo.line import Call, Line, Outage, Payload, heard
from chargeboard.demo.stories import Voice, tell
from chargeboard.demo.town import TOWN, Cut, CutKind, Place, Story
from chargeboard.demo.visits import Visit, visits
from chargeboard.domain.frame import Frame
from chargeboard.time.days import day_of, midnight
from chargeboard.time.instants import HOUR, MINUTE, SECOND, Instant
from chargeboard.time.spans import Span

_BY_CHANCE: tuple[CutKind, ...] = ("closed", "closed", "closed", "silent", "power")


def told(now: Instant, seed: int = 1, town: Iterable[Place] = TOWN) -> Iterator[Frame]:
    """
    Everything that a town's frames tell, ordered by `received_at` and without end.

    `now` is when the demo was started: it decides on which day the history begins and what is going on.
    """
    return heapq.merge(*(station_frames(place, now, seed) for place in town), key=attrgetter("received_at"))


def station_frames(place: Place, now: Instant, seed: int) -> Iterator[Frame]:
    """Everything that the frames of one charger tell."""

    def luck(of: object) -> Random:
        return Random(f"{seed} {place.id} {of}")

    since = midnight(day_of(now, place.timezone) - timedelta(days=place.days), place.timezone) + 9 * HOUR
    transactions = count(luck("transactions").randrange(10_000, 900_000))
    tongue = v16 if place.protocol == "ocpp1.6" else v2
    sockets = (
        _socket(
            visits(place, luck(n), since, _planned(place, n, now)),
            tongue.Voice(place, n, luck(f"meter {n}"), transactions),
            since,
        )
        for n in range(1, place.sockets + 1)
    )
    spoken = _badly_spoken(since) if place.speaks_badly else iter(())
    calls = heapq.merge(_charger(place, now, since), spoken, *sockets, key=attrgetter("at"))
    line = Line(place, luck("line"), tongue.identity)
    outages = _outages(place, now, since, luck("outages"))
    return heard(line, calls, _with_drops(place, outages, since), since)


def _socket(life: Iterator[Visit], voice: Voice, since: Instant) -> Iterator[Call]:
    yield from voice.free(since + SECOND)
    for visit in life:
        yield from tell(visit, voice)


def _planned(place: Place, number: int, now: Instant) -> Iterator[tuple[Span, Story]]:
    """The moments that every start of the demo shows, and the fault that comes like clockwork."""
    for moment in place.moments:
        if moment.socket == number:
            start = now - moment.ago_min * MINUTE
            yield Span(start, start + moment.lasts_min * MINUTE), moment.story
    if place.ground_fault_every_h and number == place.sockets:
        every = round(place.ground_fault_every_h * HOUR)
        for at in range(now - 9 * 24 * HOUR, now - 10 * HOUR, every):
            yield Span(at, at + (14 + at // MINUTE % 17) * MINUTE), "breakdown"


def _charger(place: Place, now: Instant, since: Instant) -> Iterator[Call]:
    """What the charger says as a whole: its own status, and how an update of its firmware goes."""
    has_whole = place.protocol == "ocpp1.6"
    if has_whole:
        yield _whole(since + SECOND, "Available")
    for cut in sorted(place.cuts, key=attrgetter("ago_min"), reverse=True):
        if cut.kind != "update":
            continue
        began, back = now - cut.ago_min * MINUTE, now - round((cut.ago_min - cut.lasts_min) * MINUTE)
        yield _update(began - 6 * MINUTE, "Downloading")
        yield _update(began - 2 * MINUTE, "Downloaded")
        if has_whole:
            yield _whole(began - 2 * MINUTE, "Unavailable")
        yield _update(began - MINUTE, "Installing")
        yield _update(back + MINUTE, "Installed")
        if has_whole:
            yield _whole(back + 9 * MINUTE, "Available")


def _badly_spoken(since: Instant) -> Iterator[Call]:
    """What goes wrong in a conversation, again and again: who is asked late, refuses, repeats, misspells."""
    for n in count(1):
        at = since + n * 6 * HOUR
        key: Payload = {"key": "HeartbeatInterval", "readonly": False, "value": "600"}
        yield Call(
            at,
            "GetConfiguration",
            {"key": ["HeartbeatInterval"]},
            {"configurationKey": [key]},
            asked=True,
            answered_after=75 * SECOND,
        )
        if n % 2:
            yield Call(at + 10 * MINUTE, "DiagnosticsStatusNotification", {"status": "Idle"}, repeats_id=True)
            yield Call(at + 20 * MINUTE, "StatusNotification", {"connectorId": 0, "status": "Available"})
        else:
            yield Call(
                at + 15 * MINUTE, "GetDiagnostics", {"location": "ftp://a"}, asked=True, error="NotSupported"
            )


def _whole(at: Instant, status: str) -> Call:
    return Call(at, "StatusNotification", {"connectorId": 0, "errorCode": "NoError", "status": status})


def _update(at: Instant, status: str) -> Call:
    return Call(at, "FirmwareStatusNotification", {"status": status})


def _outages(place: Place, now: Instant, since: Instant, rng: Random) -> Iterator[Outage]:
    """Planned cuts and those by chance, in order and apart from each other, without end."""
    planned = sorted((_cut(now, cut) for cut in place.cuts), key=attrgetter("start"))
    at = since + HOUR
    while True:
        at += round(rng.expovariate(place.cuts_per_day / 24) * HOUR)
        lasts = round(rng.lognormvariate(2.6, 1.1) * MINUTE)
        kind = rng.choice(_BY_CHANCE)
        while planned and planned[0].start < at + lasts + MINUTE:
            yield planned[0]
            at = max(at, planned.pop(0).end + 10 * MINUTE)
        if not (planned and at + lasts > planned[0].start):
            yield Outage(at, at + lasts, kind)
            at += lasts


def _with_drops(place: Place, outages: Iterator[Outage], since: Instant) -> Iterator[Outage]:
    """The outages, and between them each end of a connection that a router let go of."""
    if place.dropped_every_h is None:
        yield from outages
        return
    every = round(place.dropped_every_h * HOUR)
    at = since + every
    for outage in outages:
        while at + MINUTE < outage.start:
            yield Outage(at, at + 3 * SECOND, "dropped")
            at += every
        yield outage
        at = outage.end + every


def _cut(now: Instant, cut: Cut) -> Outage:
    start = now - cut.ago_min * MINUTE
    return Outage(start, start + round(cut.lasts_min * MINUTE), cut.kind)
