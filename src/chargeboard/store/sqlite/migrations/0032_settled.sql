-- From when on nothing that happens later can change a row: it holds for who goes on from a later checkpoint. What was
-- kept so far began behind the one checkpoint and had settled by the next.
alter table session add column settles_at integer not null default 0;
update session set settles_at = start_at;
create index session_settled on session (station, settles_at);
drop index session_list;
create index session_list on session (
    station, start_at, key, lists, end_at, socket, energy_wh, counted_wh, is_completed, end_inferred, ended_well,
    settles_at
);
alter table attempt add column settles_at integer not null default 0;
update attempt set settles_at = start_at;
create index attempt_settled on attempt (station, settles_at);
drop index attempt_list;
create index attempt_list on attempt (
    station, start_at, n, socket, end_at, outcome, stage, is_plugged, is_authorised, is_started, ended_well,
    settles_at
);
alter table no_energy add column settles_at integer not null default 0;
update no_energy set settles_at = start_at;
alter table orphan add column settles_at integer not null default 0;
update orphan set settles_at = at;
