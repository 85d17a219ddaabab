-- name: kept_since(station)^
select frames, evidence, sessions, thinned, mark from kept_since where station = :station;

-- name: all_kept_since()
select station, frames, evidence, sessions, thinned, mark from kept_since order by station;

-- name: put_kept_since(station, frames, evidence, sessions, thinned, mark)!
insert into kept_since (station, frames, evidence, sessions, thinned, mark)
values (:station, :frames, :evidence, :sessions, :thinned, :mark)
on conflict (station) do update set
    frames = excluded.frames,
    evidence = excluded.evidence,
    sessions = excluded.sessions,
    thinned = excluded.thinned,
    mark = excluded.mark;

-- name: let_frames_go(station, until)!
delete from journal where station = :station and received_at < :until;

-- name: blocks_before(station, until)
-- Blocks that hold a frame from before.
select first_at, first_seq, last_at, body
from journal_block
where station = :station and first_at < :until
order by first_at, first_seq;

-- name: let_facts_go(station, until, most)!
delete from fact
where (station, at, received_at, n) in (
    select station, at, received_at, n
    from fact
    where station = :station and at < :until
    order by at, received_at, n
    limit :most
);

-- name: let_checkpoints_go(station, until, most)!
delete from checkpoint
where station = :station and at in (
    select at from checkpoint where station = :station and at < :until order by at limit :most
);

-- name: bodies_to_thin(station, first, until, most)
select start_at, key, opened(body)
from session_body
where station = :station and start_at >= :first and start_at < :until
order by start_at, key
limit :most;

-- name: put_body*!
update session_body set body = pressed(?) where station = ? and start_at = ? and key = ?;

-- name: let_sessions_go(station, until, most)
delete from session
where (station, start_at, key) in (
    select station, start_at, key from session where station = :station and start_at < :until limit :most
)
returning start_at;

-- name: let_session_bodies_go(station, until, most)!
delete from session_body
where (station, start_at, key) in (
    select station, start_at, key from session_body where station = :station and start_at < :until limit :most
);

-- name: let_attempts_go(station, until, most)!
delete from attempt
where (station, start_at, n) in (
    select station, start_at, n from attempt where station = :station and start_at < :until limit :most
);

-- name: let_orphans_go(station, until, most)!
delete from orphan
where (station, at, n) in (
    select station, at, n from orphan where station = :station and at < :until limit :most
);

-- name: facts_held(station)^
-- How many numbers were given to the facts that there are, and when the first and the last of them happened.
select ifnull(max(n) + 1, 0), min(at), max(at) from fact where station = :station;

-- name: first_fact_heard_from(station, received_from)$
-- The number of the first fact that was received then or later.
select min(n) from fact where station = :station and received_at >= :received_from;
