-- Bodies and rows of the page are pressed: `pressed` and `opened` are functions of every connection of the program.
-- `readings_apart` is known to migrations alone. Long tables are written anew: what is pressed in its place leaves
-- pages half empty.

create table session_pressed (
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
    doc blob not null,
    counted_wh real,
    is_odd integer not null default 0,
    ended_well integer not null default 0,
    lists integer not null default 1,
    primary key (station, start_at, key)
) strict, without rowid;
insert into session_pressed
select
    station, start_at, key, socket, end_at, energy_wh, reason, is_completed, end_inferred, token, flags,
    pressed(cast(doc as blob)), counted_wh, is_odd, ended_well, lists
from session;
drop table session;
alter table session_pressed rename to session;
create index session_long on session (station, ifnull(end_at, 9223372036854775807))
where ifnull(end_at, 9223372036854775807) - start_at > 86400000000;
create index session_list on session (
    station, start_at, key, lists, end_at, socket, energy_wh, counted_wh, is_completed, end_inferred, ended_well
);

create table session_body_pressed (
    station text not null,
    start_at integer not null,
    key text not null,
    body blob not null,
    primary key (station, start_at, key)
) strict, without rowid;
insert into session_body_pressed
select station, start_at, key, pressed(readings_apart(body)) from session_body;
drop table session_body;
alter table session_body_pressed rename to session_body;

create table attempt_pressed (
    station text not null,
    start_at integer not null,
    n integer not null,
    socket integer,
    end_at integer,
    outcome text not null,
    stage text not null,
    because text not null,
    body blob not null,
    is_plugged integer not null default 0,
    is_authorised integer not null default 0,
    is_started integer not null default 0,
    ended_well integer not null default 0,
    primary key (station, start_at, n)
) strict, without rowid;
insert into attempt_pressed
select
    station, start_at, n, socket, end_at, outcome, stage, because, pressed(body), is_plugged, is_authorised,
    is_started, ended_well
from attempt;
drop table attempt;
alter table attempt_pressed rename to attempt;
create index attempt_long on attempt (station, ifnull(end_at, 9223372036854775807))
where ifnull(end_at, 9223372036854775807) - start_at > 86400000000;
create index attempt_list on attempt (
    station, start_at, n, socket, end_at, outcome, stage, is_plugged, is_authorised, is_started, ended_well
);

update station_error set body = pressed(body);
update station_day set body = pressed(body);
update checkpoint set carry = pressed(carry);
