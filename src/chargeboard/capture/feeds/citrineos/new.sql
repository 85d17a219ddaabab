-- What is there in ranges of numbers, and what time it is there. Each range is looked up by the table's key: it has no
-- other index. What was written this very moment is left for the next look, for what happened before it may come
-- behind it.
select row.*, (extract(epoch from clock_timestamp()) * 1000000)::int8
from unnest(%s::int8[], %s::int8[]) as gap (low, high)
cross join lateral (
    select
        id,
        case
            when "timestamp" between '0001-01-01' and '9999-12-31'
                then (extract(epoch from "timestamp") * 1000000)::int8
        end as at,
        case when isfinite("createdAt") then (extract(epoch from "createdAt") * 1000000)::int8 end as written_at,
        "stationId",
        origin,
        protocol,
        message::text
    from "OCPPMessages"
    where
        id between gap.low and gap.high
        and (
            "timestamp" is null
            or "timestamp" not between clock_timestamp() - interval '0.5 s' and clock_timestamp()
        )
    order by id
    limit %s
) as row
