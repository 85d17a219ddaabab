-- A charger's clock that turns out to be off moves facts: they are told again. `known_at`: from when such a fact
-- counts (null: since it was received). `replaced_at`: until when the one before it did (null: it does).

alter table fact add column known_at integer;
alter table fact add column replaced_at integer;
create index fact_retold on fact (station, at, known_at, replaced_at)
where known_at is not null or replaced_at is not null;
