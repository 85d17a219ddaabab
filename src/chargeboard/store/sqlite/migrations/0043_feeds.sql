-- How far each feed of another system is read: `cursor` is in the words of its kind, and is written in the commit of
-- what was read up to it. Times are instants; `wrong` says why it cannot be read at the moment.
create table feed (
    name text not null primary key,
    kind text not null,
    cursor text not null,
    newest_at integer,
    kept_at integer,
    looked_at integer,
    wrong text not null,
    wrong_since integer
) strict, without rowid;

-- Of which chargers each speaks, and whether it alone did when it began to.
create table fed (
    station text not null,
    feed text not null,
    is_alone integer not null,
    primary key (station, feed)
) strict, without rowid;
