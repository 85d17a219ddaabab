-- The first stamp from an instant on, so that years without rows take no time.
select cast(min(stamp) as char)
from (
    select min(start_timestamp) as stamp from transaction_start where start_timestamp >= %(first)s
    union all
    select min(value_timestamp) from connector_meter_value where value_timestamp >= %(first)s
    union all
    select min(event_timestamp) from transaction_stop_failed where event_timestamp >= %(first)s
    union all
    select min(s.status_timestamp)
    from evse as e
    inner join connector_status as s on s.evse_pk = e.evse_pk and s.status_timestamp >= %(first)s
) as stamps
