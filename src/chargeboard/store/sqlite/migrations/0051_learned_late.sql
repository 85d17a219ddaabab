-- When a session was learned of that was learned more than a day after it began, null for all others: who asks what
-- changed since an instant finds those that began long before it.
alter table session add column learned_late_at integer;
create index session_learned_late on session (learned_late_at, station, start_at, key)
where learned_late_at is not null;
