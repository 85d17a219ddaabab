-- Sessions, attempts and errors of all chargers in one list, the newest first: found by time, whoever they are of.
create index session_by_time on session (start_at, station, key, settles_at);
create index attempt_by_time on attempt (start_at, station, n, outcome, settles_at);
create index station_error_by_time on station_error (start_at, station, socket, code, vendor_code);

-- Those that have not settled, as they were when the line of their charger was made. `body` is what the tables hold
-- of such a one, not pressed.
create table fleet_recent (
    station text not null,
    kind text not null,
    n integer not null,
    start_at integer not null,
    outcome text not null,
    body blob not null,
    primary key (station, kind, n)
) strict, without rowid;
create index fleet_recent_by_time on fleet_recent (kind, start_at);
