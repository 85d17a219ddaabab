"""Of a session within a day the ends of its readings tell the day's energy; one of two days is read whole."""

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.days import day_of, midnight
from chargeboard.time.instants import HOUR, MINUTE, SECOND, text_of
from projecting import projector_of

TODAY = day_of(1_790_000_000 * SECOND, "UTC")
MIDNIGHT = midnight(TODAY, "UTC")
NOW = MIDNIGHT + 20 * HOUR
READ = {0: 0, 60: 1_000, 180: 4_000, 240: 10_000}
"""The register by minutes: it is not linear."""


def frames(began):
    at = {minutes: text_of(began + minutes * MINUTE) for minutes in (*READ, 241)}
    yield (
        0,
        "in",
        f'[2,"1","StartTransaction",{{"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"{at[0]}"}}]',
    )
    yield 0, "out", '[3,"1",{"transactionId":1,"idTagInfo":{"status":"Accepted"}}]'
    for minutes, wh in READ.items():
        sampled = f'[{{"timestamp":"{at[minutes]}","sampledValue":[{{"value":"{wh}"}}]}}]'
        yield (
            minutes,
            "in",
            f'[2,"m{minutes}","MeterValues",{{"connectorId":1,"transactionId":1,"meterValue":{sampled}}}]',
        )
    yield (
        240,
        "in",
        f'[2,"2","StopTransaction",{{"transactionId":1,"meterStop":10000,"timestamp":"{at[240]}"}}]',
    )
    well = f'"status":"Available","errorCode":"NoError","timestamp":"{at[241]}"'
    yield 241, "in", f'[2,"3","StatusNotification",{{"connectorId":1,{well}}}]'
    for hours in range(5, 14):
        well = f'"status":"Available","errorCode":"NoError","timestamp":"{text_of(began + hours * HOUR)}"'
        yield hours * 60, "in", f'[2,"s{hours}","StatusNotification",{{"connectorId":{hours % 2},{well}}}]'


@pytest.mark.parametrize(
    ("began", "wh"), [(MIDNIGHT - 2 * HOUR, 7_500), (MIDNIGHT + 2 * HOUR, 10_000), (MIDNIGHT, 10_000)]
)
def test_the_energy_of_today_is_that_since_midnight(began, wh):
    store = open_store(":memory:")
    desk = Desk(store, lambda name: Profile(id=name, policy=Policy(silence_detection=False)), lambda: NOW)
    desk.store.append(
        [
            Frame("C", began + minutes * MINUTE, way, text, "c", "ocpp1.6")
            for minutes, way, text in frames(began)
        ]
    )
    projector_of(desk).refresh("C")
    board = desk.board("C")
    assert store.progress("C").settled_until > began + 240 * MINUTE
    assert board.energy_per_day_wh[TODAY] == wh
    store.close()
