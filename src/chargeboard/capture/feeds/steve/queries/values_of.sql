-- Values of some transactions that were read in [first, end): what came late is among them.
select
    e.charge_box_id,
    b.ocpp_protocol,
    e.evse_id,
    m.transaction_pk,
    cast(m.value_timestamp as char),
    m.value,
    m.reading_context,
    m.format,
    m.measurand,
    m.location,
    m.unit,
    m.phase
from connector_meter_value as m
inner join evse as e on e.evse_pk = m.evse_pk
inner join charge_box as b on b.charge_box_id = e.charge_box_id
where m.transaction_pk in %(numbers)s and m.value_timestamp >= %(first)s and m.value_timestamp < %(end)s and e.topology_source = 'ocpp1'
