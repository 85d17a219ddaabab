-- name: charger(id)^
select id, name, site, settings, merged_into, deleted, merged_at, called from charger where id = :id;

-- name: chargers()
select id, name, site, settings, merged_into, deleted, merged_at, called from charger order by id;

-- name: save_charger(id, name, site, settings, merged_into, deleted, merged_at, called)!
insert or replace into charger (id, name, site, settings, merged_into, deleted, merged_at, called)
values (:id, :name, :site, :settings, :merged_into, :deleted, :merged_at, :called);

-- name: drop_charger(id)!
delete from charger where id = :id;

-- name: charger_marks()
select id, deleted or merged_into is not null from charger;
