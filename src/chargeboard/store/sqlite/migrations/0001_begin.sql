-- The first schema. Instants are whole microseconds since 1970 in UTC, durations whole microseconds.
-- `session`, `attempt`, `station_day` and `station_error` are meant to be read by people and their tools;
-- a `body` is the same row in MessagePack, exact to the last digit, and is for the program alone.

create table meta (
    key text primary key,
    value text not null
) strict, without rowid;

-- One row per charger that ever sent a frame. `late_*` tell of frames that came in out of order
-- after the projector may have read past their place.
create table station (
    station text primary key,
    last_seq integer not null,
    newest_at integer not null,
    late_seq integer not null default 0,
    late_at integer,
    needs_refold integer not null default 0
) strict, without rowid;

-- Frames as received, in order of arrival; `seq` grows per station.
create table journal (
    station text not null,
    seq integer not null,
    received_at integer not null,
    direction text not null,
    text text not null,
    connection text not null,
    protocol text not null
) strict;

create index journal_order on journal (station, received_at, seq);

-- Older frames, up to 4,096 of one station and UTC day, zstd over MessagePack.
create table journal_block (
    station text not null,
    first_at integer not null,
    first_seq integer not null,
    last_at integer not null,
    frames integer not null,
    body blob not null,
    primary key (station, first_at, first_seq)
) strict, without rowid;

create table fact (
    station text not null,
    at integer not null,
    received_at integer not null,
    n integer not null,
    body blob not null,
    primary key (station, at, received_at, n)
) strict, without rowid;

create table progress (
    station text primary key,
    received_at integer not null,
    seq integer not null,
    fold_version text not null,
    snapshot blob not null,
    first_fact_at integer,
    newest_fact_at integer,
    dirty_from integer,
    settled_until integer,
    conclusions_version text not null,
    revision integer not null,
    facts integer not null
) strict, without rowid;

-- One OCPP transaction. `end_at` null: still open when last concluded. `energy_wh` null: not known.
-- `doc` is the row that the page shows, as JSON.
create table session (
    station text not null,
    start_at integer not null,
    key text not null,
    socket integer,
    end_at integer,
    energy_wh real,
    reason text,
    is_completed integer not null,
    end_inferred integer not null,
    token text not null,
    flags text not null,
    doc text not null,
    primary key (station, start_at, key)
) strict, without rowid;

-- Apart, so that listing sessions does not read their meter readings.
create table session_body (
    station text not null,
    start_at integer not null,
    key text not null,
    body blob not null,
    primary key (station, start_at, key)
) strict, without rowid;

-- One try by a driver. `outcome` is success, pending or a class of failure.
create table attempt (
    station text not null,
    start_at integer not null,
    n integer not null,
    socket integer,
    end_at integer,
    outcome text not null,
    stage text not null,
    because text not null,
    body blob not null,
    primary key (station, start_at, n)
) strict, without rowid;

-- A socket was in one state.
create table segment (
    station text not null,
    start_at integer not null,
    socket integer not null,
    end_at integer not null,
    state text not null,
    primary key (station, start_at, socket)
) strict, without rowid;

-- Time without contact. `kind` is closed, silent or collector; `end_at` null: still going on.
create table gap (
    station text not null,
    start_at integer not null,
    kind text not null,
    end_at integer,
    primary key (station, start_at, kind)
) strict, without rowid;

-- An error from its first report until it cleared. `vendor_code` is empty where none was sent.
-- `is_momentary`: it has no end because it never lasted.
create table station_error (
    station text not null,
    start_at integer not null,
    socket integer not null,
    code text not null,
    vendor_code text not null,
    end_at integer,
    last_seen_at integer not null,
    severity text not null,
    kind text not null,
    is_momentary integer not null,
    reports integer not null,
    info text not null,
    body blob not null,
    primary key (station, start_at, socket, code, vendor_code)
) strict, without rowid;

-- A stop that fits no transaction.
create table orphan (
    station text not null,
    at integer not null,
    n integer not null,
    transaction_id text not null,
    meter_stop_wh real,
    reason text,
    primary key (station, at, n)
) strict, without rowid;

-- One local day (`day` is its ISO date); the `*_us` are summed over the sockets.
create table station_day (
    station text not null,
    day text not null,
    length_us integer not null,
    available_us integer not null,
    preparing_us integer not null,
    charging_us integer not null,
    suspended_us integer not null,
    finishing_us integer not null,
    reserved_us integer not null,
    unavailable_us integer not null,
    faulted_us integer not null,
    offline_us integer not null,
    unknown_us integer not null,
    attempts integer not null,
    successes integer not null,
    sessions integer not null,
    energy_wh real not null,
    is_revised integer not null,
    body blob not null,
    primary key (station, day)
) strict, without rowid;

create table checkpoint (
    station text not null,
    at integer not null,
    received_until integer not null,
    carry blob not null,
    primary key (station, at)
) strict, without rowid;

create table charger (
    id text primary key,
    name text not null,
    site text not null,
    settings text not null,
    merged_into text,
    deleted integer not null
) strict, without rowid;

-- What lasts longer than a day or has not ended is found by its end, so that what overlaps a span is
-- one short range of starts and these few.
create index session_long on session (station, ifnull(end_at, 9223372036854775807))
where ifnull(end_at, 9223372036854775807) - start_at > 86400000000;
create index attempt_long on attempt (station, ifnull(end_at, 9223372036854775807))
where ifnull(end_at, 9223372036854775807) - start_at > 86400000000;
create index segment_long on segment (station, end_at) where end_at - start_at > 86400000000;
create index gap_long on gap (station, ifnull(end_at, 9223372036854775807))
where ifnull(end_at, 9223372036854775807) - start_at > 86400000000;
create index station_error_long on station_error (station, ifnull(end_at, 9223372036854775807))
where ifnull(end_at, 9223372036854775807) - start_at > 86400000000;
