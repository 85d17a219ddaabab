-- A token stands in texts and in MessagePack; what takes its place is as long, so that both stay what they are.

-- name: frames_naming(station, old)
select received_at, seq from journal where station = :station and instr(text, :old);

-- name: change_frames*!
update journal set text = replace(text, ?, ?) where station = ? and received_at = ? and seq = ?;

-- name: block_places(station)
select first_at, first_seq from journal_block where station = :station order by first_at, first_seq;

-- name: block(station, first_at, first_seq)$
select body from journal_block where station = :station and first_at = :first_at and first_seq = :first_seq;

-- name: change_block(body, station, first_at, first_seq)!
update journal_block set body = :body
where station = :station and first_at = :first_at and first_seq = :first_seq;

-- name: facts_naming(station, old)
select at, received_at, n from fact where station = :station and instr(body, cast(:old as blob));

-- name: change_facts*!
update fact set body = cast(replace(cast(body as text), ?, ?) as blob)
where station = ? and at = ? and received_at = ? and n = ?;

-- name: progress_naming(station, old)
select station from progress where station = :station and instr(snapshot, cast(:old as blob));

-- name: change_progress*!
update progress set snapshot = cast(replace(cast(snapshot as text), ?, ?) as blob) where station = ?;

-- name: sessions_naming(station, old)
select start_at, key
from session
where station = :station and (token = :old or instr(opened(doc), cast(:old as blob)) or instr(key, :old));

-- name: change_sessions*!
update session
set
    token = replace(token, ?1, ?2),
    doc = pressed(cast(replace(cast(opened(doc) as text), ?1, ?2) as blob)),
    key = replace(key, ?1, ?2)
where station = ?3 and start_at = ?4 and key = ?5;

-- name: session_bodies_naming(station, old)
select start_at, key
from session_body
where station = :station and (instr(key, :old) or instr(opened(body), cast(:old as blob)));

-- name: change_session_bodies*!
update session_body
set body = pressed(cast(replace(cast(opened(body) as text), ?1, ?2) as blob)), key = replace(key, ?1, ?2)
where station = ?3 and start_at = ?4 and key = ?5;

-- name: attempts_naming(station, old)
select start_at, n from attempt where station = :station and instr(opened(body), cast(:old as blob));

-- name: change_attempts*!
update attempt set body = pressed(cast(replace(cast(opened(body) as text), ?, ?) as blob))
where station = ? and start_at = ? and n = ?;

-- name: errors_naming(station, old)
select start_at, socket, code, vendor_code
from station_error
where station = :station and (instr(info, :old) or instr(opened(body), cast(:old as blob)));

-- name: change_errors*!
update station_error
set info = replace(info, ?1, ?2), body = pressed(cast(replace(cast(opened(body) as text), ?1, ?2) as blob))
where station = ?3 and start_at = ?4 and socket = ?5 and code = ?6 and vendor_code = ?7;

-- name: checkpoints_naming(station, old)
select at from checkpoint where station = :station and instr(opened(carry), cast(:old as blob));

-- name: change_checkpoints*!
update checkpoint set carry = pressed(cast(replace(cast(opened(carry) as text), ?, ?) as blob)) where station = ? and at = ?;

-- name: fleet_naming(station, old)
select station from fleet where station = :station and instr(doc, :old);

-- name: change_fleet*!
update fleet set doc = replace(doc, ?, ?) where station = ?;

-- name: given_transactions_naming(station, old)
select key from given_transaction where station = :station and instr(key, :old);

-- name: change_given_transactions*!
update or ignore given_transaction set key = replace(key, ?, ?) where station = ? and key = ?;

-- name: marks_naming(station, old)
select station from kept_since where station = :station and instr(mark, cast(:old as blob));

-- name: change_marks*!
update kept_since set mark = cast(replace(cast(mark as text), ?, ?) as blob) where station = ?;

-- name: renew(station)!
-- Whoever computes from what stood there before is overtaken, and whoever keeps it reads again.
update progress set revision = revision + 1, settled_revision = revision + 1 where station = :station;

-- name: forgetting()$
select value from meta where key = 'forgetting';

-- name: put_forgetting(salt)!
insert or replace into meta (key, value) values ('forgetting', :salt);

-- name: drop_forgetting()!
delete from meta where key = 'forgetting';

-- name: sessions_of(station, token)
select opened(doc) from session where station = :station and token = :token order by start_at, key;

-- name: attempts_of(station, token)
select opened(body)
from attempt
where station = :station and instr(opened(body), cast(:token as blob))
order by start_at, n;
