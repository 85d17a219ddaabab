-- name: begin_log_part(part, epoch)^
-- Nothing where a later reader has begun.
insert into log_part (part, epoch, position, told) values (:part, :epoch, 0, '{}')
on conflict (part) do update set epoch = excluded.epoch where log_part.epoch <= excluded.epoch
returning position, told;

-- name: advance_log_part(part, epoch, before, position, told)$
-- Nothing where somebody else reads it, or read it so far already.
update log_part
set position = :position, told = :told
where part = :part and epoch = :epoch and position = :before
returning position;

-- name: log_parts()
select part, position from log_part order by part;

-- name: log_name()$
select value from meta where key = 'log';

-- name: put_log_name(name)!
insert into meta (key, value) values ('log', :name) on conflict (key) do nothing;
