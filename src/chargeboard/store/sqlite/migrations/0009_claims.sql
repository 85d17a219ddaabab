-- A long settlement of a station is being computed, by whoever knows the number. `fresh_from` is the earliest
-- fact that was learned since it began: what lies before it still holds.
create table claim (
    station text primary key,
    number integer not null,
    fresh_from integer
) strict, without rowid;
