"""A database as CitrineOS 1.8.3 keeps it: its table of messages, and rows as it writes them."""

import json

import psycopg

SCHEMA = """
create table "OCPPMessages" (
    id serial primary key,
    "tenantId" integer not null default 1,
    "stationId" varchar(255),
    "correlationId" varchar(255),
    origin varchar(255),
    state varchar(255),
    protocol varchar(255),
    action varchar(255),
    message jsonb,
    "requestMessageId" integer references "OCPPMessages" (id) on delete set null on update cascade,
    "timestamp" timestamptz,
    "createdAt" timestamptz not null,
    "updatedAt" timestamptz not null
)
"""
"""Of its migrations."""


class Citrine:
    """It writes messages down."""

    def __init__(self, url):
        self.url = url
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(SCHEMA)

    def close(self):
        self._connection.close()

    def write(self, *frames, lag_s=0.02):
        """Rows of these frames in this order, in one transaction."""
        with self._connection.transaction(), self._connection.cursor() as cursor:
            insert(cursor, frames, lag_s)

    def begun(self):
        """Another connection, in whose transaction rows have numbers before they can be seen."""
        return psycopg.connect(self.url)

    def told(self, sql, *values):
        self._connection.execute(sql, values or None)


def insert(cursor, frames, lag_s=0.02):
    cursor.executemany(
        'insert into "OCPPMessages" ("stationId", "correlationId", origin, state, protocol, action, message,'
        ' "timestamp", "createdAt", "updatedAt") values (%s, %s, %s, %s, %s, %s, %s::jsonb,'
        " to_timestamp(%s::numeric / 1000000), to_timestamp(%s::numeric / 1000000), now())",
        [row_of(frame, lag_s) for frame in frames],
    )


def row_of(frame, lag_s):
    try:
        message = json.loads(frame.text)
        text = frame.text
    except ValueError:
        message, text = None, json.dumps(frame.text)
    if not isinstance(message, list):
        kind, correlation, action = "99", "5f1f8a2e-0000-4000-8000-000000000000", None
    else:
        kind, correlation, action = (
            {2: "1"}.get(message[0], "2"),
            message[1],
            message[2] if message[0] == 2 else None,
        )
    return (
        frame.station,
        correlation,
        "cs" if frame.direction == "in" else "csms",
        kind,
        frame.protocol or None,
        action,
        text,
        frame.received_at,
        frame.received_at + lag_s * 1_000_000,
    )
