-- The eight panels as queries of a dashboard over the raw tables: %(charger)s, %(zone)s and %(now)s are put in as text,
-- as a dashboard puts in its variables.

-- panel: events
select
    socket,
    greatest(told_at, %(now)s::timestamptz - interval '24 hours') as from_at,
    coalesce(lead(told_at) over (partition by socket order by told_at), %(now)s::timestamptz) as to_at,
    status
from (
    select k.socket, b.told_at, b.status
    from socket as k
    cross join lateral (
        select s.told_at, s.status
        from status as s
        where
            s.charger = %(charger)s and s.socket = k.socket
            and s.told_at <= %(now)s::timestamptz - interval '24 hours'
        order by s.told_at desc
        limit 1
    ) as b
    where k.charger = %(charger)s
    union all
    select k.socket, s.told_at, s.status
    from socket as k
    inner join status as s
        on
            s.charger = %(charger)s and s.socket = k.socket
            and s.told_at > %(now)s::timestamptz - interval '24 hours' and s.told_at < %(now)s::timestamptz
    where k.charger = %(charger)s
) as told
order by socket, from_at;

-- panel: ongoing
select
    s.socket,
    s.started_at,
    extract(epoch from %(now)s::timestamptz - s.started_at) as duration_s,
    s.energy_wh,
    s.power_w,
    s.soc_pct,
    (
        select t.status from status as t
        where t.charger = s.charger and t.socket = s.socket and t.told_at <= %(now)s::timestamptz
        order by t.told_at desc limit 1
    ) as status
from session as s
where s.charger = %(charger)s and s.ended_at is null
order by s.started_at, s.socket;

-- panel: overview
with asked as (
    select
        ((%(now)s::timestamptz at time zone %(zone)s)::date - 30)::timestamp at time zone %(zone)s as from_at,
        (%(now)s::timestamptz at time zone %(zone)s)::date::timestamp at time zone %(zone)s as to_at,
        (
            select
                least(
                    30,
                    (%(now)s::timestamptz at time zone %(zone)s)::date - (c.seen_since at time zone %(zone)s)::date
                )
            from charger as c where c.id = %(charger)s
        ) as days
)

select
    count(s.ended_at) as sessions,
    count(s.ended_at)::double precision / nullif(min(asked.days), 0) as sessions_per_day,
    avg(extract(epoch from s.ended_at - s.started_at)) as avg_duration_s,
    percentile_cont(0.5) within group (order by extract(epoch from s.ended_at - s.started_at)) as median_duration_s,
    avg(s.energy_wh) as avg_wh,
    coalesce(sum(s.energy_wh), 0) as total_wh,
    sum(s.energy_wh) * 3600
    / nullif(sum(extract(epoch from s.ended_at - s.started_at)) filter (where s.energy_wh is not null), 0) as mean_w
from asked
left join session as s
    on
        s.charger = %(charger)s and s.ended_at >= asked.from_at and s.ended_at < asked.to_at
        and s.is_completed;

-- panel: utilization
with days as (
    select
        d.day::date as day,
        d.day at time zone %(zone)s as from_at,
        least((d.day + interval '1 day') at time zone %(zone)s, %(now)s::timestamptz) as to_at
    from generate_series(
        ((%(now)s::timestamptz at time zone %(zone)s)::date - 7)::timestamp,
        (%(now)s::timestamptz at time zone %(zone)s)::date::timestamp,
        interval '1 day'
    ) as d (day)
),

told as (
    select k.socket, b.told_at, b.status
    from socket as k
    cross join lateral (
        select s.told_at, s.status
        from status as s
        where s.charger = %(charger)s and s.socket = k.socket and s.told_at <= (select min(from_at) from days)
        order by s.told_at desc
        limit 1
    ) as b
    where k.charger = %(charger)s
    union all
    select k.socket, s.told_at, s.status
    from socket as k
    inner join status as s
        on
            s.charger = %(charger)s and s.socket = k.socket
            and s.told_at > (select min(from_at) from days) and s.told_at < %(now)s::timestamptz
    where k.charger = %(charger)s
),

spans as (
    select
        told_at as from_at,
        coalesce(lead(told_at) over (partition by socket order by told_at), %(now)s::timestamptz) as to_at,
        status
    from told
),

shares as (
    select
        days.day,
        spans.status,
        extract(epoch from least(spans.to_at, days.to_at) - greatest(spans.from_at, days.from_at)) as s
    from days
    inner join spans on spans.from_at < days.to_at and spans.to_at > days.from_at
)

select
    day,
    coalesce(sum(s) filter (where status in ('charging', 'suspended')), 0) as in_use_s,
    sum(s) as available_s,
    100 * coalesce(sum(s) filter (where status in ('charging', 'suspended')), 0) / nullif(sum(s), 0) as pct
from shares
group by day
order by day;

-- panel: success
select
    (told_at at time zone %(zone)s)::date as day,
    count(*) filter (where outcome = 'success') as successes,
    count(*) filter (where outcome <> 'pending') as attempts,
    100.0 * count(*) filter (where outcome = 'success')
    / nullif(count(*) filter (where outcome <> 'pending'), 0) as pct
from attempt
where
    charger = %(charger)s
    and told_at >= ((%(now)s::timestamptz at time zone %(zone)s)::date - 7)::timestamp at time zone %(zone)s
    and told_at <= %(now)s::timestamptz
group by day
order by day;

-- panel: errors
with asked as (
    select ((%(now)s::timestamptz at time zone %(zone)s)::date - 7)::timestamp at time zone %(zone)s as from_at
),

listed as (
    select e.*, e.cleared_at is null and not e.is_momentary as is_active
    from asked
    inner join error as e on e.charger = %(charger)s and e.last_seen_at >= asked.from_at
    union all
    select e.*, true as is_active
    from asked
    inner join error as e
        on
            e.charger = %(charger)s and e.cleared_at is null and not e.is_momentary
            and e.last_seen_at < asked.from_at
)

select
    l.socket,
    l.code,
    l.vendor_code,
    min(l.severity) as severity,
    count(*) as episodes,
    bool_or(l.is_active) as is_active,
    min(l.began_at) as first_seen,
    max(l.last_seen_at) as last_seen,
    case when not bool_or(l.is_active) then max(l.cleared_at) end as cleared_at,
    coalesce(
        sum(
            greatest(
                0,
                extract(
                    epoch from coalesce(l.cleared_at, %(now)s::timestamptz)
                    - greatest(l.began_at, (select from_at from asked))
                )
            )
        ) filter (where not l.is_momentary),
        0
    ) as open_s,
    (
        select min(f.began_at) from error as f
        where
            f.charger = %(charger)s and f.socket = l.socket and f.code = l.code
            and f.vendor_code = l.vendor_code
    ) as first_ever,
    coalesce((array_agg(l.info order by l.began_at desc) filter (where l.info <> ''))[1], '') as info
from listed as l
group by l.socket, l.code, l.vendor_code
order by last_seen desc, l.socket, l.code, l.vendor_code;

-- panel: sessions
select (ended_at at time zone %(zone)s)::date as day, count(*) as sessions
from session
where
    charger = %(charger)s and is_completed
    and ended_at >= ((%(now)s::timestamptz at time zone %(zone)s)::date - 30)::timestamp at time zone %(zone)s
    and ended_at <= %(now)s::timestamptz
group by day
order by day;

-- panel: energy
-- Energy counts on the day on which it flowed: of a session over midnight that is told by the readings around it.
with asked as (
    select ((%(now)s::timestamptz at time zone %(zone)s)::date - 30)::timestamp at time zone %(zone)s as from_at
),

flowed as (
    select s.id, s.started_at, s.ended_at as until, s.energy_wh
    from asked
    inner join session as s on s.charger = %(charger)s and s.ended_at >= asked.from_at and s.energy_wh > 0
    union all
    select s.id, s.started_at, %(now)s::timestamptz as until, s.energy_wh
    from session as s
    where s.charger = %(charger)s and s.ended_at is null and s.energy_wh > 0
),

parts as (
    select (until at time zone %(zone)s)::date as day, energy_wh
    from flowed
    where (started_at at time zone %(zone)s)::date = (until at time zone %(zone)s)::date
    union all
    select
        d.day::date as day,
        coalesce(behind.energy_wh, flowed.energy_wh) - coalesce(before.energy_wh, 0) as energy_wh
    from flowed
    cross join lateral generate_series(
        (flowed.started_at at time zone %(zone)s)::date::timestamp,
        (flowed.until at time zone %(zone)s)::date::timestamp,
        interval '1 day'
    ) as d (day)
    left join lateral (
        select
            a.energy_wh
            + (b.energy_wh - a.energy_wh) * extract(epoch from (d.day at time zone %(zone)s) - a.told_at)
            / extract(epoch from b.told_at - a.told_at) as energy_wh
        from (
            select told_at, energy_wh from reading
            where session = flowed.id and told_at <= d.day at time zone %(zone)s
            order by told_at desc limit 1
        ) as a
        cross join (
            select told_at, energy_wh from reading
            where session = flowed.id and told_at > d.day at time zone %(zone)s
            order by told_at limit 1
        ) as b
    ) as before on true
    left join lateral (
        select
            a.energy_wh
            + (b.energy_wh - a.energy_wh)
            * extract(epoch from ((d.day + interval '1 day') at time zone %(zone)s) - a.told_at)
            / extract(epoch from b.told_at - a.told_at) as energy_wh
        from (
            select told_at, energy_wh from reading
            where session = flowed.id and told_at <= (d.day + interval '1 day') at time zone %(zone)s
            order by told_at desc limit 1
        ) as a
        cross join (
            select told_at, energy_wh from reading
            where session = flowed.id and told_at > (d.day + interval '1 day') at time zone %(zone)s
            order by told_at limit 1
        ) as b
    ) as behind on true
    where (flowed.started_at at time zone %(zone)s)::date <> (flowed.until at time zone %(zone)s)::date
)

select day, sum(energy_wh) as energy_wh
from parts
where day >= (%(now)s::timestamptz at time zone %(zone)s)::date - 30
group by day
order by day;
