"""
What does an error code mean, and what should an operator do?

Words for the codes of OCPP 1.6, the ChargeX minimum required error codes (MREC), the stop reasons and the
security events that count as errors (2.7). An unknown code has no words: the code is shown as it was sent.
"""

from __future__ import annotations

import re
from typing import Final

MREC: Final[dict[str, str]] = {
    "CX001": "ConnectorLockFailure",
    "CX002": "GroundFailure",
    "CX003": "HighTemperature",
    "CX004": "OverCurrentFailure",
    "CX005": "OverVoltage",
    "CX006": "UnderVoltage",
    "CX007": "WeakSignal",
    "CX008": "EmergencyStop",
    "CX009": "AuthorizationTimeout",
    "CX010": "InvalidVehicleMode",
    "CX011": "CableCheckFault",
    "CX012": "PreChargeFault",
    "CX013": "NoInternet",
    "CX014": "PilotFault",
    "CX015": "PowerLoss",
    "CX016": "EVContactorFault",
    "CX017": "EVSEContactorFault",
    "CX018": "CableOverTempDerate",
    "CX019": "CableOverTempStop",
    "CX020": "PartialInsertion",
    "CX021": "CapacitanceFault",
    "CX022": "ResistanceFault",
    "CX023": "ProximityFault",
    "CX024": "ConnectorVoltageHigh",
    "CX025": "BrokenLatch",
    "CX026": "CutCable",
}
"""ChargeX minimum required error codes by their number (2.7)."""

NO_CODE: Final = "Faulted (no code)"
"""The code of a fault that was reported without one (E1)."""

_CX = re.compile(r"^\s*CX(\d{3})\s*$", re.IGNORECASE)

_WORDS: Final[dict[str, tuple[str, str]]] = {
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
    "AuthorizationTimeout": (
        "A car was plugged in but nobody was authorised in time.",
        "If it is frequent, check the reader, the app and the signs for drivers.",
    ),
    "InvalidVehicleMode": ("The car is not in a state to charge.", "Let the driver lock or restart the car."),
    "CableCheckFault": (
        "The insulation test before DC charging failed.",
        "Inspect the cable and the connector; try another car.",
    ),
    "PreChargeFault": (
        "The voltages of car and charger did not come together before charging.",
        "Try another car; if it repeats, call service for the power modules.",
    ),
    "NoInternet": ("The charger has no internet.", "Check SIM, router and signal on site."),
    "PilotFault": (
        "The control pilot signal to the car is out of range.",
        "Inspect the connector's pilot pin and the cable; try another car.",
    ),
    "PowerLoss": (
        "The supply failed while a session ran.",
        "Check breakers and the grid's outage notices; see whether other chargers on site fell too.",
    ),
    "EVContactorFault": ("The car's contactors failed.", "A matter of the car; note it if others follow."),
    "EVSEContactorFault": (
        "The charger's output contactor failed.",
        "Take the socket out of service and call service.",
    ),
    "CableOverTempDerate": (
        "The cable is hot; the power was lowered.",
        "Inspect the contacts for wear; check the cooling of the cable.",
    ),
    "CableOverTempStop": (
        "The cable was too hot; charging was stopped.",
        "Take the cable out of use and have the contacts inspected.",
    ),
    "PartialInsertion": ("The plug was not pushed in fully.", "Check the inlet for dirt; add a sign."),
    "CapacitanceFault": ("The line to the car has a wrong capacitance.", "Try another car, then service."),
    "ResistanceFault": (
        "The insulation resistance is too low.",
        "Take the socket out of service; inspect cable and connector for moisture.",
    ),
    "ProximityFault": (
        "The charger cannot tell whether the plug is in.",
        "Inspect the proximity pin and the latch of the connector.",
    ),
    "ConnectorVoltageHigh": (
        "Voltage was measured at an open connector.",
        "Take the socket out of service at once and call service.",
    ),
    "BrokenLatch": ("The latch of the connector is broken.", "Replace the connector or the cable."),
    "CutCable": ("The cable was cut or torn.", "Switch the socket off at the breaker; replace the cable."),
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
    "TamperDetectionActivated": ("The housing was opened or moved.", "Send somebody to look at it."),
    "MemoryExhaustion": (
        "The charger runs out of memory.",
        "Restart it in a quiet hour; update the firmware.",
    ),
    "InvalidFirmwareSignature": (
        "A firmware file with a wrong signature was refused.",
        "Check where the file came from, then send the right one.",
    ),
    "InvalidFirmwareSigningCertificate": (
        "The certificate that signed a firmware file was refused.",
        "Ask the manufacturer for a file with a valid certificate.",
    ),
    "InvalidCentralSystemCertificate": (
        "The charger does not trust the back end's certificate.",
        "Install the current root certificate on the charger.",
    ),
    "InvalidCsmsCertificate": (
        "The charger does not trust the back end's certificate.",
        "Install the current root certificate on the charger.",
    ),
    "InvalidChargePointCertificate": ("The charger's certificate was refused.", "Renew its certificate."),
    "InvalidChargingStationCertificate": ("The charger's certificate was refused.", "Renew its certificate."),
    "InvalidTLSVersion": (
        "The other side offered a TLS version that is too old.",
        "Update the firmware or the back end's TLS settings.",
    ),
    "InvalidTLSCipherSuite": (
        "The other side offered only weak ciphers.",
        "Update the firmware or the back end's TLS settings.",
    ),
    "MaintenanceLoginFailed": (
        "Somebody failed to log in for maintenance.",
        "Ask your technicians; if it was none of them, change the password.",
    ),
    "DownloadFailed": ("A firmware download failed.", "Check the file's address and the link, then retry."),
    "InstallationFailed": ("A firmware installation failed.", "Fetch diagnostics, then retry at night."),
    "InvalidSignature": (
        "A downloaded firmware had a wrong signature.",
        "Check where the file came from, then send the right one.",
    ),
    "UploadFailed": ("A log or diagnostics upload failed.", "Check the upload address, then retry."),
    "Offline": (
        "The charger could not be reached.",
        "Check its supply and its link; see the gaps in the timeline.",
    ),
    "Quarantined": (
        "A message of the charger could not be read; it was kept.",
        "See data quality; tell the manufacturer if it repeats.",
    ),
}


def mrec_number(vendor_code: str | None) -> str | None:
    """The MREC number that a vendor code is, as CXnnn, or None."""
    found = _CX.match(vendor_code or "")
    return f"CX{found[1]}" if found else None


def words_of(code: str, vendor_code: str | None) -> tuple[str, str, str | None]:
    """What a code means, what to do, and its MREC number where it has one; empty words where unknown."""
    number = mrec_number(vendor_code) or mrec_number(code)
    meaning, action = _WORDS.get(MREC.get(number or "", code)) or _WORDS.get(code) or ("", "")
    return meaning, action, number
