-- name: add_fact_block(station, first_at, last_at, facts, first_n, last_n, first_received_at, last_received_at, is_retold, has_oddities, has_boots, has_statuses_of_all, body)!
insert into fact_block (
    station, first_at, last_at, facts, first_n, last_n, first_received_at, last_received_at, is_retold,
    has_oddities, has_boots, has_statuses_of_all, body
)
values (
    :station, :first_at, :last_at, :facts, :first_n, :last_n, :first_received_at, :last_received_at, :is_retold,
    :has_oddities, :has_boots, :has_statuses_of_all, :body
);

-- name: fact_blocks(station, first, last)
-- Of blocks that reach into the span what is known without opening them; none is longer than a week.
select
    station, first_at, last_at, facts, first_n, last_n, first_received_at, last_received_at, is_retold,
    has_oddities, has_boots, has_statuses_of_all
from fact_block
where station = :station and first_at > :first - 604800000000 and first_at < :last and last_at >= :first
order by first_at, last_at;

-- name: fact_blocks_before(station, before)
-- Those that begin before an instant, the newest first.
select
    station, first_at, last_at, facts, first_n, last_n, first_received_at, last_received_at, is_retold,
    has_oddities, has_boots, has_statuses_of_all
from fact_block
where station = :station and first_at < :before
order by first_at desc;

-- name: fact_block(station, first_at, last_at, first_n)$
-- No fact is in two blocks, so that the number of the first one tells them apart.
select body
from fact_block
where station = :station and first_at = :first_at and last_at = :last_at and first_n = :first_n;

-- name: drop_fact_block(station, first_at, last_at, first_n)!
delete from fact_block
where station = :station and first_at = :first_at and last_at = :last_at and first_n = :first_n;

-- name: change_fact_block(station, first_at, last_at, first_n, body, before)!
-- One that is another by now stays.
update fact_block
set body = :body
where
    station = :station and first_at = :first_at and last_at = :last_at and first_n = :first_n
    and body = :before;

-- name: facts_placed(station, first, last, received_until, most)
select at, received_at, n, body
from fact
where station = :station and at >= :first and at < :last and received_at <= :received_until
and (known_at is null or known_at <= :received_until)
and (replaced_at is null or replaced_at > :received_until)
order by at, received_at, n
limit :most;

-- name: facts_to_pack(station, before, most)
select at, received_at, n, body, known_at, replaced_at, kind, socket
from fact
where station = :station and at < :before
order by at, received_at, n
limit :most;

-- name: facts_packed_until(station)$
-- When the last of the facts in blocks happened; no block is longer than a week.
select max(last_at)
from fact_block
where
    station = :station
    and first_at >= (select max(first_at) from fact_block where station = :station) - 604800000000;

-- name: facts_behind_blocks(station, packed_until, before, most)
select n, known_at, replaced_at, body
from fact
where station = :station and at > :packed_until and at < :before
order by at, received_at, n
limit :most;

-- name: drop_facts_behind_blocks(station, packed_until, before)!
delete from fact where station = :station and at > :packed_until and at < :before;

-- name: drop_facts(station, at, received_at, n)!
-- All up to a place.
delete from fact where station = :station and (at, received_at, n) <= (:at, :received_at, :n);

-- name: add_unpacked_facts*!
insert into fact (station, at, received_at, n, body, known_at, replaced_at, kind, socket)
values (?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: fact_places(station, since, at, received_at, n, most)
-- The newest places from an instant up to a place.
select at, received_at, n
from fact
where station = :station and at >= :since and (at, received_at, n) <= (:at, :received_at, :n)
order by at desc, received_at desc, n desc
limit :most;

-- name: facts_in_blocks(station)^
-- How many numbers were given to the facts in blocks, and when the first and the last of them happened.
select ifnull(max(last_n) + 1, 0), min(first_at), max(last_at) from fact_block where station = :station;

-- name: fact_bodies(station)
select first_at, last_at, first_n, body from fact_block where station = :station;
