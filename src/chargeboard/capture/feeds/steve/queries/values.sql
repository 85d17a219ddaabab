-- Values that were read in [first, end), at most so many.
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
where value_timestamp >= %(first)s and value_timestamp < %(end)s
order by value_timestamp
limit %(most)s
