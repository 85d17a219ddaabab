-- name: official_months(station, rules, version, first, last)
select month, body from official_month
where station = :station and month >= :first and month <= :last and rules = :rules and version = :version
order by month;

-- name: former_official_month(station, rules, month)$
select body from official_month where station = :station and month = :month and rules = :rules;

-- name: official_bodies(rules, first, last)
select station, month, version, body from official_month
where month >= :first and month <= :last and rules = :rules;

-- name: put_official_month(station, month, until_at, rules, version, body, settled_revision)!
-- Nothing where conclusions were replaced since it was made of them.
insert into official_month (station, month, until_at, rules, version, body)
select station, :month, :until_at, :rules, :version, :body
from progress
where progress.station = :station and progress.settled_revision = :settled_revision
on conflict (station, month) do update set
    until_at = excluded.until_at, rules = excluded.rules, version = excluded.version, body = excluded.body;

-- name: drop_official_months(station, since)!
delete from official_month where station = :station and until_at > :since;
