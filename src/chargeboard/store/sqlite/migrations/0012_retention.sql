-- Since when what is kept of a station is whole: what is older was let go of, as the settings say. `mark` is what
-- the frames that are gone left behind: with it, understanding the others goes on as if all were there.
create table kept_since (
    station text primary key,
    frames integer not null,
    evidence integer not null,
    sessions integer not null,
    thinned integer not null,
    mark blob not null
) strict, without rowid;
