-- A page of the list of chargers is read in its order, what is true of all is kept by what is shown, and who is to
-- be told anew is kept as it becomes so: none of them grows with the number of chargers. `fleet_places` and
-- `fleet_grams` are known to migrations alone.

-- Where a charger stands, by what is shown and in which order.
create table fleet_place (
    show text not null,
    sort text not null,
    place blob not null,
    station text not null,
    primary key (show, sort, place, station)
) strict, without rowid;
create index fleet_place_of on fleet_place (station, show, sort, place);

-- Three characters, fewer at the end, of what a charger is found by.
create table fleet_gram (
    gram text not null,
    station text not null,
    primary key (gram, station)
) strict, without rowid;

-- Lines summed up, by what is shown. Energy in millionths of a watt-hour, so that what was added is taken off
-- exactly.
create table fleet_total (
    show text not null,
    timezone text not null,
    chargers integer not null,
    attention integer not null,
    offline integer not null,
    faulted integer not null,
    active_sessions integer not null,
    energy_now_uwh integer not null,
    primary key (show, timezone)
) strict, without rowid;

-- Chargers of which more is known than their lines say.
create table fleet_untold (station text primary key) strict, without rowid;

-- Chargers that were named, are not hidden, and have no facts.
create table fleet_unheard (station text primary key) strict, without rowid;

-- What is hidden has no line.
delete from fleet where station in (select id from charger where deleted or merged_into is not null);
delete from fleet_line where station in (select id from charger where deleted or merged_into is not null);

insert into fleet_place (show, sort, place, station)
select value ->> 0, value ->> 1, unhex(value ->> 2), station
from
    fleet_line,
    json_each(fleet_places(json_array(
        station, name, text, timezone, worst, faulted, json(iif(is_offline, 'true', 'false')), active_errors,
        attention, sessions_today, energy_today_wh, utilization_pct, success_pct, active_sessions, energy_now_wh
    )));
insert or ignore into fleet_gram (gram, station)
select value, station
from fleet_line, json_each(fleet_grams(text));
insert into fleet_total
select
    show,
    timezone,
    count(*),
    sum(attention > 0),
    sum(is_offline),
    sum(faulted > 0),
    sum(active_sessions),
    sum(cast(round(energy_now_wh * 1000000) as integer))
from fleet_line
inner join (select distinct station, show from fleet_place) using (station)
group by show, timezone;
insert into fleet_untold
select progress.station
from progress
left join fleet on fleet.station = progress.station
where progress.newest_fact_at is not null and fleet.revision is not progress.revision;
insert into fleet_unheard
select id
from charger
where
    not deleted and merged_into is null
    and id not in (select station from progress where newest_fact_at is not null);
insert into meta (key, value)
values ('revisions', cast((select coalesce(sum(revision), 0) from progress) as text)), ('fleet_names', '0');

create trigger progress_told before insert on progress
when new.revision is not (select progress.revision from progress where progress.station = new.station)
begin
    update meta set value = cast(cast(value as integer) + 1 as text) where key = 'revisions';
    insert or ignore into fleet_untold (station)
    select new.station where new.newest_fact_at is not null;
end;
create trigger progress_told_again after update of revision on progress
begin
    update meta set value = cast(cast(value as integer) + 1 as text) where key = 'revisions';
    insert or ignore into fleet_untold (station)
    select new.station where new.newest_fact_at is not null;
end;
create trigger progress_heard before insert on progress
when
    (new.newest_fact_at is null)
    is not (select progress.newest_fact_at is null from progress where progress.station = new.station)
begin
    update meta set value = cast(cast(value as integer) + 1 as text) where key = 'fleet_names';
    delete from fleet_unheard where station = new.station;
    insert into fleet_unheard (station)
    select id from charger
    where id = new.station and new.newest_fact_at is null and not deleted and merged_into is null;
end;
create trigger charger_named after insert on charger
begin
    update meta set value = cast(cast(value as integer) + 1 as text) where key = 'fleet_names';
    delete from fleet_unheard where station = new.id;
    insert into fleet_unheard (station)
    select new.id
    where
        not new.deleted and new.merged_into is null
        and not exists (select 1 from progress where station = new.id and newest_fact_at is not null);
end;
create trigger charger_dropped after delete on charger
begin
    update meta set value = cast(cast(value as integer) + 1 as text) where key = 'fleet_names';
    delete from fleet_unheard where station = old.id;
end;
