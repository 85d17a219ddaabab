-- name: listening_choice()$
select value from meta where key = 'listening_choice';

-- name: put_listening_choice(choice)!
insert into meta (key, value) values ('listening_choice', :choice)
on conflict (key) do update set value = excluded.value;

-- name: put_alive(at)!
insert into collector (only_row, alive_at) values (1, :at)
on conflict (only_row) do update set alive_at = excluded.alive_at;

-- name: hold_link(station, connection, holder)!
insert into held_link (station, connection, holder) values (:station, :connection, :holder)
on conflict (station, connection) do update set
    lost_at = null,
    holder = excluded.holder,
    wanted = 0,
    taken_at = null;

-- name: let_link_go(station, connection)!
delete from held_link where station = :station and connection = :connection;

-- name: let_lost_go(station)
delete from held_link where station = :station and lost_at is not null and taken_at is null
returning connection;

-- name: let_lost_link_go(station, connection)$
delete from held_link where station = :station and connection = :connection and lost_at is not null
returning connection;

-- name: lose_links()!
-- A process that starts alone holds nothing: what is held was lost when who held it was last alive.
update held_link
set
    lost_at = coalesce(
        (select member.beat_at from member where member.id = held_link.holder),
        (select collector.alive_at from collector)
    ),
    taken_at = null
where lost_at is null;

-- name: lose_links_of_nobody()!
-- Several processes serve now: what is held by none of them was lost when the one of before was last alive.
update held_link set lost_at = (select alive_at from collector) where lost_at is null and holder = '';

-- name: lost_links()
-- The connections' stations, and when we were last there for them: no later frame of theirs was kept.
select held_link.station, max(max(held_link.lost_at), coalesce(max(station.newest_at), 0))
from held_link
left join station on station.station = held_link.station
where held_link.lost_at is not null
group by held_link.station;

-- name: newest_at(station)$
select newest_at from station where station = :station;

-- name: is_log(station)$
-- Of a charger that others were merged into, whether that is so of all that frames came from.
with recursive ours (id) as (
    select cast(:station as text)
    union
    select charger.id from ours inner join charger on charger.merged_into = ours.id
)

select 1
where
    exists (select 1 from ours inner join log_only on log_only.station = ours.id)
    and not exists (
        select 1
        from ours
        inner join station on station.station = ours.id
        where
            ours.id not in (select station from log_only)
            and station.last_seq > (
                select coalesce(sum(copied.end_seq - copied.first_seq), 0)
                from copied
                where copied.station = ours.id
            )
    );

-- name: put_log(station)!
insert into log_only (station) values (:station)
on conflict do nothing;

-- name: drop_log(station)!
delete from log_only where station = :station;

-- name: drop_logs(stations)!
-- Of stations given as a JSON list.
delete from log_only where station in (select value from json_each(:stations));
