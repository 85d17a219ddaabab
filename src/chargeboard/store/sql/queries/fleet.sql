-- name: fleet_stale(now)
-- From those that are due and those of which more is known: the others are not looked at.
select progress.station, progress.revision, coalesce(fleet.valid_until = 0, false), fleet.station is not null
from (
    select station from fleet_untold
    union
    select station from fleet indexed by fleet_due where valid_until <= :now
) as due
cross join progress indexed by progress_told on progress.station = due.station
left join fleet on fleet.station = progress.station
where
    progress.newest_fact_at is not null
    and (fleet.revision is distinct from progress.revision or fleet.valid_until <= :now)
    and not exists (select 1 from charger where id = due.station and (deleted = 1 or merged_into is not null))
order by progress.station;

-- name: fleet_behind(told_by, now, earlier)
-- Of these, by station as JSON: the last sign of life that its line tells of. The kinds are those of facts that
-- tell nothing but life and readings.
select
    progress.station,
    fleet.valid_until,
    (
        select min(fact.received_at)
        from fact
        where
            fact.station = progress.station
            and fact.at >= cast(asked.value as bigint) - :earlier
            and fact.received_at > cast(asked.value as bigint)
            and fact.kind not in ('beat', 'pong', 'pace', 'sample')
    ),
    progress.snapshot
from json_each(:told_by) as asked
cross join fleet on fleet.station = asked.key
cross join progress on progress.station = fleet.station
where fleet.revision is distinct from progress.revision or fleet.valid_until <= :now
order by progress.station;

-- name: fleet_unmade()
select fleet_untold.station
from fleet_untold
where
    not exists (select 1 from fleet where fleet.station = fleet_untold.station)
    and not exists (
        select 1 from charger where id = fleet_untold.station and (deleted = 1 or merged_into is not null)
    )
order by fleet_untold.station;

-- name: fleet_stations()
select station from progress
where newest_fact_at is not null
and station not in (select id from charger where deleted = 1 or merged_into is not null)
order by station;

-- name: fleet_next_due(now)$
select min(valid_until) from fleet where valid_until > :now;

-- name: fleet_names()$
select cast(value as bigint) from meta where key = 'fleet_names';

-- name: fleet_unheard(declared)
-- Chargers that were named or are declared (a list as JSON), and of which nothing is known.
select station from fleet_unheard
union
select value from json_each(:declared)
where not exists (select 1 from progress where station = value and newest_fact_at is not null)
and not exists (select 1 from charger where id = value and (deleted = 1 or merged_into is not null))
order by 1;

-- name: fleet_unkept(declared)
-- Those of them that have no line.
select station from fleet_unheard
where not exists (select 1 from fleet where fleet.station = fleet_unheard.station)
union
select value from json_each(:declared)
where not exists (select 1 from fleet where fleet.station = value)
and not exists (select 1 from progress where station = value and newest_fact_at is not null)
and not exists (select 1 from charger where id = value and (deleted = 1 or merged_into is not null))
order by 1;

-- name: fleet_unlisted(declared)
-- Lines of chargers of which nothing is known, and that nobody names any more.
select station
from fleet indexed by fleet_of_unheard
where
    revision = -1
    and station not in (select station from fleet_unheard)
    and station not in (select value from json_each(:declared))
    and not exists (select 1 from progress where progress.station = fleet.station and newest_fact_at is not null);

-- name: count_fleet_name()!
update meta set value = cast(cast(value as bigint) + 1 as text) where key = 'fleet_names';

-- name: fleet_told_at()$
select cast(value as bigint) from meta where key = 'fleet_told_at';

-- name: put_fleet_told(at)!
insert into meta (key, value) values ('fleet_told_at', cast(:at as text))
on conflict (key) do update set value = excluded.value;

-- name: fleet_ids(own, most, skipped)
select station from fleet_line
where station not in (select value from json_each(:own))
order by station
limit :most offset :skipped;

-- name: fleet_ids_of_sites(sites, own, most, skipped)
select fleet_line.station
from json_each(:sites) as site
cross join fleet_line indexed by fleet_line_of_site on fleet_line.site = site.value
where fleet_line.station not in (select value from json_each(:own))
order by fleet_line.station
limit :most offset :skipped;

-- name: fleet_sites()
-- From one name to the next: as many rows are read as there are names.
with recursive named (site) as (
    select min(site) from fleet_line where site > ''
    union all
    select (select min(fleet_line.site) from fleet_line where fleet_line.site > named.site)
    from named
    where named.site is not null
)

select site from named where site is not null;

-- name: fleet_places(show, sort, own, most, skipped)
-- In the order of the table.
select place, station
from fleet_place
where show = :show and sort = :sort and station not in (select value from json_each(:own))
order by place, station
limit :most offset :skipped;

-- name: fleet_places_found(gram, behind, words, show, sort, own, most, skipped)
select fleet_place.place, fleet_place.station
from (select distinct station from fleet_gram where gram >= :gram and gram < :behind) as found
cross join fleet_line on fleet_line.station = found.station
cross join fleet_place
    on fleet_place.station = found.station and fleet_place.show = :show and fleet_place.sort = :sort
where
    not exists (select 1 from json_each(:words) as word where instr(fleet_line.text, word.value) = 0)
    and found.station not in (select value from json_each(:own))
order by fleet_place.place, fleet_place.station
limit :most offset :skipped;

-- name: fleet_places_of_sites(sites, words, show, sort, own, most, skipped)
-- Of chargers of these sites alone; costs what they are.
select fleet_place.place, fleet_place.station
from json_each(:sites) as site
cross join fleet_line indexed by fleet_line_of_site on fleet_line.site = site.value
cross join fleet_place
    on fleet_place.station = fleet_line.station and fleet_place.show = :show and fleet_place.sort = :sort
where
    not exists (select 1 from json_each(:words) as word where instr(fleet_line.text, word.value) = 0)
    and fleet_line.station not in (select value from json_each(:own))
order by fleet_place.place, fleet_place.station
limit :most offset :skipped;

-- name: fleet_gram_count(gram, behind, most)$
select count(*) from (select 1 from fleet_gram where gram >= :gram and gram < :behind limit :most) as counted;

-- name: fleet_docs(stations)
select fleet.station, cast(fleet.doc as blob)
from json_each(:stations) as wanted
cross join fleet on fleet.station = wanted.value;

-- name: fleet_versions()
-- The index has all that is read.
select station, revision, valid_until from fleet indexed by fleet_told;

-- name: fleet_versions_of_sites(sites)
select fleet.station, fleet.revision, fleet.valid_until
from json_each(:sites) as site
cross join fleet_line indexed by fleet_line_of_site on fleet_line.site = site.value
cross join fleet on fleet.station = fleet_line.station;

-- name: fleet_lines(stations)
select
    station, name, text, timezone, worst, faulted, is_offline, active_errors, attention, sessions_today,
    energy_today_wh, utilization_pct, success_pct, active_sessions, energy_now_wh, site, protocol, tags
from json_each(:stations) as wanted
cross join fleet_line on fleet_line.station = wanted.value;

-- name: fleet_totals(show)
select timezone, chargers, attention, offline, faulted, active_sessions, energy_now_uwh
from fleet_total
where show = :show;

-- name: fleet_totals_of(sites, gram, behind, words, show, own)
-- Of chargers of these sites, or of those that are found by a part of a word; costs what they are.
select
    fleet_line.timezone,
    count(*),
    count(case when fleet_line.attention > 0 then 1 end),
    sum(fleet_line.is_offline),
    count(case when fleet_line.faulted > 0 then 1 end),
    sum(fleet_line.active_sessions),
    sum(cast(round(fleet_line.energy_now_wh * 1000000) as bigint))
from (
    select station from fleet_gram where gram >= :gram and gram < :behind
    union
    select fleet_line.station
    from json_each(:sites) as site
    cross join fleet_line indexed by fleet_line_of_site on fleet_line.site = site.value
) as found
cross join fleet_line on fleet_line.station = found.station
where
    case :show
        when 'attention' then fleet_line.attention > 0
        when 'offline' then fleet_line.is_offline = 1
        when 'faulted' then fleet_line.faulted > 0
        else true
    end
    and not exists (select 1 from json_each(:words) as word where instr(fleet_line.text, word.value) = 0)
    and found.station not in (select value from json_each(:own))
group by fleet_line.timezone;

-- name: put_fleet_site(station, site)!
update fleet_line set site = :site where station = :station;

-- name: fleet_due(now, most)
select station from fleet where valid_until <= :now order by valid_until limit :most;

-- name: put_off_fleet(untils)
-- Lines stay true for longer, by station as JSON; but for those that are denied.
update fleet
set valid_until = cast(put_off.value as bigint)
from json_each(:untils) as put_off
where fleet.station = put_off.key and fleet.valid_until > 0
returning fleet.station;

-- name: deny_fleet(station)!
-- The line is not true any more, whatever the time.
update fleet set valid_until = 0 where station = :station;

-- name: is_hidden(station)$
select count(*) from charger where id = :station and (deleted = 1 or merged_into is not null);

-- name: save_fleet(station, revision, true_until, doc)!
-- The column keeps the name that files of before have: until then time alone leaves the line as it is.
insert into fleet (station, revision, valid_until, doc)
values (:station, :revision, :true_until, :doc)
on conflict (station) do update set
    revision = excluded.revision,
    valid_until = excluded.valid_until,
    doc = excluded.doc;

-- name: fleet_is_told(station, revision)!
delete from fleet_untold
where
    station = :station
    and not exists (select 1 from progress where station = :station and revision <> :revision);

-- name: save_fleet_line(station, name, text, timezone, worst, faulted, is_offline, active_errors, attention, sessions_today, energy_today_wh, utilization_pct, success_pct, active_sessions, energy_now_wh, site, protocol, tags)!
insert into fleet_line (
    station, name, text, timezone, worst, faulted, is_offline, active_errors, attention, sessions_today,
    energy_today_wh, utilization_pct, success_pct, active_sessions, energy_now_wh, site, protocol, tags
)
values (
    :station, :name, :text, :timezone, :worst, :faulted, :is_offline, :active_errors, :attention,
    :sessions_today, :energy_today_wh, :utilization_pct, :success_pct, :active_sessions, :energy_now_wh, :site,
    :protocol, :tags
)
on conflict (station) do update set
    name = excluded.name,
    text = excluded.text,
    timezone = excluded.timezone,
    worst = excluded.worst,
    faulted = excluded.faulted,
    is_offline = excluded.is_offline,
    active_errors = excluded.active_errors,
    attention = excluded.attention,
    sessions_today = excluded.sessions_today,
    energy_today_wh = excluded.energy_today_wh,
    utilization_pct = excluded.utilization_pct,
    success_pct = excluded.success_pct,
    active_sessions = excluded.active_sessions,
    energy_now_wh = excluded.energy_now_wh,
    site = excluded.site,
    protocol = excluded.protocol,
    tags = excluded.tags;

-- name: add_fleet_total(show, timezone, chargers, attention, offline, faulted, active_sessions, energy_now_uwh)!
insert into fleet_total (show, timezone, chargers, attention, offline, faulted, active_sessions, energy_now_uwh)
values (:show, :timezone, :chargers, :attention, :offline, :faulted, :active_sessions, :energy_now_uwh)
on conflict (show, timezone) do update set
    chargers = fleet_total.chargers + excluded.chargers,
    attention = fleet_total.attention + excluded.attention,
    offline = fleet_total.offline + excluded.offline,
    faulted = fleet_total.faulted + excluded.faulted,
    active_sessions = fleet_total.active_sessions + excluded.active_sessions,
    energy_now_uwh = fleet_total.energy_now_uwh + excluded.energy_now_uwh;

-- name: drop_empty_totals()!
delete from fleet_total where chargers = 0;

-- name: drop_fleet_places(station)!
delete from fleet_place where station = :station;

-- name: add_fleet_places*!
insert into fleet_place (show, sort, place, station) values (?, ?, ?, ?);

-- name: drop_fleet_grams*!
delete from fleet_gram where gram = ? and station = ?;

-- name: add_fleet_grams*!
insert into fleet_gram (gram, station) values (?, ?)
on conflict do nothing;

-- name: drop_fleet(station)!
delete from fleet where station = :station;

-- name: drop_fleet_line(station)!
delete from fleet_line where station = :station;

-- name: put_fleet_part(station, body)!
insert into fleet_part (station, body) values (:station, :body)
on conflict (station) do update set body = excluded.body;

-- name: fleet_parts(stations)
select fleet_part.station, fleet_part.body
from json_each(:stations) as wanted
cross join fleet_part on fleet_part.station = wanted.value;

-- name: drop_fleet_part(station)!
delete from fleet_part where station = :station;

-- name: fleet_by_site()
-- All lines that name a site, summed up.
select
    site,
    count(*),
    count(case when attention > 0 then 1 end),
    sum(is_offline),
    count(case when faulted > 0 then 1 end),
    sum(active_sessions)
from fleet_line indexed by fleet_line_of_site
where site <> ''
group by site;
