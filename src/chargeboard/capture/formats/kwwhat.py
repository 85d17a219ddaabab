"""
kwwhat's CSV: `timestamp,id,action,msg`.

It does not say who sent a message. A call's action tells (a charger boots, a CSMS starts remotely); an
answer goes the other way than its call.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from chargeboard.capture.formats.reading import Found, Source
from chargeboard.capture.formats.stamps import Stamps
from chargeboard.domain.frame import Frame

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

_OLDEST_PENDING = 1_000
_COLUMNS = ("timestamp", "id", "action", "msg")


def read(lines: Iterable[bytes], source: Source) -> Iterator[Found]:
    """The frames of a kwwhat CSV."""
    stamps = Stamps(source)
    senders = _Senders()
    columns: dict[str, int] = {}
    for row in _rows(lines):
        if not columns:
            columns = {name.strip().lower(): place for place, name in enumerate(row.cells)}
            if not columns.keys() >= {"timestamp", "msg"}:
                yield source.reject(row.line, f"no header {','.join(_COLUMNS)}", row.text)
                columns = {}
            continue
        try:
            at = stamps.read(row.cells[columns["timestamp"]])
            station = (row.cells[columns["id"]] if "id" in columns else "") or source.station
            text = row.cells[columns["msg"]]
        except (ValueError, IndexError) as error:
            yield source.reject(row.line, f"row cannot be read: {error}", row.text)
            continue
        if station:
            yield Frame(station, at, senders.direction(station, text), text)
        else:
            yield source.reject(row.line, "names no charger: give --station", row.text)


class _Row(msgspec.Struct):
    line: int
    cells: list[str]
    text: str


def _rows(lines: Iterable[bytes]) -> Iterator[_Row]:
    """The rows; a quote that is never closed costs its own line, not those after it."""
    taken: list[str] = []

    def one_by_one() -> Iterator[str]:
        for line in lines:
            # a broken byte must not lose the row; quotes of the CSV are ASCII anyway
            taken.append(line.decode("utf-8", "backslashreplace").rstrip("\r"))
            yield taken[-1] + "\n"

    rows = csv.reader(one_by_one())
    line = 1
    while True:
        try:
            cells = next(rows, None)
        except csv.Error:
            cells = []
        if cells is None and not taken:
            return
        if cells and (_is_json(cells[-1]) if "\n" in cells[-1] else len(taken) == 1):
            yield _Row(line, cells, "\n".join(taken))
        else:
            for offset, text in enumerate(taken):
                if text.strip():
                    yield _Row(line + offset, _cells(text), text)
        line += len(taken)
        taken.clear()


def _cells(text: str) -> list[str]:
    try:
        return next(csv.reader([text]))
    except csv.Error:
        return [text]


def _is_json(text: str) -> bool:
    try:
        msgspec.json.decode(text)
    except (msgspec.DecodeError, ValueError):
        return False
    return True


class _Senders:
    """Who sent what: remembers calls until they are answered."""

    def __init__(self) -> None:
        self._pending: dict[tuple[str, str], list[Literal["in", "out"]]] = {}

    def direction(self, station: str, text: str) -> Literal["in", "out"]:
        """Whether the charger or the CSMS said it."""
        try:
            kind, message_id, *rest = msgspec.json.decode(text, type=list[object])
        except (msgspec.DecodeError, ValueError):
            return "in"
        key = (station, str(message_id))
        if kind in {2, 6}:
            sender: Literal["in", "out"] = "out" if rest and rest[0] in CSMS_CALLS else "in"
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
