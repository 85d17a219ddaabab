"""Phase: pages are open, for as long as it takes to see whether anything grows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median, quantiles

from bench.audience import Audience
from bench.figure import Figure, at_most, shown, spread
from bench.system import slowest
from bench.system.growth import Growth
from bench.system.stand import Stand
from bench.system.viewers import Reader, browser
from bench.system.window import Window

_ANSWER_MS, _PAGE_MS, _SEEN_MS = 50, 25, 300
_MIB, _GROWTH_SHARE, _MORE_FILES = 700, 0.02, 20
_LOOKS = 60
_LOOK_EVERY_S = 5.0


def figures(stand: Stand) -> Iterator[Figure]:
    """Waits of chargers and of people, memory, and how it grows."""
    plan, delays_ms = stand.plan, list[float]()
    with ExitStack() as opened:
        streams = plan.pages - bool(plan.chromium)
        audience = Audience(
            stand.served.page_port, [f"/chargers/LOAD-{number:05d}/live" for number in range(streams)]
        )
        audience.start()
        opened.callback(audience.stop)
        chrome = opened.enter_context(browser(stand.served, plan.chromium)) if plan.chromium else None
        reader = Reader(stand.served, plan.chargers)
        growth = Growth(stand.served, min(_LOOK_EVERY_S, plan.watched_s / _LOOKS))
        window = Window(stand.served, stand.chargers)
        for one in (reader, growth):
            one.start()
            opened.callback(one.stop)
        ends = time.monotonic() + plan.watched_s
        while time.monotonic() < ends:
            if chrome is None:
                time.sleep(ends - time.monotonic())
            else:
                delays_ms.append(chrome.delay_ms())
        used = window.close()
    yield used.wait(
        _ANSWER_MS,
        Figure(
            name=f"an answer, p99, {plan.pages} pages are open",
            value=1000 * used.tally.wait_s(0.99),
            unit="ms",
            note=f"p50 {shown(1000 * used.tally.wait_s(0.5))} ms, {used.tally.answers:,} of them; "
            f"the chargers' own processes were up to {1000 * used.late_s:.0f} ms late",
        ),
    )
    yield used.wait(
        _PAGE_MS,
        Figure(
            name="a page, p99",
            value=1000 * quantiles(reader.took_s, n=100)[98],
            unit="ms",
            note=f"p50 {shown(1000 * median(reader.took_s))} ms, of chargers by chance and the list, "
            f"{len(reader.took_s)} times, {len(reader.refused)} refused {sorted(set(reader.refused)) or ''}",
        ),
    )
    yield from slowest.by_kind(reader.opened)
    if plan.slowest:
        notes = stand.served.notes
        for line in (*slowest.parts(reader.opened, notes), *slowest.told(reader.opened, notes, plan.slowest)):
            print(f"    {line}")
    if delays_ms:
        yield used.wait(
            _SEEN_MS,
            Figure(
                name="frame sent to page changed, p50",
                value=median(delays_ms),
                unit="ms",
                note=f"Chromium, {len(delays_ms)} times, {spread(delays_ms)}",
            ),
        )
    yield Figure(
        name=f"all of serve, {plan.pages} pages are open",
        value=used.cores,
        unit="cores",
        note=f"{len(reader.took_s) / used.seconds:.0f} pages a second besides; {used.by_process}; the "
        f"chargers took {used.fleet_cores:.2f} cores, other programs {used.others_cores:.2f}",
    )
    yield at_most(
        _MIB, Figure(name="memory, most", value=max(growth.mib), unit="MiB", note="all processes, PSS")
    )
    later = f"in the later half of {used.seconds / 60:.1f} minutes"
    each = _each(growth.more_mib_of)
    yield at_most(
        _GROWTH_SHARE * max(growth.mib),
        Figure(
            name="memory, growth",
            value=growth.more_mib,
            unit="MiB",
            note=f"{later}, along a line ({each}); over all of it: {_course(growth.mib)}",
        ),
    )
    yield at_most(
        _MORE_FILES, Figure(name="open files, growth", value=growth.more_files, unit="files", note=later)
    )


def _each(grown: dict[str, float]) -> str:
    return ", ".join(f"{name} {shown(mib)}" for name, mib in grown.items())


def _course(values: list[float]) -> str:
    """Five of the values, over time."""
    return ", ".join(shown(values[n * (len(values) - 1) // 4]) for n in range(5))
