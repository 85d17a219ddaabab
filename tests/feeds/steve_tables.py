"""
A database as SteVe keeps it, of either generation, and rows as it writes them.

What it hears is told by frames of OCPP 1.6. Times are written as UTC wall clock into a session of the
server's own zone, as SteVe's driver does.
"""

import json
from datetime import UTC, datetime, timedelta

_TABLES = """
create table charge_box (
    charge_box_pk int not null auto_increment primary key,
    charge_box_id varchar(255) not null unique,
    ocpp_protocol varchar(255),
    charge_point_vendor varchar(255),
    charge_point_model varchar(255),
    charge_point_serial_number varchar(255),
    fw_version varchar(255),
    last_heartbeat_timestamp timestamp(6) null default null,
    insert_connector_status_after_transaction_msg tinyint(1) default 1
);
create table ocpp_tag (
    ocpp_tag_pk int not null auto_increment primary key,
    id_tag varchar(255) not null unique,
    expiry_date timestamp(6) null default null,
    max_active_transaction_count int not null default 1
);
create table evse (
    evse_pk int unsigned not null auto_increment primary key,
    charge_box_id varchar(255) not null,
    evse_id int not null,
    topology_source enum('ocpp1', 'ocpp2') not null,
    unique key (charge_box_id, topology_source, evse_id)
);
create table connector_status (
    evse_pk int unsigned not null,
    status_timestamp timestamp(6) null default null,
    status varchar(255),
    error_code varchar(255),
    error_info varchar(255),
    vendor_id varchar(255),
    vendor_error_code varchar(255),
    key (evse_pk),
    key (evse_pk, status_timestamp)
);
create table connector_meter_value (
    evse_pk int unsigned not null,
    transaction_pk int unsigned,
    value_timestamp timestamp(6) null default null,
    value text,
    reading_context varchar(255),
    format varchar(255),
    measurand varchar(255),
    location varchar(255),
    unit varchar(255),
    phase varchar(255),
    key (evse_pk),
    key (transaction_pk),
    key (value_timestamp)
);
create table transaction_start (
    transaction_pk int unsigned not null auto_increment primary key,
    event_timestamp timestamp(6) not null default current_timestamp(6),
    evse_pk int unsigned not null,
    id_tag varchar(255) not null,
    start_timestamp timestamp(6) null default null,
    start_value varchar(255),
    key (id_tag),
    key (evse_pk),
    key (start_timestamp)
);
create table transaction_stop (
    transaction_pk int unsigned not null,
    event_timestamp timestamp(6) not null default current_timestamp(6),
    event_actor enum('station', 'manual'),
    stop_timestamp timestamp(6) not null default current_timestamp(6),
    stop_value varchar(255) not null,
    stop_reason varchar(255),
    primary key (transaction_pk, event_timestamp)
);
create table transaction_stop_failed (
    transaction_pk int,
    charge_box_id varchar(255),
    event_timestamp timestamp(6) not null default current_timestamp(6),
    event_actor enum('station', 'manual'),
    stop_timestamp timestamp(6) not null default current_timestamp(6),
    stop_value varchar(255),
    stop_reason varchar(255),
    fail_reason text
)
"""
"""Of its migrations, as of 3.15; what is not read is left out."""
_BEFORE_3_13 = (
    ("    topology_source enum('ocpp1', 'ocpp2') not null,\n", ""),
    ("topology_source, ", ""),
    ("table evse ", "table connector "),
    ("into evse ", "into connector "),
    ("from evse ", "from connector "),
    ("evse_pk", "connector_pk"),
    ("evse_id", "connector_id"),
    (", 'ocpp1'", ""),
    (" and topology_source = 'ocpp1'", ""),
)
_REFUSED = 3_000_000_000
"""Numbers of starts that were refused: those of the others are what their chargers were answered."""
_VALUE = ("value", "context", "format", "measurand", "location", "unit", "phase")


def wall(at):
    """An instant, or its text, as UTC wall clock."""
    moment = (
        datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
        if isinstance(at, int)
        else datetime.fromisoformat(at).astimezone(UTC)
    )
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"


class SteVe:
    """It writes down what it makes of what it hears."""

    def __init__(self, server, database, *, is_new=True):
        self.server, self.database, self.is_new = server, database, is_new
        self.url = server.url(database)
        self._connection = server.connected(database)
        self._calls, self._refused = {}, []
        for statement in _TABLES.split(";\n"):
            self.told(statement)

    def close(self):
        self._connection.close()

    def told(self, sql, *values):
        if not self.is_new:
            for new, old in _BEFORE_3_13:
                sql = sql.replace(new, old)
        with self._connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return list(cursor.fetchall())

    def write(self, *frames):
        """What it writes down of these messages, in their order."""
        self._connection.begin()
        for frame in frames:
            self.hear(frame)
        self._connection.commit()

    def hear(self, frame):
        kind, message_id, *rest = json.loads(frame.text)
        if frame.direction == "in" and kind == 2 and rest[0] in _HEARD:
            action, said = rest
            if action == "StartTransaction":
                self._calls[message_id] = said
            else:
                _HEARD[action](self, frame, said)
        elif frame.direction == "out" and kind == 3 and message_id in self._calls:
            self.start(frame, self._calls.pop(message_id), rest[0])

    def evse(self, station, connector):
        self.told(
            "insert ignore into charge_box (charge_box_id, ocpp_protocol) values (%s, 'ocpp1.6J')", station
        )
        self.told(
            "insert ignore into evse (charge_box_id, topology_source, evse_id) values (%s, 'ocpp1', %s)",
            station,
            connector,
        )
        ((pk,),) = self.told(
            "select evse_pk from evse"
            " where charge_box_id = %s and evse_id = %s and topology_source = 'ocpp1'",
            station,
            connector,
        )
        return pk

    def heartbeat(self, frame, said):
        self.evse(frame.station, 0)
        self.told(
            "update charge_box set last_heartbeat_timestamp = %s where charge_box_id = %s",
            wall(frame.received_at),
            frame.station,
        )

    def status(self, frame, said):
        self.told(
            "insert into connector_status values (%s, %s, %s, %s, %s, %s, %s)",
            self.evse(frame.station, said["connectorId"]),
            wall(said.get("timestamp") or frame.received_at),
            said["status"],
            said["errorCode"],
            said.get("info"),
            said.get("vendorId"),
            said.get("vendorErrorCode"),
        )

    def meter(self, frame, said, transaction=None):
        evse = self.evse(frame.station, said["connectorId"])
        for value in said["meterValue"]:
            for sampled in value["sampledValue"]:
                self.told(
                    "insert into connector_meter_value values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                    evse,
                    said.get("transactionId"),
                    wall(value["timestamp"]),
                    *map(sampled.get, _VALUE),
                )

    def start(self, frame, said, answer):
        """It writes down each start, whatever it answers, and a status of its own with it."""
        evse = self.evse(frame.station, said["connectorId"])
        is_known = answer["idTagInfo"]["status"] == "Accepted"
        if not is_known:
            self._refused.append(said)
        elif self.told("select 1 from transaction_start where transaction_pk = %s", answer["transactionId"]):
            return  # a start that is said again is the one that it has
        self.told(
            "insert ignore into ocpp_tag (id_tag, max_active_transaction_count) values (%s, %s)",
            said["idTag"],
            int(is_known),
        )
        number = answer["transactionId"]
        self.told(
            "insert into transaction_start"
            " (transaction_pk, event_timestamp, evse_pk, id_tag, start_timestamp, start_value)"
            " values (%s, %s, %s, %s, %s, %s)",
            number if is_known else _REFUSED + len(self._refused),
            wall(frame.received_at),
            evse,
            said["idTag"],
            wall(said["timestamp"]),
            str(said["meterStart"]),
        )
        self._own(evse, said["timestamp"], "Charging")

    def stop(self, frame, said):
        number = said["transactionId"]
        started = self.told("select evse_pk from transaction_start where transaction_pk = %s", number)
        told = (
            number,
            wall(frame.received_at),
            wall(said["timestamp"]),
            str(said["meterStop"]),
            said.get("reason"),
        )
        if not started:
            self.told(
                "insert into transaction_stop_failed values (%s, %s, %s, 'station', %s, %s, %s, 'unknown')",
                told[0],
                frame.station,
                *told[1:],
            )
            return
        self.told("insert into transaction_stop values (%s, %s, 'station', %s, %s, %s)", *told)
        self._own(started[0][0], said["timestamp"], "Available")
        for value in said.get("transactionData", ()):
            for sampled in value["sampledValue"]:
                self.told(
                    "insert into connector_meter_value values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                    started[0][0],
                    number,
                    wall(value["timestamp"]),
                    *map(sampled.get, _VALUE),
                )

    def _own(self, evse, at, status):
        self.told(
            "insert into connector_status (evse_pk, status_timestamp, status, error_code)"
            " values (%s, %s, %s, 'NoError')",
            evse,
            wall(at),
            status,
        )


_HEARD = {
    "Heartbeat": SteVe.heartbeat,
    "StatusNotification": SteVe.status,
    "MeterValues": SteVe.meter,
    "StartTransaction": SteVe.start,
    "StopTransaction": SteVe.stop,
}
