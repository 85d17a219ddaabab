-- Transactions that began in [first, end), and those of the latest numbers that began before.
select
    t.evse_pk,
    t.transaction_pk,
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
left join ocpp_tag as o on o.id_tag = t.id_tag
