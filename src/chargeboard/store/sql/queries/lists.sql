-- name: session_totals(station, first, last, settled_by, socket, lists, since, until)^
-- Of what began in [first, last); counted is what ended in the window [since, until).
select
    count(*),
    count(case when is_completed = 1 and end_at >= :since and end_at < :until then 1 end),
    total(case when is_completed = 1 and end_at >= :since and end_at < :until then counted_wh end),
    count(case when energy_wh <> 0 and end_inferred = 0 and end_at is not null then 1 end),
    count(case when ended_well = 1 then 1 end)
from session indexed by session_list
where
    station = :station and start_at >= :first and start_at < :last and settles_at < :settled_by
    and (cast(:socket as bigint) is null or socket = :socket)
    and lists & :lists <> 0;

-- name: sessions_by_start(station, first, last, settled_by, socket, lists, limit, offset)
with page as (
    select start_at, key
    from session indexed by session_list
    where
        station = :station and start_at >= :first and start_at < :last and settles_at < :settled_by
        and (cast(:socket as bigint) is null or socket = :socket)
        and lists & :lists <> 0
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
        and (cast(:socket as bigint) is null or socket = :socket)
        and lists & :lists <> 0
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
with listed as (
    select
        start_at,
        key,
        case :sort
            when 'end' then end_at
            when 'duration' then case when end_at > start_at then end_at - start_at when end_at <= start_at then 0 end
            when 'energy' then energy_wh
            when 'socket' then socket
        end as place
    from session indexed by session_list
    where
        station = :station and start_at >= :first and start_at < :last and settles_at < :settled_by
        and (cast(:socket as bigint) is null or socket = :socket)
        and lists & :lists <> 0
),

page as (
    select place, start_at, key
    from listed
    order by place is null, :sign * place, :sign * start_at, key
    limit :limit offset :offset
)
select page.place, page.start_at, page.key, opened(session.doc)
from page
cross join session
    on session.station = :station and session.start_at = page.start_at and session.key = page.key
order by page.place is null, :sign * page.place, :sign * page.start_at, page.key;

-- name: attempt_counts(station, first, last, settled_by, socket)
select
    outcome,
    stage,
    count(*),
    count(end_at),
    sum(is_plugged),
    sum(is_authorised),
    sum(is_started),
    count(case when ended_well = 1 and end_at is not null then 1 end)
from attempt indexed by attempt_list
where
    station = :station and start_at >= :first and start_at < :last and settles_at < :settled_by
    and (cast(:socket as bigint) is null or socket = :socket)
group by outcome, stage;

-- name: attempts_newest_first(station, first, last, settled_by, socket, outcome, stage, limit, offset)
with page as (
    select start_at, n
    from attempt indexed by attempt_list
    where
        station = :station and start_at >= :first and start_at < :last and settles_at < :settled_by
        and (cast(:socket as bigint) is null or socket = :socket)
        and (
            :outcome = ''
            or outcome = :outcome
            or (:outcome = 'failed' and outcome not in ('success', 'pending'))
        )
        and (:stage = '' or stage = :stage)
    order by start_at desc, n desc
    limit :limit offset :offset
)
select opened(attempt.body)
from page
cross join attempt on attempt.station = :station and attempt.start_at = page.start_at and attempt.n = page.n
order by page.start_at desc, page.n desc;
