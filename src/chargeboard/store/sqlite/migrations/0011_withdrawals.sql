-- Who may not connect any more, and what the process that listens has to hear of at once.

-- `withdrawn_at`: the charger stays out since then. `certificates_after`: those that were issued before do not count.
-- `change` numbers the changes of all rows, so that a few are found among many.
alter table credential add column withdrawn_at integer;
alter table credential add column certificates_after integer;
alter table credential add column change integer not null default 0;
create index credential_change on credential (change);
create index credential_waiting on credential (coalesce(asked_at, 0) desc, station)
where not approved and digest is null and withdrawn_at is null;
