-- name: seen_station(station, recalled)^
-- All that a look begins with, at once. What the last look found is told where it holds and is not the one that
-- was `recalled`. Of a charger that others were merged into it is a log where that is so of all that frames came from.
with recursive ours (id) as (
    select cast(:station as text)
    union
    select charger.id from ours inner join charger on charger.merged_into = ours.id
)

select
    last_look.body,
    exists (select 1 from ours where id <> :station),
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
    ),
    kept_since.frames,
    kept_since.evidence,
    kept_since.sessions,
    kept_since.thinned,
    kept_since.mark,
    progress.received_at,
    progress.seq,
    progress.fold_version,
    progress.snapshot,
    progress.first_fact_at,
    progress.newest_fact_at,
    progress.dirty_from,
    progress.settled_until,
    progress.conclusions_version,
    progress.revision,
    progress.settled_revision
from (select cast(:station as text) as station) as asked
left join progress on progress.station = asked.station
left join kept_since on kept_since.station = asked.station
left join last_look
    on
        last_look.station = asked.station and last_look.settled_revision = progress.settled_revision
        and last_look.settled_revision <> :recalled;

-- name: put_last_look(station, revision, body)!
-- Unless more is known by now: whoever made it saw what is not so any more.
insert into last_look (station, settled_revision, body)
select station, settled_revision, :body from progress where station = :station and revision = :revision
on conflict (station) do update set settled_revision = excluded.settled_revision, body = excluded.body;

-- name: drop_last_look(station)!
delete from last_look where station = :station;
