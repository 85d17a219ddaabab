-- A token stands in texts and in MessagePack; what takes its place is as long, so that both stay what they are.
-- Each `KIND_naming` gives where a row is, and behind it the columns that may name a token, as they are kept; many are
-- pressed, so that who asks looks into them. `change_KIND` changes a row that is still as it was read.

-- name: frames_naming(station, old)
select received_at, seq, text from journal where station = :station and instr(text, :old) > 0;

-- name: change_frames*!
update journal set text = ? where station = ? and received_at = ? and seq = ? and text = ?;

-- name: block_places(station)
select first_at, first_seq from journal_block where station = :station order by first_at, first_seq;

-- name: block(station, first_at, first_seq)$
select body from journal_block where station = :station and first_at = :first_at and first_seq = :first_seq;

-- name: change_block(body, station, first_at, first_seq)!
update journal_block set body = :body
where station = :station and first_at = :first_at and first_seq = :first_seq;

-- name: facts_naming(station, old)
select at, received_at, n, body from fact where station = :station and instr(body, cast(:old as blob)) > 0;

-- name: change_facts*!
update fact set body = ? where station = ? and at = ? and received_at = ? and n = ? and body = ?;

-- name: progress_naming(station, old)
select snapshot from progress where station = :station and instr(snapshot, cast(:old as blob)) > 0;

-- name: change_progress*!
update progress set snapshot = ? where station = ? and snapshot = ?;

-- name: sessions_naming(station)
select start_at, key, token, key, doc from session where station = :station;

-- name: change_sessions*!
update session
set token = ?, key = ?, doc = ?
where station = ? and start_at = ? and key = ? and token = ? and key = ? and doc = ?;

-- name: session_bodies_naming(station)
select start_at, key, key, body from session_body where station = :station;

-- name: change_session_bodies*!
update session_body set key = ?, body = ? where station = ? and start_at = ? and key = ? and key = ? and body = ?;

-- name: attempts_naming(station)
select start_at, n, body from attempt where station = :station;

-- name: change_attempts*!
update attempt set body = ? where station = ? and start_at = ? and n = ? and body = ?;

-- name: errors_naming(station)
select start_at, socket, code, vendor_code, info, body from station_error where station = :station;

-- name: change_errors*!
update station_error
set info = ?, body = ?
where
    station = ? and start_at = ? and socket = ? and code = ? and vendor_code = ?
    and info = ? and body = ?;

-- name: checkpoints_naming(station)
select at, carry from checkpoint where station = :station;

-- name: change_checkpoints*!
update checkpoint set carry = ? where station = ? and at = ? and carry = ?;

-- name: fleet_naming(station, old)
select doc from fleet where station = :station and instr(doc, :old) > 0;

-- name: change_fleet*!
update fleet set doc = ? where station = ? and doc = ?;

-- name: given_transactions_naming(station, old)
select key from given_transaction where station = :station and instr(key, :old) > 0;

-- name: drop_given_transaction_named*!
-- What it would be called is there already.
delete from given_transaction
where
    station = ? and key = ?
    and exists (
        select 1
        from given_transaction as other
        where other.station = given_transaction.station and other.key = ?
    );

-- name: change_given_transactions*!
update given_transaction set key = ? where station = ? and key = ?;

-- name: marks_naming(station, old)
select mark from kept_since where station = :station and instr(mark, cast(:old as blob)) > 0;

-- name: change_marks*!
update kept_since set mark = ? where station = ? and mark = ?;

-- name: renew(station)!
-- Whoever computes from what stood there before is overtaken, and whoever keeps it reads again.
update progress set revision = revision + 1, settled_revision = revision + 1 where station = :station;

-- name: forgetting()$
select value from meta where key = 'forgetting';

-- name: put_forgetting(salt)!
insert into meta (key, value) values ('forgetting', :salt)
on conflict (key) do update set value = excluded.value;

-- name: drop_forgetting()!
delete from meta where key = 'forgetting';

-- name: sessions_of(station, token)
select opened(doc) from session where station = :station and token = :token order by start_at, key;

-- name: attempt_bodies(station)
select opened(body) from attempt where station = :station order by start_at, n;
