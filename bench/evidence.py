"""How long does the server work for a page of evidence, and how big is it on the wire?"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from statistics import median
from urllib.parse import quote

from bench.asgi import asked
from bench.figure import Figure, at_most, spread
from bench.town import BUSY, NOW, history
from bench.workbench import Workbench
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.answering.list_filters import ListScope, SessionFilter
from chargeboard.run.desk import Desk
from chargeboard.run.understanding.projector import Projector
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, SECOND, text_of
from chargeboard.time.spans import Span
from chargeboard.web.app import create_app

_SAMPLES = 3_600
_SESSION_MS, _SESSION_BYTES = 50, 60_000
_ENDED, _RUNNING = "ENDED", "RUNNING"
_METER = (
    '[2,"m{n}","MeterValues",{{"connectorId":1,"transactionId":1,"meterValue":[{{"timestamp":"{at}",'
    '"sampledValue":[{{"value":"{wh}"}},{{"measurand":"Power.Active.Import","value":"{w}"}},'
    '{{"measurand":"SoC","value":"{soc}"}},{{"measurand":"Power.Offered","value":"22000"}},{phases}]}}]}}]'
)


def figures(workbench: Workbench) -> Iterator[Figure]:
    """A session with a sample a second on three phases; lists, a day and frames of a busy month."""
    store = open_store(workbench.folder / "evidence.db")
    desk = Desk(store, lambda name: Profile(id=name, policy=Policy(timezone="Europe/Berlin")), lambda: NOW)
    projector = Projector(desk.histories, desk.now)
    projector.take(history(BUSY))
    for station in (_ENDED, _RUNNING):
        projector.take(list(_session(station)))
    for station in projector.heard():
        projector.refresh(station)
    store.pack(BUSY.id, NOW - 24 * HOUR)
    store.pack_facts(BUSY.id, NOW - 48 * HOUR)
    app = create_app(desk, token=None, now=lambda: NOW)
    times = workbench.scaled(40, 12)
    about = f"{_SAMPLES:,} samples: power, energy, battery, three currents, three voltages, the limit"
    spent, size = asked(app, _page_of(desk, _ENDED), times)
    yield at_most(
        _SESSION_MS,
        Figure(
            name="session page, server",
            value=median(spent),
            unit="ms",
            note=f"{about}; CPU of the whole answer with gzip, nothing kept; {times} times, {spread(spent)}",
        ),
    )
    yield at_most(
        _SESSION_BYTES,
        Figure(name="session page, on the wire", value=size, unit="bytes", note=f"{about}; gzip"),
    )
    spent, _ = asked(app, _page_of(desk, _RUNNING), times)
    yield at_most(
        _SESSION_MS,
        Figure(
            name="session page while it runs, server",
            value=median(spent),
            unit="ms",
            note=f"the same, concluded anew at each look; {spread(spent)}",
        ),
    )
    for name, path in (
        ("sessions of a month, by energy", "sessions?sort=-energy"),
        ("attempts of a month", "attempts"),
        ("a day", "days/2026-05-20"),
        ("a session a week ago", _old_session(desk)),
        ("frames of a day four weeks ago", "frames?from=2026-05-01&to=2026-05-01"),
    ):
        spent, size = asked(app, f"/chargers/{BUSY.id}/{path}", workbench.scaled(20, 6))
        yield Figure(
            name=f"evidence: {name}",
            value=median(spent),
            unit="ms",
            note=f"CPU of the whole answer, {size / 1024:,.0f} KiB on the wire; {spread(spent)}",
        )
    store.close()


def _old_session(desk: Desk) -> str:
    """One whose facts are packed."""
    sessions = desk.store.sessions(BUSY.id, Span(NOW - 8 * 24 * HOUR, NOW - 7 * 24 * HOUR))
    return f"sessions/{quote(max(sessions, key=lambda one: len(one.readings)).key, safe='')}"


def _page_of(desk: Desk, station: str) -> str:
    key = desk.evidence.sessions(station, ListScope(), SessionFilter()).sessions[0].key
    return f"/chargers/{station}/sessions/{quote(key, safe='')}"


def _session(station: str) -> Iterator[Frame]:
    """One session of a three-phase car: an hour that is over, or that goes on."""
    begin = NOW - (_SAMPLES + 5) * SECOND if station == _RUNNING else NOW - 3 * HOUR
    luck = Random(1)  # noqa: S311 - noise, not secrets

    def said(after: int, text: str, direction: str = "in") -> Frame:
        return Frame(station, begin + after * SECOND, direction, text, "c", "ocpp1.6")  # type: ignore[arg-type]

    def stamp(after: int) -> str:
        return text_of(begin + after * SECOND)

    def status(after: int, word: str) -> Frame:
        told = f'{{"connectorId":1,"errorCode":"NoError","status":"{word}","timestamp":"{stamp(after)}"}}'
        return said(after, f'[2,"{word}","StatusNotification",{told}]')

    yield status(-60, "Available")
    yield status(-30, "Preparing")
    yield said(
        0,
        f'[2,"s","StartTransaction",{{"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"{stamp(0)}"}}]',
    )
    yield said(0, '[3,"s",{"transactionId":1,"idTagInfo":{"status":"Accepted"}}]', "out")
    for n in range(1, _SAMPLES + 1):
        # the noise of a real meter: what makes a curve big on the wire
        jitter = luck.random()
        phases = ",".join(
            f'{{"measurand":"{what}","phase":"L{phase}{end}","value":"{base + luck.random() * 2:.1f}"}}'
            for what, base, end in (("Current.Import", 15, ""), ("Voltage", 224, "-N"))
            for phase in (1, 2, 3)
        )
        yield said(
            n,
            _METER.format(
                n=n, at=stamp(n), wh=n * 4, w=10_800 + jitter * 400, soc=20 + n // 60, phases=phases
            ),
        )
    if station == _RUNNING:
        return
    stop = f'{{"transactionId":1,"meterStop":14404,"timestamp":"{stamp(_SAMPLES + 5)}"}}'
    yield said(_SAMPLES + 5, f'[2,"e","StopTransaction",{stop}]')
    yield status(_SAMPLES + 6, "Available")
    for n in range(_SAMPLES + 60, 3 * _SAMPLES, 60):
        yield said(n, f'[2,"h{n}","Heartbeat",{{}}]')
