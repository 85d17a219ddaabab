"""A town of two chargers with all its frames, behind a desk that computes."""

from __future__ import annotations

import datetime as dt
from itertools import takewhile

from msgspec.structs import replace

from chargeboard.demo import TOWN, told
from chargeboard.domain.figures.evidence import RejectedLine
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, SECOND, instant_of
from projecting import projector_of

NOW = instant_of(dt.datetime(2026, 3, 30, 11, 12, 13, tzinfo=dt.UTC))
TODAY = dt.date(2026, 3, 30)
SHORT_DAY = dt.date(2026, 3, 29)
"""The clocks went forward."""
HUB, NEWER = "LIN-HUB-1", "LIN-DC-11"
ODD = "ODD 1|a/b"
_METER = (
    '[2,"m{0}","MeterValues",{{"connectorId":1,"transactionId":77,"meterValue":[{{"timestamp":"@",'
    '"sampledValue":[{{"value":"{1}"}},{{"measurand":"Power.Active.Import","value":"{2}","unit":"W"}},'
    '{{"measurand":"Current.Import","phase":"L1","value":"{3:.1f}","unit":"A"}},'
    '{{"measurand":"Current.Import","phase":"L2","value":"{4:.1f}","unit":"A"}},'
    '{{"measurand":"Voltage","phase":"L1-N","value":"{5:.1f}","unit":"V"}},'
    '{{"measurand":"Power.Offered","value":"50","unit":"kW"}}]}}]}}]'
)
POLICY = Policy(timezone="Europe/Berlin", rated_kw=300)


def _odd() -> list[Frame]:
    """A charger that says little of what it says right; its stop arrives a day late, one fits nothing."""
    begin = NOW - 48 * HOUR

    def said(after_s: float, text: str, direction: str = "in", late: int = 0) -> Frame:
        at = begin + round(after_s * SECOND) + late
        return Frame(ODD, at, direction, text.replace("@", stamp(after_s)), "c<1>", "ocpp1.6")

    def stamp(after_s: float) -> str:
        moment = dt.datetime.fromtimestamp((begin + after_s * SECOND) / SECOND, dt.UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    status = (
        '[2,"s%s","StatusNotification",{"connectorId":1,"errorCode":"%s","status":"%s",%s"timestamp":"@"}]'
    )
    vendor = '"vendorErrorCode":"0x8A<script>","info":"=cmd()",'
    frames = [
        Frame(ODD, begin - MINUTE, "ws", '["open","c<1>","ocpp1.6"]', "c<1>", "ocpp1.6"),
        said(0, '[2,"b","BootNotification",{"chargePointVendor":"<b>V","chargePointModel":"M"}]'),
        said(1, '[3,"b",{"status":"Accepted","currentTime":"@","interval":300}]', "out"),
        said(2, status % (1, "NoError", "Available", "")),
        said(3, "[2,broken"),
        said(4, '[2,"m0","MeterValues",{"connectorId":1,"transactionId":,"meterValue":[]}]'),
        said(60, status % (2, "NoError", "Preparing", "")),
        said(70, '[2,"a","Authorize",{"idTag":"CARD"}]'),
        said(70.25, '[3,"a",{"idTagInfo":{"status":"Accepted"}}]', "out"),
        said(
            80,
            '[2,"t","StartTransaction",{"connectorId":1,"idTag":"CARD","meterStart":1000,"timestamp":"@"}]',
        ),
        said(80.5, '[3,"t",{"transactionId":77,"idTagInfo":{"status":"Accepted"}}]', "out"),
        said(81, status % (3, "NoError", "Charging", "")),
    ]
    for n in range(3600):
        power = 250_000 if n == 1801 else 22_000 + n
        frames.append(
            said(90 + n, _METER.format(n, 1000 + n * 6, power, 30 + n % 7, 31 + n % 5, 229 + n % 4))
        )
    frames += [
        said(3700, status % (4, "GroundFailure", "Faulted", vendor)),
        said(
            3710,
            '[2,"e","StopTransaction",{"transactionId":77,"meterStop":22600,"timestamp":"@","reason":"Local"}]',
            late=40 * HOUR,
        ),
        said(
            4000,
            '[2,"o","StopTransaction",{"transactionId":9999,"meterStop":5,"timestamp":"@"}]',
            late=41 * HOUR,
        ),
    ]
    frames += [
        Frame(ODD, begin + n * 300 * SECOND, "in", f'[2,"h{n}","Heartbeat",{{}}]', "c<1>", "ocpp1.6")
        for n in range(1, 575)
    ]
    return sorted(frames, key=lambda frame: frame.received_at)


def little_town(path: str = ":memory:", site: str = "") -> Desk:
    """Ten days of two chargers, and one that is odd; all at a site, where one is named."""
    store = open_store(path)
    places = [replace(place, days=10) for place in TOWN if place.id in {HUB, NEWER}]
    desk = Desk(
        store,
        lambda station: Profile(
            id=station, name=f"The {station}", site=site, timezone_is_default=False, policy=POLICY
        ),
        lambda: NOW,
        lambda: [RejectedLine(file="old.log", line=3, reason="no time", text="<what>")],
    )
    frames = list(takewhile(lambda frame: frame.received_at <= NOW, told(NOW, town=places)))
    desk.store.append(frames)
    desk.store.append(_odd())
    for station in projector_of(desk).heard():
        projector_of(desk).refresh(station)
    return desk
