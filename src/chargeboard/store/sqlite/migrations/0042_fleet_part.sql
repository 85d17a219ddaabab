-- What of a charger's figures the sum of its site needs: made with its line of the list, and as true as that.
-- `body` is MessagePack (metrics/site/part.py).
create table fleet_part (
    station text not null primary key,
    body blob not null
) strict, without rowid;
