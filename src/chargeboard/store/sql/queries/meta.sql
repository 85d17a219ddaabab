-- name: schema_version()$
select value from meta where key = 'schema_version';

-- name: set_schema_version(version)!
insert or replace into meta (key, value) values ('schema_version', :version);

-- name: dropped_waiting()$
select cast(value as integer) from meta where key = 'dropped_waiting';

-- name: put_dropped_waiting(dropped)!
insert or replace into meta (key, value) values ('dropped_waiting', :dropped);

-- name: credential_changes()$
select cast(value as integer) from meta where key = 'credential_changes';

-- name: count_credential_change()$
insert into meta (key, value) values ('credential_changes', '1')
on conflict (key) do update set value = cast(cast(value as integer) + 1 as text)
returning cast(value as integer);

-- name: count_objects()$
select count(*) from sqlite_schema;
