-- What follows of a station's new progress, of a charger that is named or dropped, and of frames that came in.

-- name: knew_facts(station)$
-- Whether facts of it were known; null where nothing is known of the station.
select newest_fact_at is not null from progress where station = :station;

-- name: count_revisions(n)!
update meta set value = cast(cast(value as bigint) + cast(:n as bigint) as text) where key = 'revisions';

-- name: more_is_known*!
-- Its line is to be told anew.
insert into fleet_untold (station) values (?) on conflict do nothing;

-- name: more_may_be_known(station)!
insert into fleet_untold (station)
select station from progress where station = :station and newest_fact_at is not null
on conflict do nothing;

-- name: frames_may_wait*!
insert into unfolded (station) values (?) on conflict do nothing;

-- name: no_frames_wait*!
delete from unfolded where station = ?;

-- name: frames_still_wait*!
-- Where some came that the progress does not reach.
insert into unfolded (station)
select progress.station
from progress
where
    progress.station = ?
    and (
        exists (
            select 1 from station
            where station.station = progress.station and station.newest_at > progress.received_at
        )
        or exists (
            select 1 from journal
            where
                journal.station = progress.station
                and (journal.received_at, journal.seq) > (progress.received_at, progress.seq)
        )
    )
on conflict do nothing;

-- name: is_no_more_unheard(station)!
delete from fleet_unheard where station = :station;

-- name: is_unheard(station)!
-- Where it is named, is not hidden, and has no facts.
insert into fleet_unheard (station)
select id from charger
where
    id = :station and deleted = 0 and merged_into is null
    and not exists (select 1 from progress where station = :station and newest_fact_at is not null)
on conflict do nothing;

-- name: is_to_be_looked_at(station)!
insert into unlooked (station)
select station from progress where station = :station
on conflict (station) do update set changes = unlooked.changes + 1;

-- name: drop_session_days*!
delete from session_day where station = ? and day_at = ?;

-- name: pull_session_days_back(station, until)!
update session_days_until set until = :until where station = :station and until > :until;
