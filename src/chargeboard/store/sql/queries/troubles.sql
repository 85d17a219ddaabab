-- name: troubles(side, what, sites, words, first, most, skipped)
-- The worst first; `what` '': of all kinds together. `sites` as JSON, null: of all. How many there are stands in each.
with wanted as (
    select
        fleet_trouble.*,
        case :what
            when 'late' then fleet_trouble.late
            when 'unanswered' then fleet_trouble.unanswered
            when 'refused' then fleet_trouble.refused
            when 'repeated' then fleet_trouble.repeated
            when 'nonstandard' then fleet_trouble.nonstandard
            when 'cut' then fleet_trouble.cut
            else fleet_trouble.troubles
        end as times,
        fleet_line.site,
        fleet_line.timezone
    from fleet_trouble
    cross join fleet_line on fleet_line.station = fleet_trouble.station
    where
        fleet_trouble.last_on >= :first
        and (:side = '' or fleet_trouble.side = :side)
        and (cast(:sites as text) is null or fleet_line.site in (select value from json_each(:sites)))
        and not exists (select 1 from json_each(:words) as word where instr(fleet_line.text, word.value) = 0)
)

select
    station, side, last_on, troubles, messages, late, unanswered, refused, repeated, nonstandard, cut,
    site, timezone, count(*) over ()
from wanted
where times > 0
order by times desc, station, side
limit :most offset :skipped;

-- name: troubles_of(station)
select station, side, last_on, troubles, messages, late, unanswered, refused, repeated, nonstandard, cut
from fleet_trouble
where station = :station;

-- name: drop_trouble*!
delete from fleet_trouble where station = ? and side = ?;

-- name: drop_troubles(station)!
delete from fleet_trouble where station = :station;

-- name: add_troubles*!
insert into fleet_trouble (
    station, side, last_on, troubles, messages, late, unanswered, refused, repeated, nonstandard, cut
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
