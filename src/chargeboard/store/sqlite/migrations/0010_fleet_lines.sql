-- What the list of chargers is ordered, filtered and counted by, so that a page of it reads one row a charger
-- that is narrow, and documents of the page alone.
create table fleet_line (
    station text primary key,
    name text not null,
    text text not null,
    timezone text not null,
    worst integer not null,
    faulted integer not null,
    is_offline integer not null,
    active_errors integer not null,
    attention integer not null,
    sessions_today integer not null,
    energy_today_wh real not null,
    utilization_pct real not null,
    success_pct real not null,
    active_sessions integer not null,
    energy_now_wh real not null
) strict, without rowid;
insert into fleet_line
select
    station,
    lower(coalesce(nullif(doc ->> '$.name', ''), station)),
    lower(concat_ws(' ', doc ->> '$.name', station, doc ->> '$.site')),
    coalesce(doc ->> '$.timezone', 'UTC'),
    case doc ->> '$.worst_insight.severity' when 'critical' then 3 when 'warning' then 2 else 0 end,
    (select count(*) from json_each(doc, '$.sockets') where value ->> '$.state' = 'faulted'),
    coalesce(doc ->> '$.is_online' = 0, 0),
    coalesce(doc ->> '$.active_errors', 0),
    coalesce(doc ->> '$.attention', 0),
    coalesce(doc ->> '$.sessions_today', 0),
    coalesce(doc ->> '$.energy_today_wh', 0),
    coalesce(doc ->> '$.utilization.pct', 0),
    coalesce(doc ->> '$.success.pct', 101),
    coalesce(doc ->> '$.active_sessions', 0),
    coalesce(doc ->> '$.energy_now_wh', 0)
from fleet;
