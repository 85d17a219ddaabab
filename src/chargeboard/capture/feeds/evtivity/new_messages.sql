-- Messages in ranges of numbers, and what time it is there. What was written this very moment is left for the next
-- look, for what happened before it may come behind it.
select row.*, (extract(epoch from clock_timestamp()) * 1000000)::int8
from unnest(%s::int8[], %s::int8[]) as gap (low, high)
cross join lateral (
    select
        log.id,
        (extract(epoch from log.created_at) * 1000000)::int8 as at,
        (extract(epoch from log.created_at) * 1000000)::int8 as written_at,
        station.station_id,
        log.direction::text,
        station.ocpp_protocol::text,
        log.message_type,
        log.message_id,
        log.action,
        log.error_code,
        log.error_description,
        log.payload::text
    from ocpp_message_logs as log
    inner join charging_stations as station on station.id = log.station_id
    where
        log.id between gap.low and gap.high
        and log.created_at not between clock_timestamp() - interval '0.5 s' and clock_timestamp()
    order by log.id
    limit %s
) as row
