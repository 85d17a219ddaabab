-- name: session_totals(station, first, last, settled_by, socket, lists, since, until)^
-- Of what began in [first, last); counted is what ended in the window [since, until).
select
    count(*),
    count(case when is_completed and end_at >= :since and end_at < :until then 1 end),
    total(case when is_completed and end_at >= :since and end_at < :until then counted_wh end),
    count(case when energy_wh <> 0 and not end_inferred and end_at is not null then 1 end),
    count(case when ended_well then 1 end)
from session indexed by session_list
where
    station = :station and start_at >= :first and start_at < :last and settles_at < :settled_by
    and (:socket is null or socket = :socket)
    and lists & :lists;

-- name: sessions_by_start(station, first, last, settled_by, socket, lists, limit, offset)
with page as (
    select start_at, key
    from session indexed by session_list
    where
        station = :station and start_at >= :first and start_at < :last and settles_at < :settled_by
        and (:socket is null or socket = :socket)
        and lists & :lists
    order by start_at, key
    limit :limit offset :offset
)
select page.start_at, page.start_at, page.key, opened(session.doc)
from page
cross join session
    on session.station = :station and session.start_at = page.start_at and session.key = page.key
order by page.start_at, page.key;

-- name: sessions_by_start_newest_first(station, first, last, settled_by, socket, lists, limit, offset)
with page as (
    select start_at, key
    from session indexed by session_list
    where
        station = :station and start_at >= :first and start_at < :last and settles_at < :settled_by
        and (:socket is null or socket = :socket)
        and lists & :lists
    order by start_at desc, key
    limit :limit offset :offset
)
select page.start_at, page.start_at, page.key, opened(session.doc)
from page
cross join session
    on session.station = :station and session.start_at = page.start_at and session.key = page.key
order by page.start_at desc, page.key;

-- name: sessions_by(station, first, last, settled_by, socket, lists, sort, sign, limit, offset)
-- In any other order, what is not known last; `sign` -1 turns it round.
with page as (
    select
        start_at,
        key,
        case :sort
            when 'end' then end_at
            when 'duration' then max(0, end_at - start_at)
            when 'energy' then energy_wh
            when 'socket' then socket
        end as value
    from session indexed by session_list
    where
        station = :station and start_at >= :first and start_at < :last and settles_at < :settled_by
        and (:socket is null or socket = :socket)
        and lists & :lists
    order by value is null, :sign * value, :sign * start_at, key
    limit :limit offset :offset
)
select page.value, page.start_at, page.key, opened(session.doc)
from page
cross join session
    on session.station = :station and session.start_at = page.start_at and session.key = page.key
order by page.value is null, :sign * page.value, :sign * page.start_at, page.key;

-- name: attempt_counts(station, first, last, settled_by, socket)
select
    outcome, stage, count(*), count(end_at), total(is_plugged), total(is_authorised), total(is_started),
    total(ended_well and end_at is not null)
from attempt indexed by attempt_list
where
    station = :station and start_at >= :first and start_at < :last and settles_at < :settled_by
    and (:socket is null or socket = :socket)
group by outcome, stage;

-- name: attempts_newest_first(station, first, last, settled_by, socket, outcome, stage, limit, offset)
with page as (
    select start_at, n
    from attempt indexed by attempt_list
    where
        station = :station and start_at >= :first and start_at < :last and settles_at < :settled_by
        and (:socket is null or socket = :socket)
        and case :outcome
            when '' then 1
            when 'failed' then outcome not in ('success', 'pending')
            else outcome = :outcome
        end
        and (:stage = '' or stage = :stage)
    order by start_at desc, n desc
    limit :limit offset :offset
)
select opened(attempt.body)
from page
cross join attempt on attempt.station = :station and attempt.start_at = page.start_at and attempt.n = page.n
order by page.start_at desc, page.n desc;
