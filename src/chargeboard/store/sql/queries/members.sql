-- name: put_member(id, role, place, version, at, told)!
insert into member (id, role, place, version, since, beat_at, told)
values (:id, :role, :place, :version, :at, :at, :told)
on conflict (id) do nothing;

-- name: beat(id, at, told)$
update member set beat_at = :at, told = :told where id = :id returning id;

-- name: drop_member(id)!
delete from member where id = :id;

-- name: members()
select id, role, place, version, since, beat_at, told from member order by role, place, id;

-- name: frames_waiting()
-- Of those that may be some: how many no projector has folded yet; of a block that is begun, all.
select
    unfolded.station,
    (
        select count(*)
        from journal
        where
            journal.station = unfolded.station
            and (journal.received_at, journal.seq) > (
                case when progress.seq > 0 then progress.received_at else -9223372036854775807 end,
                ifnull(progress.seq, 0)
            )
    ) + (
        select cast(ifnull(sum(journal_block.frames), 0) as bigint)
        from journal_block
        where
            journal_block.station = unfolded.station
            and (progress.station is null or journal_block.last_at > progress.received_at)
    ) as frames
from unfolded
left join progress on progress.station = unfolded.station;

-- name: shares()$
select cast(value as bigint) from meta where key = 'shares';

-- name: leases()
select name, owner, epoch, until_at from lease order by name;

-- name: offer_lease*!
insert into lease (name, owner, epoch, until_at) values (?, '', 0, 0) on conflict do nothing;

-- name: take_lease(name, epoch, owner, until)!
-- Unless somebody was faster.
update lease
set owner = :owner, epoch = lease.epoch + 1, until_at = :until
where name = :name and epoch = :epoch;

-- name: keep_lease(name, epoch, owner, until)!
update lease set until_at = :until where name = :name and epoch = :epoch and owner = :owner;

-- name: leave_lease(name, epoch, owner)!
update lease set owner = '', until_at = 0 where name = :name and epoch = :epoch and owner = :owner;

-- name: held_by_others(station, holder)
select connection, holder, wanted from held_link
where station = :station and holder <> :holder and lost_at is null and wanted < 2
order by connection;

-- name: ask_link(station, connection)!
update held_link set wanted = 1 where station = :station and connection = :connection and wanted = 0;

-- name: link_lives(station, connection)!
update held_link set wanted = 0 where station = :station and connection = :connection and wanted = 1;

-- name: wanted_of(station, connection)$
select wanted from held_link where station = :station and connection = :connection;

-- name: take_links(station, holder, at)!
-- Those of other processes, also of one that was found to be gone a moment ago.
update held_link
set wanted = 2, taken_at = :at
where station = :station and holder <> :holder and wanted < 2;

-- name: wanted_links(holder)
select station, connection, wanted from held_link where holder = :holder and wanted > 0 order by station;

-- name: lose_links_of(holder, at)!
-- Of a process that is gone: what it held was lost when it was last alive.
update held_link set lost_at = :at where holder = :holder and lost_at is null;

-- name: lost_links_of_all()
-- Links that were lost, when, and when their charger came to somebody else.
select station, connection, lost_at, taken_at from held_link where lost_at is not null order by station;

-- name: lost_link_of(station)$
select max(lost_at) from held_link where station = :station and lost_at is not null and taken_at is null;

-- name: newest_before(station, before)$
select max(received_at) from journal where station = :station and received_at < :before;
