-- name: heads()
-- For each charger that was merged, the one that its frames count for in the end.
with recursive way (id, name) as (
    select id, merged_into from charger where merged_into is not null
    union
    select way.id, charger.merged_into
    from way
    inner join charger on charger.id = way.name
    where charger.merged_into is not null
)

select id, name from way
where name not in (select id from charger where merged_into is not null);

-- name: copied(station)
-- Which of its frames came under another id: those behind the first up to the last number.
select first_seq, end_seq, came_as from copied where station = :station order by end_seq;

-- name: copies_of(came_as)
-- Where copies of a charger's frames are.
select distinct station from copied where came_as = :came_as;

-- name: widen_copied(station, last_seq, end_seq, came_as)$
update copied set end_seq = :end_seq
where station = :station and end_seq = :last_seq and came_as = :came_as
returning end_seq;

-- name: add_copied(station, first_seq, end_seq, came_as)!
insert into copied (station, first_seq, end_seq, came_as) values (:station, :first_seq, :end_seq, :came_as);

-- name: drop_copied_as(station, came_as)!
delete from copied where station = :station and came_as = :came_as;

-- name: blocks_at(station, at)
select first_at, first_seq, body
from journal_block
where station = :station and first_at > :at - 86400000000 and first_at <= :at and last_at >= :at;

-- name: frame_places(station, received_at, seq, batch)
select received_at, seq
from journal
where station = :station and (received_at, seq) > (:received_at, :seq)
order by received_at, seq
limit :batch;

-- name: drop_rows*!
delete from journal where station = ? and received_at = ? and seq = ?;

-- name: newest_block_at(station)$
select max(last_at) from journal_block where station = :station;

-- name: set_newest(station, newest_at)!
update station set newest_at = :newest_at where station = :station;

-- name: drop_station(station)!
delete from station where station = :station;
