-- name: charger(id)^
select id, name, site, settings, merged_into, deleted, merged_at, called from charger where id = :id;

-- name: chargers()
select id, name, site, settings, merged_into, deleted, merged_at, called from charger order by id;

-- name: charger_sites()
-- From one name to the next: as many rows are read as there are names.
with recursive named (site) as (
    select min(site) from charger where site > ''
    union all
    select (select min(charger.site) from charger where charger.site > named.site)
    from named
    where named.site is not null
)

select site from named where site is not null;

-- name: chargers_at(sites)
select charger.id, name, site, settings, merged_into, deleted, merged_at, called
from json_each(:sites) as named
cross join charger on charger.site = named.value
order by charger.id;

-- name: charger_places()
select id, site from charger where site > '' order by id;

-- name: chargers_named(ids)
select charger.id, name, site, settings, merged_into, deleted, merged_at, called
from json_each(:ids) as named
cross join charger on charger.id = named.value;

-- name: save_charger(id, name, site, settings, merged_into, deleted, merged_at, called)!
insert into charger (id, name, site, settings, merged_into, deleted, merged_at, called)
values (:id, :name, :site, :settings, :merged_into, :deleted, :merged_at, :called)
on conflict (id) do update set
    name = excluded.name,
    site = excluded.site,
    settings = excluded.settings,
    merged_into = excluded.merged_into,
    deleted = excluded.deleted,
    merged_at = excluded.merged_at,
    called = excluded.called;

-- name: drop_charger(id)$
delete from charger where id = :id returning 1;

-- name: charger_marks()
select id, deleted = 1 or merged_into is not null from charger;
