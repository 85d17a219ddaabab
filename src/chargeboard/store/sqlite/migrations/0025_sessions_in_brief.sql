-- What sums need of a day's sessions stands beside their rows for the page, which are not opened for it. Days are put
-- together again as chargers are settled; until then their sessions are read one by one.
delete from session_days_until;
drop table session_day;
create table session_day (
    station text not null,
    day_at integer not null,
    brief blob not null,
    body blob not null,
    primary key (station, day_at)
) strict, without rowid;
