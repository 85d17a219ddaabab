-- name: schema_version()$
select value from meta where key = 'schema_version';

-- name: set_schema_version(version)!
insert or replace into meta (key, value) values ('schema_version', :version);

-- name: count_objects()$
select count(*) from sqlite_schema;
