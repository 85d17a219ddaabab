"""
What do the minimum required error codes of EVgo mean, and can a driver act?

Read at mrec.evgo.com: A000 to AFFF are for the driver to resolve, F000 to FFFF are about safety. Named as
ChargeX names the same fault. F003 exists, as an example there sends it; its page was not read.
Source: definitions 4c E1a.
"""

from __future__ import annotations

from typing import Final

from chargeboard.domain.codes import Party
from chargeboard.vocabularies.word import ISOLATION_ACTION, Word, texts
from chargeboard.words.catalogue import Words

_DRIVER: Final[tuple[Party, ...]] = (Party.DRIVER,)
_SAFETY: Final[tuple[Party, ...]] = (Party.OPERATOR, Party.CHARGER)

EVGO: Final[dict[str, Word]] = {
    "A000": Word(
        "AuthorizationTimeout",
        "A car was plugged in and nobody was authorised in time.",
        "The driver may try again; if it is frequent, check the reader, the app and the signs.",
        _DRIVER,
    ),
    "A001": Word(
        "PartialInsertion",
        "The plug was not pushed in fully, its latch stands up.",
        "The driver unplugs, waits ten seconds and plugs in again.",
        _DRIVER,
    ),
    "A002": Word(
        "ConnectorLockFailure",
        "The car's lock did not engage: something pulls at the connector.",
        "The driver unplugs, waits ten seconds and plugs in again, fully.",
        _DRIVER,
    ),
    "A003": Word(
        "InvalidVehicleMode",
        "The car is not in a state to charge.",
        "The driver switches it off, puts it into park and tries again.",
        _DRIVER,
    ),
    "A004": Word(
        "EmergencyStop",
        "The emergency button was pressed while nothing was charging.",
        "Look at the site and release the button.",
        _DRIVER,
    ),
    "A005": Word(
        "ConnectorLockFailure",
        "The lock of the CHAdeMO connector does not work.",
        "The driver unplugs, waits ten seconds and plugs in again; if it repeats, replace the connector.",
        _DRIVER,
    ),
    "F000": Word(
        "ProximityFault",
        "The proximity voltage is too high while charging.",
        "Seat the connector again; if it repeats, inspect proximity pin and latch.",
        _SAFETY,
    ),
    "F001": Word(
        "ProximityFault",
        "The proximity voltage is too low while charging.",
        "Seat the connector again; if it repeats, inspect proximity pin and latch.",
        _SAFETY,
    ),
    "F002": Word(
        "PilotFault",
        "The pilot voltage is too high while charging.",
        "Seat the connector again; if it repeats, inspect the pilot pin and the cable.",
        _SAFETY,
    ),
    "F004": Word("BrokenLatch", "The latch of the connector is broken.", "Replace the connector.", _SAFETY),
    "F005": Word(
        "CableCheckFault",
        "The insulation failed in the cable check before charging.",
        "Inspect the cable and the connector; try another car.",
        _SAFETY,
    ),
    "F006": Word(
        "ResistanceFault",
        "The insulation monitor tripped while charging: too little resistance to the chassis.",
        ISOLATION_ACTION,
        _SAFETY,
    ),
    "F007": Word(
        "CapacitanceFault",
        "The insulation monitor tripped while charging: too much capacitance to the chassis.",
        ISOLATION_ACTION,
        _SAFETY,
    ),
    "F008": Word(
        "ConnectorVoltageHigh",
        "There is voltage at the connector before charging starts or after it ended.",
        "Take the socket out of service at once and call service.",
        _SAFETY,
    ),
    "F009": Word(
        "CableOverTempStop",
        "A sensor in the cable reads its greatest allowed temperature or more.",
        "Take the cable out of use and have the contacts inspected.",
        _SAFETY,
    ),
    "F010": Word(
        "CutCable",
        "Both sensors in the cable read their maximum, as they do when it is cut.",
        "Switch the socket off at the breaker; replace the cable.",
        _SAFETY,
    ),
}

say = Words("vocabularies.evgo", texts({key: word.sentences for key, word in EVGO.items()}))
