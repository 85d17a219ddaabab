-- Statuses of [first, end), connector by connector, as the index has them.
select
    e.charge_box_id,
    b.ocpp_protocol,
    e.evse_id,
    cast(s.status_timestamp as char),
    s.status,
    s.error_code,
    s.error_info,
    s.vendor_id,
    s.vendor_error_code
from evse as e
inner join charge_box as b on b.charge_box_id = e.charge_box_id
inner join connector_status as s
    on s.evse_pk = e.evse_pk and s.status_timestamp >= %(first)s and s.status_timestamp < %(end)s
where e.topology_source = 'ocpp1'
