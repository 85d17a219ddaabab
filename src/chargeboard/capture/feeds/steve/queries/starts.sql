-- Transactions that began in [first, end), and those of the latest numbers that began before.
select
    t.transaction_pk,
    e.charge_box_id,
    b.ocpp_protocol,
    e.evse_id,
    t.id_tag,
    cast(t.start_timestamp as char),
    cast(t.event_timestamp as char),
    t.start_value,
    o.max_active_transaction_count,
    cast(o.expiry_date as char)
from (
    select transaction_pk from transaction_start where start_timestamp >= %(first)s and start_timestamp < %(end)s
    union
    select transaction_pk from transaction_start
    where transaction_pk > %(top)s and coalesce(start_timestamp, event_timestamp) < %(first)s
) as new
inner join transaction_start as t on t.transaction_pk = new.transaction_pk
inner join evse as e on e.evse_pk = t.evse_pk
inner join charge_box as b on b.charge_box_id = e.charge_box_id
left join ocpp_tag as o on o.id_tag = t.id_tag
where e.topology_source = 'ocpp1'
