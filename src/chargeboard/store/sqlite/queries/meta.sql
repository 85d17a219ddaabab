-- name: schema_version()$
select value from meta where key = 'schema_version';

-- name: set_schema_version(version)!
insert or replace into meta (key, value) values ('schema_version', :version);

-- name: dropped_waiting()$
select cast(value as integer) from meta where key = 'dropped_waiting';

-- name: put_dropped_waiting(dropped)!
insert or replace into meta (key, value) values ('dropped_waiting', :dropped);

-- name: count_objects()$
select count(*) from sqlite_schema;
