-- Statuses of [first, end), connector by connector, as the index has them.
select straight_join
    s.evse_pk,
    cast(s.status_timestamp as char),
    s.status,
    s.error_code,
    s.error_info,
    s.vendor_id,
    s.vendor_error_code
from evse as e
inner join connector_status as s
    on s.evse_pk = e.evse_pk and s.status_timestamp >= %(first)s and s.status_timestamp < %(end)s
