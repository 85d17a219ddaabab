-- What became of connections, in ranges of numbers, likewise.
select row.*, (extract(epoch from clock_timestamp()) * 1000000)::int8
from unnest(%s::int8[], %s::int8[]) as gap (low, high)
cross join lateral (
    select
        log.id,
        (extract(epoch from log.created_at) * 1000000)::int8 as at,
        (extract(epoch from log.created_at) * 1000000)::int8 as written_at,
        station.station_id,
        log.metadata ->> 'reason',
        log.protocol,
        log.id,
        case
            when log.event = 'disconnected' then (
                select jsonb_agg(jsonb_build_array(before.event, before.id) order by before.id desc)
                from (
                    select earlier.event, earlier.id
                    from connection_logs as earlier
                    where
                        earlier.station_id = log.station_id
                        and earlier.id < log.id
                        and earlier.event in ('connected', 'disconnected')
                    order by earlier.id desc
                    limit 4
                ) as before
            )
        end,
        log.event
    from connection_logs as log
    inner join charging_stations as station on station.id = log.station_id
    where
        log.id between gap.low and gap.high
        and log.created_at not between clock_timestamp() - interval '0.5 s' and clock_timestamp()
    order by log.id
    limit %s
) as row
