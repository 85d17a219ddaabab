"""How long do official figures take: twelve months of a charger, and of a fleet of ten thousand?"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from time import process_time

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.domain.records import OfficialMonthRow, Progress
from chargeboard.history.checkpoints import conclusions_version
from chargeboard.official.calendar import month_text, months_through
from chargeboard.official.exports.uk import rows
from chargeboard.official.month import NUMBERS, RULES_VERSION, RuledMonth, kept, packed
from chargeboard.run.answering.official.differing_chargers import DifferencesWanted, network_differences
from chargeboard.run.answering.official.network import network_figures
from chargeboard.run.answering.official.uk_year import year_of_chargers
from chargeboard.run.desk import Desk
from chargeboard.run.understanding.projector import Projector
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, instant_of, text_of

CHARGERS = 10_000
NOW = instant_of(datetime(2026, 11, 29, tzinfo=UTC))


def _least(ask: Callable[[], object], times: int = 5) -> float:
    took = []
    for _ in range(times):
        begin = process_time()
        ask()
        took.append(process_time() - begin)
    return min(took)


def _charger() -> float:
    """Thirteen months of two sockets that change every two hours; twelve are asked for."""
    begin = instant_of(datetime(2025, 10, 1, tzinfo=UTC))
    frames = [Frame("CP", begin, "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6")]
    for at in range(begin, NOW, 2 * HOUR):
        for socket in (1, 2):
            said = ("Available", "Faulted", "Available", "Unavailable")[(at // (2 * HOUR) + socket) % 4]
            told = f'"errorCode":"NoError","status":"{said}","timestamp":"{text_of(at)}"'
            text = f'[2,"{at}-{socket}","StatusNotification",{{"connectorId":{socket},{told}}}]'
            frames.append(Frame("CP", at, "in", text, "c", "ocpp1.6"))
    store = open_store(":memory:")
    profile = Profile(id="CP", policy=Policy(silence_detection=False))
    desk = Desk(store, lambda _: profile, lambda: NOW)
    projector = Projector(desk.histories, desk.now)
    projector.take(frames)
    projector.refresh("CP")
    while projector.keep_month("CP"):
        pass
    took = _least(lambda: desk.official.figures("CP", date(2026, 10, 1)), 20)
    store.close()
    return took


def main(chargers: int = CHARGERS) -> None:
    """Of a fleet whose months are kept; CPU time, the least of five."""
    print(f"12 months of a charger: {1000 * _charger():.1f} ms CPU")
    rng, store = random.Random(1), open_store(":memory:")  # noqa: S311 - made-up seconds are no secrets
    months = [month_text(month) for month in months_through(date(2026, 10, 1))]
    stations = [f"CP-{n:05d}" for n in range(chargers)]
    profiles = [
        Profile(id=one, site=f"S{n % 500}", policy=Policy(rated_kw=150)) for n, one in enumerate(stations)
    ]
    version_of = {one.id: conclusions_version(one) for one in profiles}
    with store.together():
        for station in stations:
            store.save_batch([], Progress(station=station))
            revision = store.progress(station).settled_revision
            for month in months:
                numbers = [rng.randrange(2_600_000_000_000) for _ in range(NUMBERS)]
                body = kept(RuledMonth(packed(numbers), {1: numbers[:42], 2: numbers[:42]}))
                row = OfficialMonthRow(
                    station=station,
                    month=month,
                    until_at=NOW,
                    rules=RULES_VERSION,
                    version=version_of[station],
                    body=body,
                )
                store.save_official_month(row, revision)
    took = _least(lambda: network_figures(store, profiles, None, NOW))
    print(f"12 months of {chargers} chargers: {1000 * took:.0f} ms CPU")
    wanted = DifferencesWanted(("nevi", "uk"), None, 0, 20)
    took = _least(lambda: network_differences(store, profiles, wanted, lambda _: None, NOW))
    print(f"on how much of a month two rules differ, {chargers} chargers: {1000 * took:.0f} ms CPU")
    took = _least(lambda: sum(1 for _ in rows(2026, year_of_chargers(store, profiles, 2026))), 3)
    print(f"the UK's file of a year, {chargers} chargers: {1000 * took:.0f} ms CPU")
    store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CHARGERS)
