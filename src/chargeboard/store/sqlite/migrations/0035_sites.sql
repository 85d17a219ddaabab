-- What the page and the shell set for the chargers of a site, and for all of them. `doc` and `value` are JSON.
create table site (
    name text primary key,
    doc text not null
) strict, without rowid;

create table policy (
    key text primary key,
    value text not null
) strict, without rowid;
