-- name: folded_until(station)$
select received_at from progress where station = :station;

-- name: progress(station)^
select
    received_at, seq, fold_version, snapshot, first_fact_at, newest_fact_at, dirty_from, settled_until,
    conclusions_version, revision, settled_revision
from progress
where station = :station;

-- name: revision(station)^
select revision, facts, received_at, seq from progress where station = :station;

-- name: revisions()$
select coalesce(sum(revision), 0) from progress;

-- name: put_progress(station, received_at, seq, fold_version, snapshot, first_fact_at, newest_fact_at, dirty_from, settled_until, conclusions_version, revision, settled_revision, facts)!
insert or replace into progress (
    station, received_at, seq, fold_version, snapshot, first_fact_at, newest_fact_at, dirty_from, settled_until,
    conclusions_version, revision, settled_revision, facts
)
values (
    :station, :received_at, :seq, :fold_version, :snapshot, :first_fact_at, :newest_fact_at, :dirty_from,
    :settled_until, :conclusions_version, :revision, :settled_revision, :facts
);

-- name: add_facts*!
insert into fact (station, at, received_at, n, body) values (?, ?, ?, ?, ?);

-- name: facts(station, first, last, received_until)
select body
from fact
where station = :station and at >= :first and at < :last and received_at <= :received_until
order by at, received_at, n;

-- name: oddities(station, first, last, received_until)
select body
from fact indexed by fact_odd
where
    substr(body, 2, 4) = x'a36f6464'
    and station = :station and at >= :first and at < :last and received_at <= :received_until
order by at, received_at, n;

-- name: forget_facts(station)!
delete from fact where station = :station;
