-- Stops of transactions that were open.
select
    t.evse_pk,
    p.transaction_pk,
    p.event_actor,
    cast(p.stop_timestamp as char),
    cast(p.event_timestamp as char),
    p.stop_value,
    p.stop_reason
from transaction_stop as p
inner join transaction_start as t on t.transaction_pk = p.transaction_pk
where p.transaction_pk in %(numbers)s
