-- By which links somebody without an account looks at a charger or a site. What stands in an address is nowhere, only
-- its digest; `doc` is JSON.
create table share (
    name text not null primary key,
    digest text not null unique,
    uses integer not null,
    used_at integer,
    doc text not null
) strict, without rowid;
