-- By which rules secrets and people are hidden in what is kept: `meta` says so under 'hidden_by' (empty: by those
-- of before, or by several), and under 'unwiped' that free parts of the file may hold what was not hidden.

-- How far a station's frames were hidden again by other rules: rows come first, then blocks; `step` 2 is the end.
create table hiding (
    station text primary key,
    rules text not null,
    step integer not null,
    at integer not null,
    seq integer not null,
    is_changed integer not null
) strict, without rowid;
insert into meta (key, value)
select column1, '' from (values ('hidden_by'), ('unwiped')) where exists (select 1 from station);
