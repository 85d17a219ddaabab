-- Which transactions are behind a number.
select TransactionId
from Transactions
where TransactionId > ?
order by TransactionId
limit ?
