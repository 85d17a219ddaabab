-- What follows of a row is written by who writes the row: an engine that spreads stations over machines knows no
-- triggers. Only the audit trail is guarded by some.
drop trigger charger_dropped;
drop trigger charger_named;
drop trigger charger_set;
drop trigger charger_set_no_more;
drop trigger frames_came;
drop trigger frames_came_again;
drop trigger frames_folded;
drop trigger frames_went;
drop trigger progress_heard;
drop trigger progress_told;
drop trigger progress_told_again;
drop trigger session_added;
drop trigger session_changed;
drop trigger session_dropped;

-- A number is no condition.
drop index station_to_refold;
create index station_to_refold on station (station) where needs_refold = 1;
drop index credential_waiting;
create index credential_waiting on credential (coalesce(asked_at, 0) desc, station)
where approved = 0 and digest is null and withdrawn_at is null;
