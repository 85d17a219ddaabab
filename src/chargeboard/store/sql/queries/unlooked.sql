-- name: looked_by()$
select value from meta where key = 'looked_by';

-- name: put_looked_by(mark)!
insert or replace into meta (key, value) values ('looked_by', :mark);

-- name: look_at_all()!
insert or ignore into unlooked (station) select station from progress;

-- name: unlooked(behind, most)
select station
from unlooked
where
    station > :behind
    and not exists (select 1 from charger where id = unlooked.station and merged_into is not null)
order by station
limit :most;

-- name: unlooked_sites()
-- By which site the lines of these are found.
select fleet_line.station, fleet_line.site
from unlooked
cross join fleet_line on fleet_line.station = unlooked.station;

-- name: are_looked_at(stations)!
delete from unlooked where station in (select value from json_each(:stations));

-- name: unfinished()
-- Chargers that are to be folded again, whose conclusions are behind their facts, or whose line is behind both.
select station
from (
    select station from station indexed by station_to_refold where needs_refold
    union
    select station from progress indexed by progress_unsettled where dirty_from is not null
    union
    select station from fleet_untold
) as known
where not exists (select 1 from charger where id = known.station and merged_into is not null)
order by station;
