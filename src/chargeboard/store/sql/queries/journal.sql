-- name: station_row(station)^
-- How far the station's journal reaches.
select last_seq, newest_at, late_seq, late_at, needs_refold from station where station = :station;

-- name: put_station(station, last_seq, newest_at, late_seq, late_at, needs_refold)!
insert into station (station, last_seq, newest_at, late_seq, late_at, needs_refold)
values (:station, :last_seq, :newest_at, :late_seq, :late_at, :needs_refold)
on conflict (station) do update set
    last_seq = excluded.last_seq,
    newest_at = excluded.newest_at,
    late_seq = excluded.late_seq,
    late_at = excluded.late_at,
    needs_refold = excluded.needs_refold;

-- name: stations()
select station from station order by station;

-- name: has_sent(station)$
select 1 from station where station = :station;

-- name: station_after(station)$
select station from station where station > :station order by station limit 1;

-- name: station_count()$
select count(*) from station;

-- name: needs_refold(station)$
select needs_refold from station where station = :station;

-- name: stations_to_refold()
select station from station where needs_refold = 1 order by station;

-- name: mark_refold(station, needs_refold)!
update station set needs_refold = :needs_refold where station = :station;

-- name: forget_late(station)!
update station set late_seq = 0, late_at = null where station = :station;

-- name: add_frames*!
insert into journal (station, seq, received_at, direction, text, connection, protocol)
values (?, ?, ?, ?, ?, ?, ?);

-- name: pull_back(station, until)!
-- What was stamped later than that: moved before it, in its order, and with its distances where there is room.
with
ahead as (
    select
        seq,
        received_at,
        row_number() over (order by received_at, seq) as n
    from journal
    where station = :station and received_at >= :until
)

update journal
set
    received_at = max(
        ahead.received_at - (select max(received_at) from ahead) + :until - 1,
        ahead.n + coalesce(
            (
                select max(earlier.received_at)
                from journal as earlier
                where earlier.station = :station and earlier.received_at < :until
            ),
            -9223372036854775807
        )
    )
from ahead
where journal.station = :station and journal.received_at = ahead.received_at and journal.seq = ahead.seq;

-- name: newest_row_at(station)$
select max(received_at) from journal where station = :station;

-- name: frames_behind(station, received_at, seq, batch)
select seq, received_at, direction, text, connection, protocol
from journal
where station = :station and (received_at, seq) > (:received_at, :seq)
order by received_at, seq
limit :batch;

-- name: frames_since(station, first, end, batch)
select seq, received_at, direction, text, connection, protocol
from journal
where station = :station and received_at >= :first and received_at < :end
order by received_at, seq
limit :batch;

-- name: rows_since(station, first, end)
-- What other systems wrote down; of messages none is read.
select seq, received_at, direction, text, connection, protocol
from journal
where station = :station and received_at >= :first and received_at < :end and direction = 'row'
order by received_at, seq;

-- name: frames_until(station, first, end, batch)
select seq, received_at, direction, text, connection, protocol
from journal
where station = :station and received_at >= :first and received_at < :end
order by received_at desc, seq desc
limit :batch;

-- name: oldest_frame(station)$
-- When the oldest frame that is not packed yet was received.
select min(received_at) from journal where station = :station;

-- name: frames_before(station, before, batch)
-- The oldest frames that are not packed yet.
select seq, received_at, direction, text, connection, protocol
from journal
where station = :station and received_at < :before
order by received_at, seq
limit :batch;

-- name: unpacked_until(station, last_at, last_seq)^
-- How many frames are not packed yet up to that one, and the sum of their numbers: a new one has the highest.
select count(*), sum(seq)
from journal
where station = :station and (received_at, seq) <= (:last_at, :last_seq);

-- name: drop_frames(station, first_at, first_seq, last_at, last_seq)!
delete from journal
where
    station = :station
    and (received_at, seq) >= (:first_at, :first_seq)
    and (received_at, seq) <= (:last_at, :last_seq);

-- name: add_block(station, first_at, first_seq, last_at, frames, body)!
insert into journal_block (station, first_at, first_seq, last_at, frames, body)
values (:station, :first_at, :first_seq, :last_at, :frames, :body);

-- name: blocks_behind(station, received_at)
-- Blocks that may hold frames received at that instant or later; none is longer than a day.
select first_at, body
from journal_block
where station = :station and first_at > :received_at - 86400000000 and last_at >= :received_at
order by first_at, first_seq;

-- name: block_days(station, first, end)
-- The UTC days that have blocks in the span, without reading a frame.
select distinct first_at / 86400000000 - case when first_at % 86400000000 < 0 then 1 else 0 end
from journal_block
where station = :station and first_at > :first - 86400000000 and first_at < :end and last_at >= :first
order by 1;

-- name: blocks_between(station, first, last)
select body
from journal_block
where station = :station and first_at > :first - 86400000000 and first_at <= :last and last_at >= :first;

-- name: blocks_by_begin(station, first, last)
select first_at, last_at, body
from journal_block
where station = :station and first_at > :first - 86400000000 and first_at <= :last and last_at >= :first
order by first_at, first_seq;

-- name: blocks_by_end(station, first, last)
select first_at, last_at, body
from journal_block
where station = :station and first_at > :first - 86400000000 and first_at <= :last and last_at >= :first
order by last_at desc;

-- name: blocks_reaching(station, first)
select first_at, first_seq, body
from journal_block
where station = :station and last_at >= :first;

-- name: drop_block(station, first_at, first_seq)!
delete from journal_block
where station = :station and first_at = :first_at and first_seq = :first_seq;

-- name: frames_at(station, instants)
-- Frames received at one of the instants, given as a JSON list.
select
    journal.seq,
    journal.received_at,
    journal.direction,
    journal.text,
    journal.connection,
    journal.protocol
from json_each(:instants) as wanted
cross join journal
where journal.station = :station and journal.received_at = cast(wanted.value as bigint);

-- name: begin_delivery_tables#
create temp table if not exists delivery_range (
    station text not null,
    first_seq integer not null,
    end_seq integer not null,
    primary key (station, end_seq)
) without rowid;
create temp table if not exists delivery_dropped (
    station text not null,
    received_at integer not null,
    digest blob not null,
    times integer not null,
    primary key (station, received_at, digest)
) without rowid;
delete from delivery_range;
delete from delivery_dropped;

-- name: widen_range(station, last_seq, end_seq)$
update delivery_range set end_seq = :end_seq where station = :station and end_seq = :last_seq returning end_seq;

-- name: add_range(station, first_seq, end_seq)!
insert into delivery_range (station, first_seq, end_seq) values (:station, :first_seq, :end_seq);

-- name: ranges(station)
select first_seq, end_seq from delivery_range where station = :station order by end_seq;

-- name: dropped_at(station, instants)
select dropped.received_at, dropped.digest, dropped.times
from json_each(:instants) as wanted
cross join delivery_dropped as dropped
where dropped.station = :station and dropped.received_at = cast(wanted.value as bigint);

-- name: put_dropped*!
insert into delivery_dropped (station, received_at, digest, times) values (?, ?, ?, ?)
on conflict (station, received_at, digest) do update set times = excluded.times;

-- name: unfolded()
-- Stations with frames that no projector has folded yet; not those whose frames count for another.
select station.station
from station
left join progress on progress.station = station.station
left join charger on charger.id = station.station
where
    charger.merged_into is null
    and (
        progress.station is null
        or station.newest_at > progress.received_at
        or exists (
            select 1
            from journal
            where
                journal.station = station.station
                and (journal.received_at, journal.seq) > (progress.received_at, progress.seq)
        )
    )
order by station.station;

-- name: unfolded_since()
-- The same, looked for among those that may be some, and when the first of the frames was received; of those that came
-- as a block, the block's first.
select station, since
from (
    select
        station.station,
        nullif(
            min(
                ifnull(
                    (
                        select journal.received_at
                        from journal
                        where
                            journal.station = station.station
                            and (journal.received_at, journal.seq) > (
                                case when progress.seq > 0 then progress.received_at else -9223372036854775807 end,
                                ifnull(progress.seq, 0)
                            )
                        order by journal.received_at, journal.seq
                        limit 1
                    ),
                    9223372036854775807
                ),
                case
                    when progress.station is null or station.newest_at > progress.received_at
                        then
                            ifnull(
                                (
                                    select min(journal_block.first_at)
                                    from journal_block
                                    where
                                        journal_block.station = station.station
                                        and (
                                            progress.station is null
                                            or journal_block.last_at > progress.received_at
                                        )
                                ),
                                9223372036854775807
                            )
                    else 9223372036854775807
                end
            ),
            9223372036854775807
        ) as since
    from unfolded
    cross join station on station.station = unfolded.station
    left join progress on progress.station = station.station
    left join charger on charger.id = station.station
    where charger.merged_into is null
) as waiting
where since is not null
order by since;

-- name: newest_frames()
select station, newest_at from station order by newest_at desc;
