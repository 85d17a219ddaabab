-- name: sites()
select doc from site order by name;

-- name: save_site(name, doc)!
insert into site (name, doc) values (:name, :doc)
on conflict (name) do update set doc = excluded.doc;

-- name: drop_site(name)!
delete from site where name = :name;

-- name: policy_values()
select key, value from policy order by key;

-- name: save_policy_value(key, value)!
insert into policy (key, value) values (:key, :value)
on conflict (key) do update set value = excluded.value;

-- name: drop_policy_value(key)!
delete from policy where key = :key;

-- name: shared_changes()$
select cast(value as bigint) from meta where key = 'shared_changes';

-- name: count_shared_change()!
insert into meta (key, value) values ('shared_changes', '1')
on conflict (key) do update set value = cast(cast(meta.value as bigint) + 1 as text);
