-- For lists over any number of years: what they filter, sort and sum by stands in an index of its own, so that
-- only the rows of a page are read. Older rows have zeros until they are computed again.

-- `counted_wh`: what sums take of it, null where it does not count. `is_odd`: there is a remark. `ended_well`:
-- it gave energy and had a valid stop.
alter table session add column counted_wh real;
alter table session add column is_odd integer not null default 0;
alter table session add column ended_well integer not null default 0;

-- How far the try came; `ended_well`: with a session that gave energy and had a valid stop.
alter table attempt add column is_plugged integer not null default 0;
alter table attempt add column is_authorised integer not null default 0;
alter table attempt add column is_started integer not null default 0;
alter table attempt add column ended_well integer not null default 0;

create index session_list on session (
    station, start_at, key, end_at, socket, energy_wh, counted_wh, is_completed, end_inferred, ended_well, is_odd,
    flags
);
create index attempt_list on attempt (
    station, start_at, n, socket, end_at, outcome, stage, is_plugged, is_authorised, is_started, ended_well
);
