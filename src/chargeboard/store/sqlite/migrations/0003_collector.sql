-- For our own downtime: when this collector was last alive, and the connections that it holds or has lost.

create table collector (
    only_row integer primary key check (only_row = 1),
    alive_at integer not null
) strict;

-- `lost_at` null: the connection is held by a process that runs, or ended without a word.
create table held_link (
    station text not null,
    connection text not null,
    lost_at integer,
    primary key (station, connection)
) strict, without rowid;
