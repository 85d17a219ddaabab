-- Stops that came in [first, end) and that SteVe did not take.
select
    charge_box_id,
    transaction_pk,
    event_actor,
    cast(stop_timestamp as char),
    cast(event_timestamp as char),
    stop_value,
    stop_reason,
    fail_reason
from transaction_stop_failed
where event_timestamp >= %(first)s and event_timestamp < %(end)s
