-- name: charger(id)^
select id, name, site, settings, merged_into, deleted, merged_at, called from charger where id = :id;

-- name: chargers()
select id, name, site, settings, merged_into, deleted, merged_at, called from charger order by id;

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
