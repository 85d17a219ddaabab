"""
Who sent a message, where the log does not say?

A call's action tells (a charger boots, a CSMS starts remotely); an answer goes the other way than its call.
"""

from __future__ import annotations

import re

import msgspec

from chargeboard.capture.formats.reading import UNREADABLE, Sender

_CSMS_CALLS = """
    CancelReservation ChangeAvailability ChangeConfiguration ClearCache ClearChargingProfile
    ExtendedTriggerMessage GetCompositeSchedule GetConfiguration GetDiagnostics GetLocalListVersion
    GetLog InstallCertificate DeleteCertificate GetInstalledCertificateIds RemoteStartTransaction
    RemoteStopTransaction ReserveNow Reset SendLocalList SetChargingProfile SignedUpdateFirmware
    TriggerMessage UnlockConnector UpdateFirmware CertificateSigned CostUpdated CustomerInformation
    ClearDisplayMessage ClearVariableMonitoring GetBaseReport GetChargingProfiles GetDisplayMessages
    GetMonitoringReport GetReport GetTransactionStatus GetVariables PublishFirmware
    RequestStartTransaction RequestStopTransaction SetDisplayMessage SetMonitoringBase
    SetMonitoringLevel SetNetworkProfile SetVariableMonitoring SetVariables UnpublishFirmware
    AdjustPeriodicEventStream AFRRSignal ChangeTransactionTariff ClearDERControl ClearTariffs
    GetDERControl GetPeriodicEventStream GetTariffs NotifyAllowedEnergyTransfer NotifyWebPaymentStarted
    RequestBatterySwap SetDERControl SetDefaultTariff UpdateDynamicSchedule UsePriorityCharging
"""
CSMS_CALLS = frozenset(_CSMS_CALLS.split())
"""What only a CSMS asks, in 1.6 and 2.x; everything else is taken as the charger's."""

_EITHER_CALLS = frozenset({"DataTransfer"})
_OLDEST_PENDING = 1_000
_CALL = re.compile(r'\s*\[\s*2\s*,\s*(?:"[^"]*"|-?\d+)\s*,\s*"(\w+)"')


class Senders:
    """Who sent what: remembers calls until they are answered."""

    def __init__(self, pending: dict[str, list[Sender]]) -> None:
        """`pending`: calls that were not answered before."""
        self._pending = pending

    def direction(self, station: str, text: str) -> Sender:
        """Whether the charger or the CSMS said it."""
        try:
            kind, message_id, *rest = msgspec.json.decode(text, type=list[object])
        except UNREADABLE:
            return "in"
        key = f"{station}\n{message_id}"
        action = rest[0] if rest else ""
        if isinstance(kind, int) and kind in {2, 6}:
            sender: Sender = "out" if isinstance(action, str) and action in CSMS_CALLS else "in"
            self._pending.setdefault(key, []).append(sender)
            if len(self._pending) > _OLDEST_PENDING:
                del self._pending[next(iter(self._pending))]
            return sender
        callers = self._pending.get(key)
        if not callers:
            return "out"  # most calls are the charger's, so most answers are the CSMS's
        caller = callers.pop(0)
        if not callers:
            del self._pending[key]
        return "out" if caller == "in" else "in"


class Sides:
    """Whose log is it, where chargers and CSMSs write the same one?"""

    def __init__(self, chargers: set[str]) -> None:
        """`chargers`: those that are known to write it themselves."""
        self._chargers = chargers

    def direction(self, station: str, told: Sender, text: str) -> Sender:
        """`told` as a CSMS would mean it; the first call that only the other side makes turns it round."""
        call = _CALL.match(text)
        if call and call[1] not in _EITHER_CALLS:
            if (call[1] in CSMS_CALLS) == (told == "in"):
                self._chargers.add(station)
            else:
                self._chargers.discard(station)
        if station not in self._chargers:
            return told
        return "out" if told == "in" else "in"
