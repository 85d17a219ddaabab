-- Values of some transactions that were read in [first, end): what came late is among them.
select
    evse_pk,
    transaction_pk,
    cast(value_timestamp as char),
    value,
    reading_context,
    format,
    measurand,
    location,
    unit,
    phase
from connector_meter_value
where transaction_pk in %(numbers)s and value_timestamp >= %(first)s and value_timestamp < %(end)s
