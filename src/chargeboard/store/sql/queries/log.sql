-- name: begin_log_part(part, epoch)^
-- Nothing where a later reader has begun.
insert into log_part (part, epoch, position, told) values (:part, :epoch, 0, '{}')
on conflict (part) do update set epoch = excluded.epoch where log_part.epoch <= excluded.epoch
returning position, told;

-- name: advance_log_parts(steps)
-- Steps are given as a JSON list of (part, epoch, before, position, told). Those that were made: none of a part that
-- somebody else reads, or read so far already.
update log_part
set position = step.position, told = step.told
from (
    select
        cast(json_extract(one.value, '$[0]') as bigint) as part,
        cast(json_extract(one.value, '$[1]') as bigint) as epoch,
        cast(json_extract(one.value, '$[2]') as bigint) as before,
        cast(json_extract(one.value, '$[3]') as bigint) as position,
        json_extract(one.value, '$[4]') as told
    from json_each(:steps) as one
) as step
where log_part.part = step.part and log_part.epoch = step.epoch and log_part.position = step.before
returning log_part.part;

-- name: log_parts()
select part, position from log_part order by part;

-- name: log_name()$
select value from meta where key = 'log';

-- name: put_log_name(name)!
insert into meta (key, value) values ('log', :name) on conflict (key) do nothing;

-- name: drop_log_name()!
delete from meta where key = 'log';

-- name: drop_log_parts()!
delete from log_part;
