-- Stops of transactions that were open.
select
    p.transaction_pk,
    e.charge_box_id,
    b.ocpp_protocol,
    e.evse_id,
    p.event_actor,
    cast(p.stop_timestamp as char),
    cast(p.event_timestamp as char),
    p.stop_value,
    p.stop_reason
from transaction_stop as p
inner join transaction_start as t on t.transaction_pk = p.transaction_pk
inner join evse as e on e.evse_pk = t.evse_pk
inner join charge_box as b on b.charge_box_id = e.charge_box_id
where p.transaction_pk in %(numbers)s
