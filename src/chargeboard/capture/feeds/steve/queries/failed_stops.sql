-- Stops that came in [first, end) and that SteVe did not take.
select
    f.transaction_pk,
    f.charge_box_id,
    b.ocpp_protocol,
    f.event_actor,
    cast(f.stop_timestamp as char),
    cast(f.event_timestamp as char),
    f.stop_value,
    f.stop_reason,
    f.fail_reason
from transaction_stop_failed as f
inner join charge_box as b on b.charge_box_id = f.charge_box_id
where f.event_timestamp >= %(first)s and f.event_timestamp < %(end)s
