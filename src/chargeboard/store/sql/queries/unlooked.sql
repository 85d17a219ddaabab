-- name: looked_by()$
select value from meta where key = 'looked_by';

-- name: put_looked_by(mark)!
insert into meta (key, value) values ('looked_by', :mark)
on conflict (key) do update set value = excluded.value;

-- name: look_at_all()!
insert into unlooked (station) select station from progress
where true
on conflict (station) do update set changes = unlooked.changes + 1;

-- name: unlooked(behind, most)
select station, changes
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

-- name: are_looked_at*!
-- Unless something was changed once more.
delete from unlooked where station = ? and changes = ?;

-- name: unfinished(little)
-- Chargers that are to be folded again, whose conclusions are behind their facts, or whose line is behind both;
-- and whether they are to be folded again, or behind by more than so long.
select station, max(is_much)
from (
    select station, 1 as is_much from station indexed by station_to_refold where needs_refold = 1
    union all
    select station, case when received_at - ifnull(settled_until, first_fact_at) > :little then 1 else 0 end
    from progress indexed by progress_unsettled
    where dirty_from is not null
    union all
    select station, 0 from fleet_untold
) as known
where not exists (select 1 from charger where id = known.station and merged_into is not null)
group by station
order by station;
