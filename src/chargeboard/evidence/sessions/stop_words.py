"""Why did a session end, in the operator's words, and what is to be done about it?"""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {
    "Local": ("stopped at the charger", ""),
    "Remote": ("stopped from the app or the back end", ""),
    "EVDisconnected": ("the driver pulled the plug", ""),
    "StoppedByEV": ("the car ended it", ""),
    "DeAuthorized": ("the card was refused", "See in the back end why: blocked, expired or unknown."),
    "EmergencyStop": ("the emergency button was pressed", "Find out why on site, then release the button."),
    "EnergyLimitReached": ("the energy that was ordered had been delivered", ""),
    "SOCLimitReached": ("the battery had reached the charge that was ordered", ""),
    "TimeLimitReached": ("the time that was ordered was over", ""),
    "Timeout": ("nobody plugged in or was authorised in time", ""),
    "LocalOutOfCredit": ("the credit was used up", ""),
    "MasterPass": ("stopped with a master card", ""),
    "UnlockCommand": ("the connector was unlocked remotely", ""),
    "HardReset": ("cut by a hard reset", "Look in the frames for who asked for the reset."),
    "SoftReset": ("ended by a reset", "Look in the frames for who asked for the reset."),
    "ImmediateReset": ("cut by an immediate reset", "Look in the frames for who asked for the reset."),
    "Reboot": ("the charger restarted", "If nobody asked for it, look for a power cut or a firmware update."),
    "PowerLoss": ("the power failed", "Check the fuse and the supply of the site."),
    "PowerQuality": ("the supply was bad", "Have voltage and frequency of the supply measured."),
    "GroundFault": (
        "leakage to earth was detected",
        "Have cable and installation checked before anybody charges again.",
    ),
    "OvercurrentFault": ("too much current flowed", "If it happens with other cars too, have it checked."),
    "ReqEnergyTransferRejected": ("the car's request was rejected", ""),
    "Other": ("Other (as reported by the charger)", ""),
}


def stop_words(reason: str | None, *, is_open: bool, is_inferred: bool) -> str:
    """The stop reason as a clause; an unknown one as the charger spelled it."""
    if is_open:
        return "still going on"
    if is_inferred:
        return "no stop arrived; its end was inferred"
    if not reason:
        return "no reason was given"
    return _WORDS.get(reason, (reason, ""))[0]


def stop_advice(reason: str | None) -> str:
    """What an operator does about it; nothing where a session ended as sessions do."""
    return _WORDS.get(reason or "", ("", ""))[1]
