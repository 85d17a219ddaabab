-- name: drop_loads(station, first)!
delete from day_load where station = :station and day >= :first;

-- name: add_loads*!
insert into day_load (station, day, out_us, unrated_us, lost_uwh, body) values (?, ?, ?, ?, ?, ?);

-- name: loads(station, first, end)
select day, out_us, unrated_us, lost_uwh, body
from day_load
where station = :station and day >= :first and day < :end
order by day;

-- name: loads_of(stations, first, end)
select day_load.station, day, out_us, unrated_us, lost_uwh, body
from json_each(:stations) as wanted
inner join day_load on day_load.station = wanted.value
where day >= :first and day < :end
order by day_load.station, day;
