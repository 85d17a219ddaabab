"""Two sites with chargers that were used: whose is what."""

import json

from chargeboard.capture.redaction import Redactor
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import HOUR, MINUTE, text_of
from projecting import projector_of

DAY = 24 * HOUR
NOON = 1_760_313_600_000_000 + 12 * HOUR
OWN, BESIDE, OTHER = "NORTH 1|a/b", "NORTH-2", "NORTH-3"
"""A charger, its neighbour at the same site, and one of another site."""
SITES = {OWN: "Nordhafen", BESIDE: "Nordhafen", OTHER: "Südmarkt"}
NAMES = {OWN: "Kai eins", BESIDE: "Kai zwei", OTHER: "Basar drei"}
DRIVER, GUEST = "04A2BADGE77", "04B3BADGE88"
"""Whose cards are used: the first on the first and the last day, the other between."""
hidden = Redactor(b"k" * 32)
"""Frames are kept without cards, as on every way in."""
OF_OTHERS = (OTHER, "Basar drei", "Südmarkt", "S\\u00fcdmarkt", DRIVER, DRIVER.lower())
"""What nobody learns who was given a link to the first charger or its site."""


def told(desk, station, now):
    """Days of a charger: it boots, is used and fails."""
    frames = []

    def says(at, action, answer=None, **payload):
        number = f"m{len(frames)}"
        text = hidden(json.dumps([2, number, action, payload]))
        frames.append(Frame(station, at, "in", text, "c", "ocpp1.6"))
        if answer is not None:
            frames.append(Frame(station, at + 1, "out", json.dumps([3, number, answer]), "c", "ocpp1.6"))

    for back in (2, 1, 0):
        at, card = now - back * DAY - 3 * HOUR, GUEST if back == 1 else DRIVER
        stamp, later = text_of(at), text_of(at + HOUR)
        status = {"connectorId": 1, "timestamp": stamp}
        energy = {"value": "5000", "measurand": "Energy.Active.Import.Register"}
        says(at, "BootNotification", chargePointVendor="ACME", chargePointModel="X1")
        says(at + 1000, "StatusNotification", status="Available", errorCode="NoError", **status)
        says(
            at + MINUTE,
            "StartTransaction",
            {"transactionId": 7 + back, "idTagInfo": {"status": "Accepted"}},
            connectorId=1,
            idTag=card,
            meterStart=1000,
            timestamp=stamp,
        )
        says(
            at + HOUR,
            "MeterValues",
            connectorId=1,
            transactionId=7 + back,
            meterValue=[{"timestamp": later, "sampledValue": [energy]}],
        )
        says(
            at + HOUR + MINUTE,
            "StopTransaction",
            {},
            transactionId=7 + back,
            idTag=card,
            meterStop=6000,
            timestamp=later,
        )
        says(
            at + 2 * HOUR,
            "StatusNotification",
            status="Faulted",
            errorCode="GroundFailure",
            connectorId=1,
            timestamp=text_of(at + 2 * HOUR),
        )
    desk.store.append(frames)
    projector_of(desk).refresh(station)
