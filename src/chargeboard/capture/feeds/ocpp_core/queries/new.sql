-- Transactions behind a number.
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
where TransactionId > ?
order by TransactionId
limit ?
