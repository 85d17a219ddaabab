-- name: charger(id)^
select id, name, site, settings, merged_into, deleted from charger where id = :id;

-- name: chargers()
select id, name, site, settings, merged_into, deleted from charger order by id;

-- name: save_charger(id, name, site, settings, merged_into, deleted)!
insert or replace into charger (id, name, site, settings, merged_into, deleted)
values (:id, :name, :site, :settings, :merged_into, :deleted);

-- name: charger_marks()
select id, deleted or merged_into is not null from charger;
