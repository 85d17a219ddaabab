-- These transactions, as they are now.
select
    TransactionId,
    Uid,
    ChargePointId,
    ConnectorId,
    StartTagId,
    StartTime,
    MeterStart,
    StartResult,
    StopTagId,
    StopTime,
    MeterStop,
    StopReason
from Transactions
where TransactionId in (select value from json_each(?))
order by TransactionId
