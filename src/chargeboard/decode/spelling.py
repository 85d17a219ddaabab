"""
How does the standard spell it?

Words of an enumeration are matched ignoring case, blanks and underscores (1.3); others stay as said.
"""

from __future__ import annotations

from chargeboard.vocabularies import TECH_CODES


def _bare(said: str) -> str:
    return said.casefold().replace(" ", "").replace("_", "")


class Words:
    """The members of one enumeration of the standard."""

    __slots__ = ("_members", "_spelling", "name")

    def __init__(self, name: str, members: str) -> None:
        self.name = name
        self._members = frozenset(members.split())
        self._spelling = {_bare(word): word for word in members.split()}

    def __contains__(self, said: str) -> bool:
        return said in self._members

    @property
    def members(self) -> frozenset[str]:
        """The words as the standard spells them."""
        return self._members

    def spell(self, said: str) -> str | None:
        """The standard's spelling; None for a word that it does not have."""
        return said if said in self._members else self._spelling.get(_bare(said))


STATUS_16 = Words(
    "status",
    "Available Preparing Charging SuspendedEVSE SuspendedEV Finishing Reserved Unavailable Faulted",
)
ERROR_16 = Words(
    "errorCode",
    "ConnectorLockFailure EVCommunicationError GroundFailure HighTemperature InternalError "
    "LocalListConflict NoError OtherError OverCurrentFailure OverVoltage PowerMeterFailure "
    "PowerSwitchFailure ReaderFailure ResetFailure UnderVoltage WeakSignal",
)
REASON_16 = Words(
    "reason",
    "DeAuthorized EmergencyStop EVDisconnected HardReset Local Other PowerLoss Reboot Remote SoftReset "
    "UnlockCommand",
)
STATUS_2 = Words("connectorStatus", "Available Occupied Reserved Unavailable Faulted")
EVENT_2 = Words("eventType", "Started Updated Ended")
CHARGING_2 = Words("chargingState", "Charging EVConnected SuspendedEV SuspendedEVSE Idle")
REASON_2 = Words(
    "stoppedReason",
    "DeAuthorized EmergencyStop EnergyLimitReached EVDisconnected GroundFault ImmediateReset Local "
    "LocalOutOfCredit MasterPass Other OvercurrentFault PowerLoss PowerQuality Reboot Remote "
    "SOCLimitReached StoppedByEV TimeLimitReached Timeout ReqEnergyTransferRejected",
)
TRIGGER_2 = Words(
    "triggerReason",
    "Authorized CablePluggedIn ChargingRateChanged ChargingStateChanged Deauthorized EnergyLimitReached "
    "EVCommunicationLost EVConnectTimeout MeterValueClock MeterValuePeriodic TimeLimitReached Trigger "
    "UnlockCommand StopAuthorized EVDeparted EVDetected RemoteStop RemoteStart AbnormalCondition "
    "SignedDataReceived ResetCommand CostLimitReached LimitSet OperationModeChanged RunningCost "
    "SoCLimitReached TariffChanged TariffNotAccepted TxResumed",
)
BOOT_2 = Words(
    "reason",
    "ApplicationReset FirmwareUpdate LocalReset PowerUp RemoteReset ScheduledReset Triggered Unknown "
    "Watchdog",
)
MONITOR_2 = Words("trigger", "Alerting Delta Periodic")
COMPONENT_2 = Words("component", "ChargingStation EVSE Connector")
VARIABLE_2 = Words("variable", "AvailabilityState Problem Tripped Overload Fallback")
TECH_CODE = Words("techCode", " ".join(TECH_CODES))
"""Codes of the agreed vocabularies: an event that carries one is an error whatever its variable (E1a)."""
AUTHORISATION = Words(
    "status",
    "Accepted Blocked ConcurrentTx Expired Invalid NoCredit NotAllowedTypeEVSE NotAtThisLocation "
    "NotAtThisTime Unknown Rejected Pending Scheduled UnknownMessageId UnknownVendorId",
)
CERTIFICATE = Words(
    "certificateStatus",
    "Accepted SignatureError CertificateExpired CertificateRevoked NoCertificateAvailable CertChainError "
    "ContractCancelled",
)
TRANSFER = Words(
    "status",
    "Downloaded DownloadFailed Downloading Idle InstallationFailed Installing Installed Uploaded "
    "UploadFailed Uploading DownloadScheduled DownloadPaused InstallRebooting InstallScheduled "
    "InstallVerificationFailed InvalidSignature SignatureVerified BadMessage NotSupportedOperation "
    "PermissionDenied UploadFailure AcceptedCanceled Published PublishFailed InvalidChecksum "
    "ChecksumVerified",
)
SECURITY_CRITICAL = Words(
    "type",
    "TamperDetectionActivated MemoryExhaustion InvalidFirmwareSignature InvalidFirmwareSigningCertificate "
    "InvalidCsmsCertificate InvalidCentralSystemCertificate InvalidChargingStationCertificate "
    "InvalidChargePointCertificate DiscardedRenewedClientCertificate InvalidTLSVersion InvalidTLSCipherSuite "
    "MaintenanceLoginFailed",
)
SECURITY = Words(
    "type",
    "FirmwareUpdated FailedToAuthenticateAtCsms FailedToAuthenticateAtCentralSystem "
    "CsmsFailedToAuthenticate CentralSystemFailedToAuthenticate SettingSystemTime StartupOfTheDevice "
    "ResetOrReboot SecurityLogWasCleared ReconfigurationOfSecurityParameters MemoryExhaustion "
    "InvalidMessages AttemptedReplayAttacks TamperDetectionActivated InvalidFirmwareSignature "
    "InvalidFirmwareSigningCertificate InvalidCsmsCertificate InvalidCentralSystemCertificate "
    "InvalidChargingStationCertificate InvalidChargePointCertificate DiscardedRenewedClientCertificate "
    "InvalidTLSVersion InvalidTLSCipherSuite MaintenanceLoginAccepted MaintenanceLoginFailed",
)
CONTEXT = Words(
    "context",
    "Interruption.Begin Interruption.End Other Sample.Clock Sample.Periodic Transaction.Begin "
    "Transaction.End Trigger",
)
LOCATION = Words("location", "Body Cable EV Inlet Outlet Upstream Grid")
FORMAT = Words("format", "Raw SignedData")
PHASE = Words("phase", "L1 L2 L3 N L1-N L2-N L3-N L1-L2 L2-L3 L3-L1")
MEASURAND = Words(
    "measurand",
    "Current.Export Current.Export.Offered Current.Export.Minimum Current.Import Current.Import.Offered "
    "Current.Import.Minimum Current.Offered Display.PresentSOC Display.MinimumSOC Display.TargetSOC "
    "Display.MaximumSOC Display.RemainingTimeToMinimumSOC Display.RemainingTimeToTargetSOC "
    "Display.RemainingTimeToMaximumSOC Display.ChargingComplete Display.BatteryEnergyCapacity "
    "Display.InletHot Energy.Active.Export.Interval Energy.Active.Export.Register "
    "Energy.Active.Import.Interval Energy.Active.Import.Register Energy.Active.Import.CableLoss "
    "Energy.Active.Import.LocalGeneration.Register Energy.Active.Net Energy.Active.Setpoint.Interval "
    "Energy.Apparent.Export Energy.Apparent.Import Energy.Apparent.Net Energy.Reactive.Export.Interval "
    "Energy.Reactive.Export.Register Energy.Reactive.Import.Interval Energy.Reactive.Import.Register "
    "Energy.Reactive.Net EnergyRequest.Target EnergyRequest.Minimum EnergyRequest.Maximum "
    "EnergyRequest.Minimum.V2X EnergyRequest.Maximum.V2X EnergyRequest.Bulk Frequency Power.Active.Export "
    "Power.Active.Import Power.Active.Setpoint Power.Active.Residual Power.Export.Minimum "
    "Power.Export.Offered Power.Factor Power.Import.Offered Power.Import.Minimum Power.Offered "
    "Power.Reactive.Export Power.Reactive.Import RPM SoC Temperature Voltage Voltage.Minimum "
    "Voltage.Maximum",
)
UNIT = Words(
    "unit",
    "Wh kWh varh kvarh W kW VA kVA var kvar A V Celsius Celcius Fahrenheit K Percent ASU B Deg dB dBm Hz kPa "
    "lx m ms2 N Ohm RH RPM s VAh kVAh",
)
