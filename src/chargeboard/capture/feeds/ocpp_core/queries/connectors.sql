-- How all connectors are.
select
    ChargePointId,
    ConnectorId,
    LastStatus,
    LastStatusTime,
    LastMeter,
    LastMeterTime
from ConnectorStatus
order by ChargePointId, ConnectorId
