"""Why did a session end, in the operator's words?"""

from __future__ import annotations

_WORDS: dict[str, str] = {
    "Local": "stopped at the charger",
    "Remote": "stopped from the app or the back end",
    "EVDisconnected": "the driver pulled the plug",
    "StoppedByEV": "the car ended it",
    "DeAuthorized": "the card was refused",
    "EmergencyStop": "the emergency button was pressed",
    "EnergyLimitReached": "the energy that was ordered had been delivered",
    "SOCLimitReached": "the battery had reached the charge that was ordered",
    "TimeLimitReached": "the time that was ordered was over",
    "Timeout": "nobody plugged in or was authorised in time",
    "LocalOutOfCredit": "the credit was used up",
    "MasterPass": "stopped with a master card",
    "UnlockCommand": "the connector was unlocked remotely",
    "HardReset": "cut by a hard reset",
    "SoftReset": "ended by a reset",
    "ImmediateReset": "cut by an immediate reset",
    "Reboot": "the charger restarted",
    "PowerLoss": "the power failed",
    "PowerQuality": "the supply was bad",
    "GroundFault": "leakage to earth was detected",
    "OvercurrentFault": "too much current flowed",
    "ReqEnergyTransferRejected": "the car's request was rejected",
    "Other": "the charger names no reason that the standard knows",
}


def stop_words(reason: str | None, *, is_open: bool, is_inferred: bool) -> str:
    """The stop reason as a clause; an unknown one as the charger spelled it."""
    if is_open:
        return "still going on"
    if is_inferred:
        return "no stop arrived; its end was inferred"
    if not reason:
        return "no reason was given"
    return _WORDS.get(reason, reason)
