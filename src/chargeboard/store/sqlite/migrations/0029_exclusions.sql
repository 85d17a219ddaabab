-- Windows by which an outage is excused, as operators declared them. `doc` is JSON.
create table exclusion (
    id text not null primary key,
    from_at integer not null,
    until_at integer not null,
    doc text not null
) strict, without rowid;
