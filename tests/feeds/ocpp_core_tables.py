"""
A SQLite file as OCPP.Core keeps it, and rows as it writes them.

What it hears is told by frames. Times of transactions are written in UTC, those of connectors as the
charger's wall clock, their offset left out, all as its Entity Framework does: seconds, and a fraction without
zeros. Of a 2.x unit the power of ten is left out, too.
"""

import json
import sqlite3
from datetime import UTC, datetime

from chargeboard.time.instants import datetime_of

_TABLES = """
create table ChargePoint (
    ChargePointId text not null primary key, Name text, Comment text, Username text, Password text,
    ClientCertThumb text
);
create table ConnectorStatus (
    ChargePointId text not null, ConnectorId integer not null, ConnectorName text, LastStatus text,
    LastStatusTime text, LastMeter real, LastMeterTime text,
    primary key (ChargePointId, ConnectorId),
    foreign key (ChargePointId) references ChargePoint (ChargePointId) on delete cascade
);
create table Transactions (
    TransactionId integer not null primary key autoincrement, ChargePointId text not null,
    ConnectorId integer not null, StartTime text not null, MeterStart real not null, StartTagId text,
    StartResult text, StopTime text, MeterStop real, StopTagId text, StopReason text, Uid text,
    foreign key (ChargePointId) references ChargePoint (ChargePointId)
)
"""
"""Of its migrations, as of 1.7.1; what is not read is left out."""
_REDUCED = {"Available": "Available", "Unavailable": "Unavailable", "Faulted": "Faulted"}
"""All others are Occupied."""


def utc(text):
    return _written(datetime.fromisoformat(text).astimezone(UTC))


def wall(text):
    return _written(datetime.fromisoformat(text))


def _written(moment):
    text = f"{moment:%Y-%m-%d %H:%M:%S.%f}".rstrip("0")
    return text.removesuffix(".")


class OcppCore:
    """It writes down what it makes of what it hears."""

    def __init__(self, path):
        self.url = str(path)
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._calls, self._numbers = {}, {}
        self._connection.execute("pragma journal_mode = wal")
        for statement in _TABLES.split(";\n"):
            self.told(statement)

    def close(self):
        self._connection.close()

    def told(self, sql, *values):
        return self._connection.execute(sql, values).fetchall()

    def write(self, *frames):
        """What it writes down of these messages, in their order."""
        self.told("begin")
        for frame in frames:
            self.hear(frame)
        self.told("commit")

    def hear(self, frame):
        kind, message_id, *rest = json.loads(frame.text)
        self.told("insert or ignore into ChargePoint (ChargePointId) values (?)", frame.station)
        if frame.direction == "in" and kind == 2 and rest[0] in _HEARD:
            action, said = rest
            if action == "StartTransaction" or said.get("eventType") == "Started":
                self._calls[frame.station, message_id] = said
            else:
                said.setdefault("timestamp", f"{datetime_of(frame.received_at)}")
                _HEARD[action](self, frame.station, said)
        elif frame.direction == "out" and kind == 3:
            said = self._calls.pop((frame.station, message_id), None)
            if said is not None:
                (self.started if "eventType" in said else self.start)(frame.station, said, rest[0])

    def status(self, station, said):
        told = said.get("status") or said["connectorStatus"]
        place = said.get("evseId", said["connectorId"])
        self._connector(
            station, place, LastStatus=_REDUCED.get(told, "Occupied"), LastStatusTime=wall(said["timestamp"])
        )

    def meter(self, station, said):
        register, at = _register(said["meterValue"])
        if register >= 0:
            self._connector(station, said["connectorId"], LastMeter=register, LastMeterTime=wall(at))

    def start(self, station, said, answer):
        """A refused one is not written down."""
        known = (station, answer["transactionId"])
        if answer["idTagInfo"]["status"] == "Accepted" and known not in self._numbers:
            self._numbers[known] = self._insert(
                station,
                ConnectorId=said["connectorId"],
                StartTagId=said["idTag"],
                StartTime=utc(said["timestamp"]),
                MeterStart=said["meterStart"] / 1000,
                StartResult="Accepted",
            )

    def stop(self, station, said):
        """An omitted reason is the first of its enumeration."""
        number = self._numbers.get((station, said["transactionId"]))
        place = self.told(
            "select ConnectorId from Transactions where TransactionId = ? and StopTime is null", number
        )
        if place:
            register = said["meterStop"] / 1000
            self._connector(station, place[0][0], LastMeter=register, LastMeterTime=wall(said["timestamp"]))
            self._update(
                number,
                StopTagId=said.get("idTag"),
                StopTime=utc(said["timestamp"]),
                MeterStop=register,
                StopReason=said.get("reason", "EmergencyStop"),
            )

    def started(self, station, said, answer):
        register, at = self._heard_register(station, said)
        if answer.get("idTokenInfo", {"status": "Accepted"})["status"] != "Accepted":
            return
        place = said.get("evse", {}).get("id", 0)
        self._connector(station, place, LastStatus="Occupied", LastStatusTime=wall(at or said["timestamp"]))
        uid = said["transactionInfo"]["transactionId"]
        self._numbers[station, uid] = self._insert(
            station,
            Uid=uid,
            ConnectorId=place,
            StartTagId=said.get("idToken", {}).get("idToken"),
            StartTime=utc(said["timestamp"]),
            MeterStart=register,
            StartResult=said["triggerReason"],
        )

    def event(self, station, said):
        register, _ = self._heard_register(station, said)
        number = self._numbers.get((station, said["transactionInfo"]["transactionId"]))
        if said["eventType"] == "Ended":
            self._update(
                number,
                StopTagId=said.get("idToken", {}).get("idToken"),
                StopTime=utc(said["timestamp"]),
                MeterStop=register,
                StopReason=said["triggerReason"],
            )
        elif register >= 0:
            self._update(number, MeterStop=register)

    def _heard_register(self, station, said):
        register, at = _register(said.get("meterValue", ()))
        place = said.get("evse", {}).get("id", 0)
        if place and register >= 0:
            self._connector(station, place, LastMeter=register, LastMeterTime=wall(at))
        return register, at

    def _connector(self, station, place, **columns):
        if place > 0 or "LastStatusTime" not in columns:
            self.told(
                "insert or ignore into ConnectorStatus (ChargePointId, ConnectorId) values (?, ?)",
                *(station, place),
            )
            self._set("ConnectorStatus", "ChargePointId = ? and ConnectorId = ?", columns, station, place)

    def _insert(self, station, **columns):
        names = ", ".join(columns)
        marks = ", ?" * len(columns)
        self.told(
            f"insert into Transactions (ChargePointId, {names}) values (?{marks})",  # noqa: S608
            station,
            *columns.values(),
        )
        return self.told("select last_insert_rowid()")[0][0]

    def _update(self, number, **columns):
        self._set("Transactions", "TransactionId = ? and StopTime is null", columns, number)

    def _set(self, table, where, columns, *values):
        names = ", ".join(f"{name} = ?" for name in columns)
        self.told(f"update {table} set {names} where {where}", *columns.values(), *values)  # noqa: S608


def _register(values):
    """The last register of a message in kWh, and when it was read; -1 where there is none."""
    found = -1, None
    for value in values:
        for sampled in value["sampledValue"]:
            if sampled.get("measurand", "Energy.Active.Import.Register") == "Energy.Active.Import.Register":
                unit = sampled.get("unit") or sampled.get("unitOfMeasure", {}).get("unit", "Wh")
                found = float(sampled["value"]) / (1 if unit == "kWh" else 1000), value["timestamp"]
    return found


_HEARD = {
    "StatusNotification": OcppCore.status,
    "MeterValues": OcppCore.meter,
    "StartTransaction": OcppCore.start,
    "StopTransaction": OcppCore.stop,
    "TransactionEvent": OcppCore.event,
}
