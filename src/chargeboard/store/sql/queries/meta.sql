-- name: schema_version()$
select value from meta where key = 'schema_version';

-- name: set_schema_version(version)!
insert into meta (key, value) values ('schema_version', :version)
on conflict (key) do update set value = excluded.value;

-- name: worse_firmware()$
select value from meta where key = 'worse_firmware';

-- name: put_worse_firmware(found)!
insert into meta (key, value) values ('worse_firmware', :found)
on conflict (key) do update set value = excluded.value;

-- name: unshown()$
select value from meta where key = 'unshown';

-- name: put_unshown(found)!
insert into meta (key, value) values ('unshown', :found)
on conflict (key) do update set value = excluded.value;

-- name: dropped_waiting()$
select cast(value as bigint) from meta where key = 'dropped_waiting';

-- name: put_dropped_waiting(dropped)!
insert into meta (key, value) values ('dropped_waiting', :dropped)
on conflict (key) do update set value = excluded.value;

-- name: credential_changes()$
select cast(value as bigint) from meta where key = 'credential_changes';

-- name: count_credential_change()$
insert into meta (key, value) values ('credential_changes', '1')
on conflict (key) do update set value = cast(cast(meta.value as bigint) + 1 as text)
returning cast(value as bigint);
