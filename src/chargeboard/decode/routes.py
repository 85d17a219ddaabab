"""
Who reads which action?

Some actions exist in both generations with other payloads. The link's protocol decides, unless the payload is
shaped like the other one (Q35). A property's name in quotes occurs in JSON as that name only, so looking for
it in the text tells the shape.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec
from msgspec import Raw

from chargeboard.decode import intervals, settings, transfers
from chargeboard.decode.notes import Notes
from chargeboard.decode.v2 import master_pass, monitored_events
from chargeboard.decode.v2 import messages as v2
from chargeboard.decode.v16 import messages as v16
from chargeboard.decode.v16 import plug_and_charge
from chargeboard.domain.reasons import Oddity

Teller: TypeAlias = Callable[[Raw, Notes], None]


class Route(msgspec.Struct, frozen=True):
    """The readers of one action and the properties that only one generation has."""

    v16: Teller | None = None
    v2: Teller | None = None
    only_16: tuple[bytes, ...] = ()
    only_2: tuple[bytes, ...] = ()

    def teller(self, payload: Raw, protocol: str, notes: Notes) -> Teller:
        """The reader that fits the payload."""
        if self.v16 is None or self.v2 is None:
            teller = self.v16 or self.v2 or _ignore
            if protocol.startswith(_OTHER[self.v16 is None]):
                notes.nonconformant(Oddity.OTHER_VERSION, protocol, "Q35")
            return teller
        if self.v16 is self.v2:
            return self.v16
        text = bytes(payload)
        is_2 = protocol.startswith("ocpp2")
        if protocol and _has(text, self.only_2 if is_2 else self.only_16):
            return self.v2 if is_2 else self.v16
        if _has(text, self.only_16 if is_2 else self.only_2):
            if protocol.startswith("ocpp"):
                notes.nonconformant(Oddity.PAYLOAD_OF_OTHER_VERSION, protocol, "Q35")
            return self.v16 if is_2 else self.v2
        return self.v2 if is_2 else self.v16


_OTHER = {True: "ocpp1", False: "ocpp2"}
"""The links on which an action of 2.x only, or of 1.6 only, is out of place."""


def _has(text: bytes, names: tuple[bytes, ...]) -> bool:
    for name in names:  # noqa: SIM110 - three times as fast as any()
        if name in text:
            return True
    return False


def _ignore(payload: Raw, notes: Notes) -> None:
    """Says nothing that any figure needs."""


def _both(teller: Teller, other: Teller) -> Teller:
    """Two readers of one payload."""

    def tell(payload: Raw, notes: Notes) -> None:
        teller(payload, notes)
        other(payload, notes)

    return tell


_TRANSFER = Route(transfers.tell_transfer, transfers.tell_transfer)
_NOTHING = Route(_ignore, _ignore)

_TOLD: dict[str, Route] = {
    "BootNotification": Route(
        v16.tell_boot,
        v2.tell_boot,
        (b'"chargePointVendor"', b'"chargePointModel"'),
        (b'"chargingStation"',),
    ),
    "StatusNotification": Route(
        v16.tell_status, v2.tell_status, (b'"errorCode"', b'"status"'), (b'"connectorStatus"', b'"evseId"')
    ),
    "MeterValues": Route(
        v16.tell_meter,
        v2.tell_meter,
        (b'"connectorId"', b'"transactionId"'),
        (b'"evseId"', b'"unitOfMeasure"'),
    ),
    "Authorize": Route(v16.tell_token, v2.tell_token, (b'"idTag"',), (b'"idToken"',)),
    "DataTransfer": Route(plug_and_charge.tell_carried, plug_and_charge.tell_carried),
    "StartTransaction": Route(v16=v16.tell_start),
    "StopTransaction": Route(v16=v16.tell_stop),
    "TransactionEvent": Route(v2=v2.tell_transaction),
    "NotifyEvent": Route(v2=monitored_events.tell_events),
    "NotifyMonitoringReport": Route(v2=monitored_events.note_report),
    "NotifyReport": Route(v2=_both(intervals.tell_report, master_pass.note_report)),
    "Heartbeat": Route(intervals.tell_heartbeat, intervals.tell_heartbeat),
    "FirmwareStatusNotification": _TRANSFER,
    "SignedFirmwareStatusNotification": _TRANSFER,
    "DiagnosticsStatusNotification": _TRANSFER,
    "LogStatusNotification": _TRANSFER,
    "PublishFirmwareStatusNotification": Route(v2=transfers.tell_transfer),
    "SecurityEventNotification": Route(transfers.tell_security, transfers.tell_security),
}
_ASKED: dict[str, Route] = {
    "RemoteStartTransaction": Route(v16=v16.tell_remote_start),
    "RequestStartTransaction": Route(v2=v2.tell_request_start),
    "ReserveNow": Route(v16.tell_reservation, v2.tell_reservation, (b'"idTag"',), (b'"idToken"',)),
    "GetTransactionStatus": Route(v2=v2.expect_status),
    "SetVariableMonitoring": Route(v2=v2.expect_monitoring),
    "ChangeConfiguration": Route(v16=settings.expect_change),
    "GetConfiguration": Route(v16=intervals.expect_configuration),
    "SetVariables": Route(v2=_both(settings.expect_set, master_pass.note_set)),
    "GetVariables": Route(v2=intervals.expect_get),
}
_SILENT = (
    "SignCertificate Get15118EVCertificate GetCertificateStatus "
    "ReportChargingProfiles NotifyCustomerInformation NotifyDisplayMessages "
    "NotifyChargingLimit NotifyEVChargingNeeds NotifyEVChargingSchedule ClearedChargingLimit "
    "ReservationStatusUpdate NotifyPriorityCharging NotifySettlement "
    "NotifyDERAlarm NotifyDERStartStop NotifyAllowedEnergyTransfer NotifyPeriodicEventStream "
    "OpenPeriodicEventStream ClosePeriodicEventStream AdjustPeriodicEventStream GetPeriodicEventStream "
    "ReportDERControl VatNumberValidation PullDynamicScheduleUpdate UpdateDynamicSchedule BatterySwap "
    "NotifyWebPaymentStarted GetCertificateChainStatus CancelReservation CertificateSigned "
    "ChangeAvailability ClearCache ClearChargingProfile ClearDisplayMessage "
    "ClearVariableMonitoring CostUpdated CustomerInformation DeleteCertificate ExtendedTriggerMessage "
    "GetBaseReport GetChargingProfiles GetCompositeSchedule GetDiagnostics "
    "GetDisplayMessages GetInstalledCertificateIds GetLocalListVersion GetLog GetMonitoringReport "
    "GetReport InstallCertificate PublishFirmware RemoteStopTransaction "
    "RequestStopTransaction Reset SendLocalList SetChargingProfile SetDisplayMessage "
    "SetMonitoringBase SetMonitoringLevel SetNetworkProfile SignedUpdateFirmware "
    "TriggerMessage UnlockConnector UnpublishFirmware UpdateFirmware AFRRSignal ChangeTransactionTariff "
    "ClearDERControl ClearTariffs GetDERControl GetTariffs RequestBatterySwap SetDERControl "
    "SetDefaultTariff UsePriorityCharging"
)


def _by_token(routes: dict[str, Route]) -> dict[bytes, Route]:
    """Routes by the action as it stands in a message, quotes included."""
    silent = dict.fromkeys((*_SILENT.split(), *_TOLD, *_ASKED), _NOTHING)
    return {f'"{action}"'.encode(): route for action, route in (silent | routes).items()}


ROUTES: dict[str, dict[bytes, Route]] = {"in": _by_token(_TOLD), "out": _by_token(_ASKED)}
"""By direction: a charger does not ask for remote starts, nor does a CSMS report a status."""
