"""
What do the codes of OCPP 1.6, the stop reasons and triggers that count as errors, and our own mean (2.7)?

An unknown code has no words: it is shown as it was sent.
"""

from __future__ import annotations

from typing import Final

from chargeboard.vocabularies.word import texts
from chargeboard.words.catalogue import Words

NO_CODE: Final = "Faulted (no code)"
"""The code of a fault that was reported without one (E1)."""

WORDS: Final[dict[str, tuple[str, str]]] = {
    "ConnectorLockFailure": (
        "The connector could not be locked or unlocked.",
        "Check the plug and the lock for dirt and wear; unlock it remotely, then test with a car.",
    ),
    "EVCommunicationError": (
        "The charger and the car stopped understanding each other.",
        "Usually one car or one cable: try another car. If it repeats with many, check the pilot contacts.",
    ),
    "EVCommunicationLost": (
        "The connection to the car was lost.",
        "Mostly the driver pulled the plug. If drivers report otherwise, check cable and connector.",
    ),
    "GroundFailure": (
        "Leakage to earth was detected and the protection tripped.",
        "Take the socket out of service; have cable, moisture and the residual-current device inspected.",
    ),
    "HighTemperature": (
        "Parts of the charger are too hot.",
        "Clean filters, check fans and shade; lower the power until it is cool.",
    ),
    "InternalError": (
        "The charger's own hardware or software failed.",
        "Restart it remotely; if it returns, send its diagnostics to the manufacturer.",
    ),
    "LocalListConflict": (
        "The charger's local list of cards contradicts the back end.",
        "Send the full local list again.",
    ),
    "OtherError": (
        "A fault that the standard has no name for; the vendor's code tells more.",
        "Look the vendor's code up in the manual of this model.",
    ),
    "OverCurrentFailure": (
        "The car or the cable drew more current than allowed.",
        "Check the breaker and the cable; if it repeats with several cars, call the installer.",
    ),
    "OvercurrentFault": (
        "A session was cut because too much current flowed.",
        "Check the breaker and the cable; if it repeats with several cars, call the installer.",
    ),
    "OverVoltage": ("The supply voltage is too high.", "Have the supply measured; inform the grid operator."),
    "UnderVoltage": (
        "The supply voltage is too low.",
        "Have the supply measured under load; other large loads may share the line.",
    ),
    "PowerMeterFailure": (
        "The energy meter could not be read, so sessions may be billed wrongly.",
        "Restart the charger; if it stays, replace or rewire the meter.",
    ),
    "PowerSwitchFailure": (
        "A power contactor does not switch as told.",
        "Take the socket out of service and have the contactor replaced.",
    ),
    "ReaderFailure": (
        "The card reader does not work: drivers can only start by app.",
        "Restart the charger; if it stays, replace the reader.",
    ),
    "ResetFailure": ("The charger could not restart itself.", "Switch its supply off and on, on site."),
    "WeakSignal": (
        "The mobile or wireless signal is weak; the charger may drop out.",
        "Improve the antenna or wire the charger; check its offline gaps.",
    ),
    "EmergencyStop": (
        "The emergency button was pressed, or the charger stopped as if it had been.",
        "Look at the site, release the button, then test the socket.",
    ),
    "PowerLoss": (
        "The supply failed while a session ran.",
        "Check breakers and the grid's outage notices; see whether other chargers on site fell too.",
    ),
    "GroundFault": (
        "A session was cut because of leakage to earth.",
        "Have cable, moisture and the residual-current device inspected.",
    ),
    "PowerQuality": (
        "A session was cut because of the quality of the supply.",
        "Have the supply measured; inform the grid operator.",
    ),
    "Reboot": (
        "The charger restarted while a session ran.",
        "If it repeats, fetch diagnostics and check firmware and supply.",
    ),
    "HardReset": (
        "A session was cut by a hard reset.",
        "Find who sent the reset; wait for sessions to end next time.",
    ),
    "AbnormalCondition": (
        "The charger stopped or changed a session because of an abnormal condition.",
        "See the other errors of this socket at the same time.",
    ),
    NO_CODE: (
        "The charger said that it is faulted and not why.",
        "Restart it remotely; if it returns, fetch its diagnostics.",
    ),
    "Offline": (
        "The charger could not be reached.",
        "Check its supply and its link; see the gaps in the timeline.",
    ),
    "Quarantined": (
        "A message of the charger could not be read; it was kept.",
        "See data quality; tell the manufacturer if it repeats.",
    ),
}

say = Words("vocabularies.ocpp", texts(WORDS))
