-- name: put_alive(at)!
insert or replace into collector (only_row, alive_at) values (1, :at);

-- name: hold_link(station, connection)!
insert or replace into held_link (station, connection) values (:station, :connection);

-- name: let_link_go(station, connection)!
delete from held_link where station = :station and connection = :connection;

-- name: let_lost_go(station)!
delete from held_link where station = :station and lost_at is not null;

-- name: lose_links()!
-- A process that starts holds nothing: what is held was lost when the former one was last alive.
update held_link set lost_at = (select alive_at from collector) where lost_at is null;

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
select 1 from log_only where station = :station;

-- name: put_log(station)!
insert or ignore into log_only (station) values (:station);

-- name: drop_log(station)!
delete from log_only where station = :station;
