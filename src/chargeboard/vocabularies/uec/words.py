"""
What do CharIN's unified error codes mean?

The eight codes of the draft of release 0.1.0 and the three that are proposed beside them; they name nobody
who has to act. Read in github.com/charinev/unified-error-codes and its pull requests 67, 84 and 85.
Source: definitions 4c E1a.
"""

from __future__ import annotations

from typing import Final

from chargeboard.vocabularies.word import LOCK_ACTION, Word, texts
from chargeboard.words.catalogue import Words

_VOLTAGE_ACTION = (
    "See which side was measured: at the supply inform the grid operator, at the vehicle"
    " have the output checked."
)

UEC: Final[dict[str, Word]] = {
    word.name.casefold(): word
    for word in (
        Word("ConnectorLockFailure", "The connector could not be locked or unlocked.", LOCK_ACTION),
        Word(
            "ContactorPosition",
            "A contactor did not reach the position it was told, or left it.",
            "Take the socket out of service and call service.",
        ),
        Word(
            "HighTemperature",
            "A sensor reads too high a temperature.",
            "Clean filters, check fans and shade.",
        ),
        Word("LowTemperature", "A sensor reads too low a temperature.", "Check heater and enclosure."),
        Word(
            "OverCurrent",
            "Too much current flowed.",
            "Check the breaker and the cable; if it repeats with several cars, call the installer.",
        ),
        Word(
            "UnderCurrent",
            "Less current flowed than agreed.",
            "Try another car; if it repeats, call service.",
        ),
        Word(
            "Overvoltage",
            "The voltage rose too high, at the supply or at the vehicle.",
            _VOLTAGE_ACTION,
        ),
        Word(
            "UnderVoltage",
            "The voltage fell too low, at the supply or at the vehicle.",
            _VOLTAGE_ACTION,
        ),
        Word(
            "PowerModuleFault",
            "A power module of the charger failed.",
            "Fetch diagnostics and call service for the module that is named.",
        ),
        Word(
            "GridPowerLoss",
            "The charger lost its grid supply, wholly or in part.",
            "Check breakers and the grid's outage notices; see whether other chargers on site fell too.",
        ),
        Word(
            "EVShiftPosition",
            "The car is not in park.",
            "Let the driver put it into park and plug in again.",
        ),
    )
}

say = Words("vocabularies.uec", texts({key: word.sentences for key, word in UEC.items()}))
