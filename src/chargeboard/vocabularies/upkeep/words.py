"""
What does a charger say of its firmware, its logs and its security, and what is to be done about it?

Every word of FirmwareStatus, SignedFirmwareStatus, DiagnosticsStatus, LogStatus and PublishFirmwareStatus of
OCPP 1.6 (security whitepaper included), 2.0.1 and 2.1, and of their lists of security events.
Source: definitions 2.7; OCA's schemas and appendices.
"""

from __future__ import annotations

from typing import Final

from chargeboard.vocabularies.word import texts
from chargeboard.words.catalogue import Words

Sentence = tuple[str, str]
"""What it means, and what to do; nothing where all goes as it should."""

_FETCH_AGAIN = "Check the file's address and the link, then retry."
_SEND_AGAIN = "Check the upload address and its login, then ask for the log again."
_RIGHT_FILE = "Check where the file came from, then send the right one."
_BACK_END_CERTIFICATE = "Install the current root certificate on the charger."
_TLS = "Update the firmware or the back end's TLS settings."
_LOGIN = "Check the charger's password or certificate in the back end."

TRANSFERS: Final[dict[str, Sentence]] = {
    "Idle": ("Nothing is being transferred or installed.", ""),
    "DownloadScheduled": ("The firmware will be downloaded later.", ""),
    "Downloading": ("The firmware is being downloaded.", ""),
    "DownloadPaused": ("The download of the firmware pauses; more important things go first.", ""),
    "Downloaded": ("The firmware was downloaded.", ""),
    "DownloadFailed": ("A firmware download failed.", _FETCH_AGAIN),
    "SignatureVerified": ("The signature of the firmware was checked and is right.", ""),
    "InvalidSignature": ("A downloaded firmware had a wrong signature.", _RIGHT_FILE),
    "InstallScheduled": ("The firmware will be installed later.", ""),
    "Installing": ("The firmware is being installed.", ""),
    "InstallRebooting": ("The charger restarts to run the new firmware.", ""),
    "Installed": ("The firmware was installed.", ""),
    "InstallationFailed": ("A firmware installation failed.", "Fetch diagnostics, then retry at night."),
    "InstallVerificationFailed": (
        "The new firmware was installed, and the check of it failed.",
        "See which version the charger runs now; ask the manufacturer, then install again.",
    ),
    "Uploading": ("A log or diagnostics are being uploaded.", ""),
    "Uploaded": ("A log or diagnostics were uploaded.", ""),
    "UploadFailed": ("A diagnostics upload failed.", _SEND_AGAIN),
    "UploadFailure": ("A log upload failed.", _SEND_AGAIN),
    "BadMessage": (
        "A log upload failed: the server that takes logs did not understand the charger.",
        "Check which protocol the upload address names, and that the server speaks it.",
    ),
    "NotSupportedOperation": (
        "A log upload failed: the server that takes logs does not support it.",
        "Use an upload address with a protocol that both support.",
    ),
    "PermissionDenied": (
        "A log upload failed: the server that takes logs refused the charger.",
        "Check name, password and folder of the upload address.",
    ),
    "AcceptedCanceled": ("A log upload was given up for a newer one.", ""),
    "ChecksumVerified": ("The checksum of the firmware to be published was checked and is right.", ""),
    "InvalidChecksum": ("The firmware to be published has a wrong checksum.", _RIGHT_FILE),
    "Published": ("The firmware was published for the chargers of the site.", ""),
    "PublishFailed": (
        "The firmware could not be published for the chargers of the site.",
        "Fetch diagnostics of the local controller, then retry.",
    ),
}

SECURITY: Final[dict[str, Sentence]] = {
    "FirmwareUpdated": ("The firmware was updated.", ""),
    "FailedToAuthenticateAtCsms": ("The back end refused the charger's login.", _LOGIN),
    "FailedToAuthenticateAtCentralSystem": ("The back end refused the charger's login.", _LOGIN),
    "CsmsFailedToAuthenticate": ("The charger refused the back end's login.", _BACK_END_CERTIFICATE),
    "CentralSystemFailedToAuthenticate": ("The charger refused the back end's login.", _BACK_END_CERTIFICATE),
    "SettingSystemTime": ("The charger's clock was set.", ""),
    "StartupOfTheDevice": ("The charger started.", ""),
    "ResetOrReboot": ("The charger was reset or restarted.", ""),
    "SecurityLogWasCleared": (
        "The charger's security log was cleared.",
        "Ask your technicians; if it was none of them, treat the charger as broken into.",
    ),
    "ReconfigurationOfSecurityParameters": (
        "Keys or the security profile of the charger were changed.",
        "If nobody of yours did, look into who can reach the charger.",
    ),
    "MemoryExhaustion": (
        "The charger runs out of memory.",
        "Restart it in a quiet hour; update the firmware.",
    ),
    "InvalidMessages": (
        "The charger received messages that are no valid OCPP, or are signed wrongly.",
        "Look at the frames; tell the maker of the back end if they are its own.",
    ),
    "AttemptedReplayAttacks": (
        "The charger received an old message again that nobody should have sent.",
        "Look into who can reach the charger; renew its password or certificate.",
    ),
    "TamperDetectionActivated": ("The housing was opened or moved.", "Send somebody to look at it."),
    "InvalidFirmwareSignature": ("A firmware file with a wrong signature was refused.", _RIGHT_FILE),
    "InvalidFirmwareSigningCertificate": (
        "The certificate that signed a firmware file was refused.",
        "Ask the manufacturer for a file with a valid certificate.",
    ),
    "InvalidCsmsCertificate": (
        "The charger does not trust the back end's certificate.",
        _BACK_END_CERTIFICATE,
    ),
    "InvalidCentralSystemCertificate": (
        "The charger does not trust the back end's certificate.",
        _BACK_END_CERTIFICATE,
    ),
    "InvalidChargingStationCertificate": (
        "The charger refused the certificate it was sent.",
        "Have a valid certificate signed for it, and send it again.",
    ),
    "InvalidChargePointCertificate": (
        "The charger refused the certificate it was sent.",
        "Have a valid certificate signed for it, and send it again.",
    ),
    "DiscardedRenewedClientCertificate": (
        "The charger threw its renewed certificate away: it could not connect with it.",
        "See in the back end why it was refused; the old certificate runs out.",
    ),
    "InvalidTLSVersion": ("The back end offered a TLS version that is too old.", _TLS),
    "InvalidTLSCipherSuite": ("The back end offered only weak ciphers.", _TLS),
    "MaintenanceLoginAccepted": ("Somebody logged in for maintenance.", ""),
    "MaintenanceLoginFailed": (
        "Somebody failed to log in for maintenance.",
        "Ask your technicians; if it was none of them, change the password.",
    ),
}

say = Words("vocabularies.upkeep", texts(TRANSFERS | SECURITY))
