-- name: totals_before(station, day)^
-- What all days of a station before one come to.
select
    days, attempts, successes, sessions, energy_uwh, in_use_us, available_us, up_us, timed_us, errors, unsettled
from day_total
where station = :station and day < :day
order by day desc
limit 1;

-- name: settled_revision(station)$
select settled_revision from progress where station = :station;

-- name: drop_totals(station, first)!
delete from day_total where station = :station and day >= :first;

-- name: add_totals*!
insert into day_total (
    station, day, days, attempts, successes, sessions, energy_uwh, in_use_us, available_us, up_us, timed_us,
    errors, unsettled
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: compared(last, last_before, words, sites, is_whole, sort, turn, most, skipped)
-- First all chargers of the list that are wanted, summed up; then a page of them. What is not known comes last.
-- Most have a row of the very day, which is found at once; of the others the last one before it is looked for:
-- unless that is said so, PostgreSQL reads all days of all chargers for these few.
with known as materialized (
    select
        line.station,
        line.name,
        line.faulted,
        line.is_offline,
        line.active_sessions,
        line.active_errors,
        case
            when :sort = 'last_contact' then coalesce(
                (select newest_at from station where station.station = line.station),
                (select received_at from progress where progress.station = line.station)
            )
        end as heard_at,
        coalesce(thr.days, thr_kept.days, 0) - coalesce(bef.days, bef_kept.days, 0) as days,
        coalesce(thr.attempts, thr_kept.attempts, 0) - coalesce(bef.attempts, bef_kept.attempts, 0) as attempts,
        coalesce(thr.successes, thr_kept.successes, 0) - coalesce(bef.successes, bef_kept.successes, 0) as successes,
        coalesce(thr.sessions, thr_kept.sessions, 0) - coalesce(bef.sessions, bef_kept.sessions, 0) as sessions,
        coalesce(thr.energy_uwh, thr_kept.energy_uwh, 0) - coalesce(bef.energy_uwh, bef_kept.energy_uwh, 0) as energy_uwh,
        coalesce(thr.in_use_us, thr_kept.in_use_us, 0) - coalesce(bef.in_use_us, bef_kept.in_use_us, 0) as in_use_us,
        coalesce(thr.available_us, thr_kept.available_us, 0) - coalesce(bef.available_us, bef_kept.available_us, 0) as available_us,
        coalesce(thr.up_us, thr_kept.up_us, 0) - coalesce(bef.up_us, bef_kept.up_us, 0) as up_us,
        coalesce(thr.timed_us, thr_kept.timed_us, 0) - coalesce(bef.timed_us, bef_kept.timed_us, 0) as timed_us,
        coalesce(thr.errors, thr_kept.errors, 0) - coalesce(bef.errors, bef_kept.errors, 0) as errors,
        coalesce(thr.unsettled, thr_kept.unsettled, 0) - coalesce(bef.unsettled, bef_kept.unsettled, 0) as unsettled
    from fleet_line as line
    left join day_total as thr on thr.station = line.station and thr.day = :last
    left join  -- postgresql: lateral (select own.* from
        day_total  -- postgresql: as own where thr.day is null and own.station = line.station and own.day < :last order by own.day desc limit 1)
            as thr_kept
        on
            thr_kept.station = line.station
            and thr_kept.day = case
                when thr.day is null then (
                    select max(own.day) from day_total as own where own.station = line.station and own.day < :last
                )
            end
    left join day_total as bef on bef.station = line.station and bef.day = :last_before
    left join  -- postgresql: lateral (select own.* from
        day_total  -- postgresql: as own where bef.day is null and own.station = line.station and own.day < :last_before order by own.day desc limit 1)
            as bef_kept
        on
            bef_kept.station = line.station
            and bef_kept.day = case
                when bef.day is null then (
                    select max(own.day) from day_total as own where own.station = line.station and own.day < :last_before
                )
            end
    where
        (:is_whole = 1 or line.site in (select value from json_each(:sites)))
        and not exists (select 1 from json_each(:words) as word where instr(line.text, word.value) = 0)
)

select
    '' as station,
    count(*) as chargers,
    cast(ifnull(sum(days), 0) as bigint),
    cast(ifnull(sum(attempts), 0) as bigint),
    cast(ifnull(sum(successes), 0) as bigint),
    cast(ifnull(sum(sessions), 0) as bigint),
    cast(ifnull(sum(energy_uwh), 0) as bigint),
    cast(ifnull(sum(in_use_us), 0) as bigint),
    cast(ifnull(sum(available_us), 0) as bigint),
    cast(ifnull(sum(up_us), 0) as bigint),
    cast(ifnull(sum(timed_us), 0) as bigint),
    cast(ifnull(sum(errors), 0) as bigint),
    cast(ifnull(sum(unsettled), 0) as bigint),
    0 as last_error_at
from known
union all
select * from (
    select
        station,
        1 as chargers,
        days,
        attempts,
        successes,
        sessions,
        energy_uwh,
        in_use_us,
        available_us,
        up_us,
        timed_us,
        errors,
        unsettled,
        (select max(start_at) from station_error where station_error.station = known.station) as last_error_at
    from known
    order by
        case when :sort = 'name' and :turn > 0 then name end,
        case when :sort = 'name' and :turn < 0 then name end desc,
        case :sort
            when 'state' then 0
            when 'utilization' then case when available_us = 0 then 1 else 0 end
            when 'success' then case when attempts = 0 then 1 else 0 end
            when 'uptime' then case when timed_us = 0 then 1 else 0 end
            when 'last_contact' then case when heard_at is null then 1 else 0 end
            else 0
        end,
        :turn * case :sort
            when 'state' then 1000.0 * faulted + 10.0 * is_offline - 1.0 * active_sessions / (1.0 + active_sessions)
            when 'utilization' then 1.0 * in_use_us / nullif(available_us, 0)
            when 'success' then 1.0 * successes / nullif(attempts, 0)
            when 'uptime' then 1.0 * up_us / nullif(timed_us, 0)
            when 'sessions' then 1.0 * sessions
            when 'energy' then 1.0 * energy_uwh
            when 'errors' then 1.0 * errors
            when 'last_error' then ifnull(
                case
                    when active_errors > 0 then 9000000000000000.0
                    else (select 1.0 * max(start_at) from station_error where station_error.station = known.station)
                end, 0.0
            )
            when 'last_contact' then 1.0 * heard_at
        end,
        station
    limit :most offset :skipped
) as page;

-- name: reported(last, last_before, last_earlier, sites, is_whole, most)
-- First all chargers of the list, summed up over some days and over those before them; then of so many each
-- by itself, those that succeed the least first, as `compared` has them.
with known as materialized (
    select
        line.station,
        coalesce(thr.days, thr_kept.days, 0) as thr_days,
        coalesce(thr.attempts, thr_kept.attempts, 0) as thr_attempts,
        coalesce(thr.successes, thr_kept.successes, 0) as thr_successes,
        coalesce(thr.sessions, thr_kept.sessions, 0) as thr_sessions,
        coalesce(thr.energy_uwh, thr_kept.energy_uwh, 0) as thr_energy_uwh,
        coalesce(thr.in_use_us, thr_kept.in_use_us, 0) as thr_in_use_us,
        coalesce(thr.available_us, thr_kept.available_us, 0) as thr_available_us,
        coalesce(thr.up_us, thr_kept.up_us, 0) as thr_up_us,
        coalesce(thr.timed_us, thr_kept.timed_us, 0) as thr_timed_us,
        coalesce(thr.errors, thr_kept.errors, 0) as thr_errors,
        coalesce(thr.unsettled, thr_kept.unsettled, 0) as thr_unsettled,
        coalesce(bef.days, bef_kept.days, 0) as bef_days,
        coalesce(bef.attempts, bef_kept.attempts, 0) as bef_attempts,
        coalesce(bef.successes, bef_kept.successes, 0) as bef_successes,
        coalesce(bef.sessions, bef_kept.sessions, 0) as bef_sessions,
        coalesce(bef.energy_uwh, bef_kept.energy_uwh, 0) as bef_energy_uwh,
        coalesce(bef.in_use_us, bef_kept.in_use_us, 0) as bef_in_use_us,
        coalesce(bef.available_us, bef_kept.available_us, 0) as bef_available_us,
        coalesce(bef.up_us, bef_kept.up_us, 0) as bef_up_us,
        coalesce(bef.timed_us, bef_kept.timed_us, 0) as bef_timed_us,
        coalesce(bef.errors, bef_kept.errors, 0) as bef_errors,
        coalesce(bef.unsettled, bef_kept.unsettled, 0) as bef_unsettled,
        coalesce(ear.days, ear_kept.days, 0) as ear_days,
        coalesce(ear.attempts, ear_kept.attempts, 0) as ear_attempts,
        coalesce(ear.successes, ear_kept.successes, 0) as ear_successes,
        coalesce(ear.sessions, ear_kept.sessions, 0) as ear_sessions,
        coalesce(ear.energy_uwh, ear_kept.energy_uwh, 0) as ear_energy_uwh,
        coalesce(ear.in_use_us, ear_kept.in_use_us, 0) as ear_in_use_us,
        coalesce(ear.available_us, ear_kept.available_us, 0) as ear_available_us,
        coalesce(ear.up_us, ear_kept.up_us, 0) as ear_up_us,
        coalesce(ear.timed_us, ear_kept.timed_us, 0) as ear_timed_us,
        coalesce(ear.errors, ear_kept.errors, 0) as ear_errors,
        coalesce(ear.unsettled, ear_kept.unsettled, 0) as ear_unsettled
    from fleet_line as line
    left join day_total as thr on thr.station = line.station and thr.day = :last
    left join  -- postgresql: lateral (select own.* from
        day_total  -- postgresql: as own where thr.day is null and own.station = line.station and own.day < :last order by own.day desc limit 1)
            as thr_kept
        on
            thr_kept.station = line.station
            and thr_kept.day = case
                when thr.day is null then (
                    select max(own.day) from day_total as own where own.station = line.station and own.day < :last
                )
            end
    left join day_total as bef on bef.station = line.station and bef.day = :last_before
    left join  -- postgresql: lateral (select own.* from
        day_total  -- postgresql: as own where bef.day is null and own.station = line.station and own.day < :last_before order by own.day desc limit 1)
            as bef_kept
        on
            bef_kept.station = line.station
            and bef_kept.day = case
                when bef.day is null then (
                    select max(own.day) from day_total as own where own.station = line.station and own.day < :last_before
                )
            end
    left join day_total as ear on ear.station = line.station and ear.day = :last_earlier
    left join  -- postgresql: lateral (select own.* from
        day_total  -- postgresql: as own where ear.day is null and own.station = line.station and own.day < :last_earlier order by own.day desc limit 1)
            as ear_kept
        on
            ear_kept.station = line.station
            and ear_kept.day = case
                when ear.day is null then (
                    select max(own.day) from day_total as own where own.station = line.station and own.day < :last_earlier
                )
            end
    where :is_whole = 1 or line.site in (select value from json_each(:sites))
)

select
    '' as station,
    count(*) as chargers,
    cast(ifnull(sum(thr_days - bef_days), 0) as bigint),
    cast(ifnull(sum(thr_attempts - bef_attempts), 0) as bigint),
    cast(ifnull(sum(thr_successes - bef_successes), 0) as bigint),
    cast(ifnull(sum(thr_sessions - bef_sessions), 0) as bigint),
    cast(ifnull(sum(thr_energy_uwh - bef_energy_uwh), 0) as bigint),
    cast(ifnull(sum(thr_in_use_us - bef_in_use_us), 0) as bigint),
    cast(ifnull(sum(thr_available_us - bef_available_us), 0) as bigint),
    cast(ifnull(sum(thr_up_us - bef_up_us), 0) as bigint),
    cast(ifnull(sum(thr_timed_us - bef_timed_us), 0) as bigint),
    cast(ifnull(sum(thr_errors - bef_errors), 0) as bigint),
    cast(ifnull(sum(thr_unsettled - bef_unsettled), 0) as bigint),
    cast(ifnull(sum(bef_days - ear_days), 0) as bigint),
    cast(ifnull(sum(bef_attempts - ear_attempts), 0) as bigint),
    cast(ifnull(sum(bef_successes - ear_successes), 0) as bigint),
    cast(ifnull(sum(bef_sessions - ear_sessions), 0) as bigint),
    cast(ifnull(sum(bef_energy_uwh - ear_energy_uwh), 0) as bigint),
    cast(ifnull(sum(bef_in_use_us - ear_in_use_us), 0) as bigint),
    cast(ifnull(sum(bef_available_us - ear_available_us), 0) as bigint),
    cast(ifnull(sum(bef_up_us - ear_up_us), 0) as bigint),
    cast(ifnull(sum(bef_timed_us - ear_timed_us), 0) as bigint),
    cast(ifnull(sum(bef_errors - ear_errors), 0) as bigint),
    cast(ifnull(sum(bef_unsettled - ear_unsettled), 0) as bigint)
from known
union all
select * from (
    select
        station,
        1 as chargers,
        thr_days - bef_days,
        thr_attempts - bef_attempts,
        thr_successes - bef_successes,
        thr_sessions - bef_sessions,
        thr_energy_uwh - bef_energy_uwh,
        thr_in_use_us - bef_in_use_us,
        thr_available_us - bef_available_us,
        thr_up_us - bef_up_us,
        thr_timed_us - bef_timed_us,
        thr_errors - bef_errors,
        thr_unsettled - bef_unsettled,
        bef_days - ear_days,
        bef_attempts - ear_attempts,
        bef_successes - ear_successes,
        bef_sessions - ear_sessions,
        bef_energy_uwh - ear_energy_uwh,
        bef_in_use_us - ear_in_use_us,
        bef_available_us - ear_available_us,
        bef_up_us - ear_up_us,
        bef_timed_us - ear_timed_us,
        bef_errors - ear_errors,
        bef_unsettled - ear_unsettled
    from known
    order by
        case when thr_attempts = bef_attempts then 1 else 0 end,
        1.0 * (thr_successes - bef_successes) / nullif(thr_attempts - bef_attempts, 0),
        station
    limit :most
) as page;

-- name: kind_before(station, at)^
select maker, model, firmware from charger_kind where station = :station and at < :at order by at desc limit 1;

-- name: kinds_in(station, first, end)
select at, day, maker, model, firmware
from charger_kind
where station = :station and at >= :first and at < :end
order by at;

-- name: drop_kinds(station, since)!
delete from charger_kind where station = :station and at >= :since;

-- name: add_kinds*!
insert into charger_kind (station, at, day, maker, model, firmware) values (?, ?, ?, ?, ?, ?)
on conflict (station, at) do update set
    day = excluded.day, maker = excluded.maker, model = excluded.model, firmware = excluded.firmware;

-- name: cohorts(first, end, by_what, by_kind, sites, is_whole, station)
-- A day counts for what the charger was from it on; those before its first boot for what that told. How deep
-- kinds are told apart: 0 not at all, 1 by maker, 2 by model, 3 by firmware.
with spans as (
    select
        line.station as station,
        case :by_what
            when 'site' then line.site
            when 'protocol' then line.protocol
            when 'tag' then ifnull(tag.value, '')
            else ''
        end as part,
        case when :by_kind >= 1 then ifnull(kind.maker, '') else '' end as maker,
        case when :by_kind >= 2 then ifnull(kind.model, '') else '' end as model,
        case when :by_kind >= 3 then ifnull(kind.firmware, '') else '' end as firmware,
        case when row_number() over changes = 1 then '' else kind.day end as since,
        ifnull(lead(kind.day) over changes, '9999') as until
    from fleet_line as line
    left join json_each(case when :by_what = 'tag' then line.tags else '[]' end) as tag on true
    left join charger_kind as kind on kind.station = line.station
    where
        (:is_whole = 1 or line.site in (select value from json_each(:sites)))
        and (:station = '' or line.station = :station)
    window changes as (partition by line.station, tag.value order by kind.at)
)

select
    part,
    maker,
    model,
    firmware,
    count(distinct case when days > 0 then station end),
    cast(sum(days) as bigint),
    cast(sum(attempts) as bigint),
    cast(sum(successes) as bigint),
    cast(sum(sessions) as bigint),
    cast(sum(energy_uwh) as bigint),
    cast(sum(in_use_us) as bigint),
    cast(sum(available_us) as bigint),
    cast(sum(up_us) as bigint),
    cast(sum(timed_us) as bigint),
    cast(sum(errors) as bigint),
    cast(sum(unsettled) as bigint)
from (
    select
        spans.station,
        spans.part,
        spans.maker,
        spans.model,
        spans.firmware,
        ifnull(thr.days, 0) - ifnull(bef.days, 0) as days,
        ifnull(thr.attempts, 0) - ifnull(bef.attempts, 0) as attempts,
        ifnull(thr.successes, 0) - ifnull(bef.successes, 0) as successes,
        ifnull(thr.sessions, 0) - ifnull(bef.sessions, 0) as sessions,
        ifnull(thr.energy_uwh, 0) - ifnull(bef.energy_uwh, 0) as energy_uwh,
        ifnull(thr.in_use_us, 0) - ifnull(bef.in_use_us, 0) as in_use_us,
        ifnull(thr.available_us, 0) - ifnull(bef.available_us, 0) as available_us,
        ifnull(thr.up_us, 0) - ifnull(bef.up_us, 0) as up_us,
        ifnull(thr.timed_us, 0) - ifnull(bef.timed_us, 0) as timed_us,
        ifnull(thr.errors, 0) - ifnull(bef.errors, 0) as errors,
        ifnull(thr.unsettled, 0) - ifnull(bef.unsettled, 0) as unsettled
    from spans
    left join day_total as thr
        on
            thr.station = spans.station
            and thr.day = (
                select max(own.day) from day_total as own
                where own.station = spans.station and own.day < min(spans.until, :end)
            )
    left join day_total as bef
        on
            bef.station = spans.station
            and bef.day = (
                select max(own.day) from day_total as own
                where own.station = spans.station and own.day < max(spans.since, :first)
            )
    where max(spans.since, :first) < min(spans.until, :end)
) as parts
group by part, maker, model, firmware
order by part, maker, model, firmware;

-- name: totals_by_day(stations, first, end)
-- What some stations come to together on each day in [first, end); a day that adds nothing to any is none.
with kept as (
    select day_total.*
    from json_each(:stations) as wanted
    inner join day_total on day_total.station = wanted.value
    where day_total.day >= :first and day_total.day < :end
    union all
    select day_total.*
    from json_each(:stations) as wanted
    inner join day_total
        on
            day_total.station = wanted.value
            and day_total.day = (
                select max(own.day) from day_total as own where own.station = wanted.value and own.day < :first
            )
),

steps as (
    select
        day,
        days - ifnull(lag(days) over before, 0) as days,
        attempts - ifnull(lag(attempts) over before, 0) as attempts,
        successes - ifnull(lag(successes) over before, 0) as successes,
        sessions - ifnull(lag(sessions) over before, 0) as sessions,
        energy_uwh - ifnull(lag(energy_uwh) over before, 0) as energy_uwh,
        in_use_us - ifnull(lag(in_use_us) over before, 0) as in_use_us,
        available_us - ifnull(lag(available_us) over before, 0) as available_us,
        up_us - ifnull(lag(up_us) over before, 0) as up_us,
        timed_us - ifnull(lag(timed_us) over before, 0) as timed_us,
        errors - ifnull(lag(errors) over before, 0) as errors,
        unsettled - ifnull(lag(unsettled) over before, 0) as unsettled
    from kept
    window before as (partition by station order by day)
)

select
    day,
    cast(sum(days) as bigint),
    cast(sum(attempts) as bigint),
    cast(sum(successes) as bigint),
    cast(sum(sessions) as bigint),
    cast(sum(energy_uwh) as bigint),
    cast(sum(in_use_us) as bigint),
    cast(sum(available_us) as bigint),
    cast(sum(up_us) as bigint),
    cast(sum(timed_us) as bigint),
    cast(sum(errors) as bigint),
    cast(sum(unsettled) as bigint)
from steps
where day >= :first
group by day
order by day;
