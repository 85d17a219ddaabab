-- What a usual look at a charger found of what is stored, for the next one: it is made with the charger's line, and
-- holds while no other conclusions are stored. `body` is MessagePack under zstd (history/look_row.py).
create table last_look (
    station text not null primary key,
    settled_revision integer not null,
    body blob not null
) strict, without rowid;
