-- name: totals_before(station, day)^
-- What all days of a station before one come to.
select
    days, attempts, successes, sessions, energy_uwh, in_use_us, available_us, up_us, timed_us, errors, unsettled
from day_total
where station = :station and day < :day
order by day desc
limit 1;

-- name: drop_totals(station, first)!
delete from day_total where station = :station and day >= :first;

-- name: add_totals*!
insert into day_total (
    station, day, days, attempts, successes, sessions, energy_uwh, in_use_us, available_us, up_us, timed_us,
    errors, unsettled
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
