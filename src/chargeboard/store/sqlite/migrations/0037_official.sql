-- What official rules make of a month of a station; gone where something in it is concluded anew. `rules` names
-- the rules and `version` all else that it was made by. `body` is msgpack.
create table official_month (
    station text not null,
    month text not null,
    until_at integer not null,
    rules text not null,
    version text not null,
    body blob not null,
    primary key (station, month)
) strict, without rowid;
