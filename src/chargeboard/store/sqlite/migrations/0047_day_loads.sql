-- What each socket of a station drew in the quarters of its local days, and what outages cost: made with the days,
-- of what all stations are settled anew for. `body` is MessagePack (domain/load.py).
create table day_load (
    station text not null,
    day text not null,
    out_us integer not null,
    unrated_us integer not null,
    lost_uwh integer not null,
    body blob not null,
    primary key (station, day)
) strict, without rowid;
