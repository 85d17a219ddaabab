-- name: station_rows(stations)
-- How far the journals of the stations reach, given as a JSON list.
select station.station, station.last_seq, station.newest_at
from json_each(:stations) as wanted
cross join station
where station.station = wanted.value;

-- name: advance_stations*!
insert into station (station, last_seq, newest_at) values (?, ?, ?)
on conflict (station) do update set last_seq = excluded.last_seq, newest_at = excluded.newest_at;
