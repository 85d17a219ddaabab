-- Frames of a charger that was merged stay in its own journal; the one that they count for has copies of them.
-- Those of a journal with first_seq < seq <= end_seq came under another id.
create table copied (
    station text not null,
    first_seq integer not null,
    end_seq integer not null,
    came_as text not null,
    primary key (station, end_seq)
) strict, without rowid;

-- `merged_at` null with `merged_into`: it was merged before copies were told apart. `called`: its former
-- names, as JSON.
alter table charger add column merged_at integer;
alter table charger add column called text not null default '[]';
create index charger_merged on charger (id, merged_into) where merged_into is not null;
