-- name: backfilled(keys)
-- Which of the keys, given as a JSON list, were noted, and with which word.
select meta.key, meta.value
from json_each(:keys) as wanted
cross join meta
where meta.key = wanted.value;

-- name: note_backfilled*!
insert into meta (key, value) values (?, ?)
on conflict (key) do update set value = excluded.value;

-- name: drop_backfilled*!
delete from meta where key = ?;
