"""
What do the minimum required error codes (MREC) of the ChargeX consortium mean, and who resolves them?

Meaning and responsibility as INL's table has them (inl.gov/chargex/mrec), in our words; read in the copy that
kwwhat keeps (seeds/chargex_mrec_codes.csv). INL writes CableCheckFailure for CX011; the number is the key.
Source: definitions 2.7, 4c E1a.
"""

from __future__ import annotations

from typing import Final

from chargeboard.domain.codes import Party
from chargeboard.vocabularies.word import ISOLATION_ACTION, LOCK_ACTION, Word, texts
from chargeboard.words.catalogue import Words

_MODULES_ACTION = "Try another car; if it repeats with several, have the charger's power output checked."

CHARGEX: Final[dict[str, Word]] = {
    "CX001": Word(
        "ConnectorLockFailure",
        "The connector could not be locked or unlocked at the vehicle.",
        LOCK_ACTION,
        (Party.DRIVER, Party.CAR),
    ),
    "CX002": Word(
        "GroundFailure",
        "The protection against current to earth has tripped.",
        "Take the socket out of service; have cable, moisture and the residual-current device inspected.",
        (Party.CHARGER, Party.CAR),
    ),
    "CX003": Word(
        "HighTemperature",
        "It is too hot inside the charger; it delivers less power.",
        "Clean filters, check fans and shade.",
        (Party.CHARGER,),
    ),
    "CX004": Word(
        "OverCurrentFailure",
        "The protection against too much current has tripped.",
        "Check the breaker and the cable; if it repeats with several cars, call the installer.",
        (Party.CHARGER, Party.CAR),
    ),
    "CX005": Word(
        "OverVoltage",
        "The voltage to the vehicle rose too high.",
        _MODULES_ACTION,
        (Party.CHARGER, Party.CAR),
    ),
    "CX006": Word(
        "UnderVoltage",
        "The voltage to the vehicle fell too low.",
        _MODULES_ACTION,
        (Party.CHARGER, Party.CAR),
    ),
    "CX007": Word(
        "WeakSignal",
        "The wireless signal is weak; the charger may drop out.",
        "Improve the antenna or wire the charger; check its offline gaps.",
        (Party.OPERATOR, Party.CHARGER),
    ),
    "CX008": Word(
        "EmergencyStop",
        "Somebody pressed the emergency stop.",
        "Look at the site, release the button, then test the socket.",
        (Party.DRIVER, Party.CHARGER),
    ),
    "CX009": Word(
        "AuthorizationTimeout",
        "A car was plugged in and nobody was authorised in time.",
        "If it is frequent, check the reader, the app, the network and the signs for drivers.",
        (Party.DRIVER, Party.OPERATOR, Party.CHARGER, Party.CAR),
    ),
    "CX010": Word(
        "InvalidVehicleMode",
        "The car is not in a state to charge.",
        "Let the driver switch it off, put it into park and plug in again.",
        (Party.DRIVER, Party.CAR),
    ),
    "CX011": Word(
        "CableCheckFault",
        "The cable check before charging failed, perhaps its insulation test.",
        "Inspect the cable and the connector; try another car.",
        (Party.CHARGER, Party.CAR),
    ),
    "CX012": Word(
        "PreChargeFailure",
        "The charger did not reach the right voltage before charging.",
        "Try another car; if it repeats, call service for the power modules.",
        (Party.CHARGER, Party.CAR),
    ),
    "CX013": Word(
        "NoInternet",
        "The charger has no internet.",
        "Check SIM, router and signal on site.",
        (Party.OPERATOR, Party.CHARGER),
    ),
    "CX014": Word(
        "PilotFault",
        "The voltage of the control pilot is out of range.",
        "Inspect the connector's pilot pin and the cable; try another car.",
        (Party.CHARGER, Party.CAR),
    ),
    "CX015": Word(
        "PowerLoss",
        "The charger gives no power because the mains failed.",
        "Check breakers and the grid's outage notices; see whether other chargers on site fell too.",
        (Party.CHARGER,),
    ),
    "CX016": Word(
        "EVContactorFault",
        "The car's contactors do not open or close, or are welded.",
        "A matter of the car; look into the charger only if other cars follow.",
        (Party.CAR,),
    ),
    "CX017": Word(
        "EVSEContactorFault",
        "The charger's contactors do not open or close, or are welded.",
        "Take the socket out of service and call service.",
        (Party.CHARGER,),
    ),
    "CX018": Word(
        "CableOverTempDerate",
        "Cable or connector are too hot; the power was lowered.",
        "Inspect the contacts for wear; check the cooling of the cable.",
        (Party.CHARGER,),
    ),
    "CX019": Word(
        "CableOverTempStop",
        "Cable or connector were too hot; charging was stopped.",
        "Take the cable out of use and have the contacts inspected.",
        (Party.CHARGER, Party.CAR),
    ),
    "CX020": Word(
        "PartialInsertion",
        "The plug was not pushed in fully, its latch stands up.",
        "Let the driver plug in again; check inlet and latch for dirt; add a sign.",
        (Party.DRIVER, Party.CHARGER, Party.CAR),
    ),
    "CX021": Word(
        "CapacitanceFault",
        "The insulation monitor tripped while charging: too much capacitance to earth.",
        ISOLATION_ACTION,
        (Party.CHARGER, Party.CAR),
    ),
    "CX022": Word(
        "ResistanceFault",
        "The insulation monitor tripped while charging: too little resistance to earth.",
        ISOLATION_ACTION,
        (Party.CHARGER, Party.CAR),
    ),
    "CX023": Word(
        "ProximityFault",
        "The proximity voltage, which tells that a plug is in, is out of range.",
        "Inspect the proximity pin and the latch of the connector.",
        (Party.CHARGER, Party.CAR),
    ),
    "CX024": Word(
        "ConnectorVoltageHigh",
        "There is voltage at the connector before charging starts or after it ended.",
        "Take the socket out of service at once and call service.",
        (Party.CHARGER,),
    ),
    "CX025": Word(
        "BrokenLatch",
        "The latch of the connector is broken.",
        "Replace the connector or the cable.",
        (Party.OPERATOR, Party.CHARGER),
    ),
    "CX026": Word(
        "CutCable",
        "The charging cable was cut off.",
        "Switch the socket off at the breaker; replace the cable.",
        (Party.OPERATOR, Party.CHARGER),
    ),
}

say = Words("vocabularies.chargex", texts({key: word.sentences for key, word in CHARGEX.items()}))
