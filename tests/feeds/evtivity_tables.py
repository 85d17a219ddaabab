"""A database as EVtivity 0.1.19 keeps it: its tables and rows as it writes them."""

import json

import psycopg

SCHEMA = """
create type message_direction as enum ('inbound', 'outbound');
create table charging_stations (id text primary key, station_id varchar(255) not null unique, ocpp_protocol varchar(20));
create table ocpp_message_logs (
    id serial primary key,
    station_id text not null references charging_stations (id) on delete cascade,
    direction message_direction not null,
    message_type integer not null,
    message_id varchar(36) not null,
    action varchar(100),
    payload jsonb,
    error_code varchar(50),
    error_description text,
    created_at timestamptz not null default now()
);
create table connection_logs (
    id serial primary key,
    station_id text not null references charging_stations (id) on delete cascade,
    event varchar(50) not null,
    remote_address varchar(45),
    protocol varchar(50),
    metadata jsonb,
    created_at timestamptz not null default now()
);
"""  # noqa: E501 - as it is
_TURNS = {"open": "connected", "close": "disconnected"}


class Evtivity:
    """It writes messages and connections down."""

    def __init__(self, url):
        self.url = url
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(SCHEMA)

    def close(self):
        self._connection.close()

    def write(self, *frames):
        """Rows of these frames in this order, of chargers of which it knows the protocol."""
        protocols = {frame.station: frame.protocol for frame in frames if frame.direction != "ws"}
        with self._connection.transaction(), self._connection.cursor() as cursor:
            for station, protocol in protocols.items():
                cursor.execute(
                    "insert into charging_stations values (%s, %s, %s) on conflict do nothing",
                    (id_of(station), station, protocol or None),
                )
            for frame in frames:
                if frame.direction == "ws":
                    self.turn(
                        frame.station, _TURNS[json.loads(frame.text)[0]], frame.received_at, cursor=cursor
                    )
                else:
                    self._message(cursor, frame)

    def turn(self, station, event, at, *, reason=None, cursor=None):
        (cursor or self._connection).execute(
            "insert into connection_logs (station_id, event, metadata, created_at)"
            " values (%s, %s, %s::jsonb, to_timestamp(%s::numeric / 1000000))",
            (id_of(station), event, None if reason is None else json.dumps({"reason": reason}), at),
        )

    def _message(self, cursor, frame):
        kind, message_id, *rest = json.loads(frame.text)
        action, payload, code, told = None, None, None, None
        if kind == 2:
            action, payload = rest
        elif kind == 3:
            (payload,) = rest
        else:
            code, told, payload = rest
        cursor.execute(
            "insert into ocpp_message_logs (station_id, direction, message_type, message_id, action, payload,"
            " error_code, error_description, created_at)"
            " values (%s, %s, %s, %s, %s, %s::jsonb, %s, %s, to_timestamp(%s::numeric / 1000000))",
            (
                id_of(frame.station),
                "inbound" if frame.direction == "in" else "outbound",
                kind,
                message_id,
                action,
                json.dumps(payload),
                code,
                told,
                frame.received_at,
            ),
        )


def id_of(station):
    return f"sta_{station.lower()}"
