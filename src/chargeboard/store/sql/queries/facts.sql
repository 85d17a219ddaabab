-- name: folded_until(station)$
select received_at from progress where station = :station;

-- name: is_behind(station)$
select progress.station is null or station.newest_at > progress.received_at
from station left join progress on progress.station = station.station
where station.station = :station;

-- name: progress(station)^
select
    received_at, seq, fold_version, snapshot, first_fact_at, newest_fact_at, dirty_from, settled_until,
    conclusions_version, revision, settled_revision
from progress
where station = :station;

-- name: revision(station)^
select revision, facts, received_at, seq from progress where station = :station;

-- name: revisions_of(stations)
select progress.station, progress.revision
from json_each(:stations) as wanted
cross join progress on progress.station = wanted.value;

-- name: revisions()$
-- A charger that asks to be let in, is let in, sent away, or makes way for another, counts too.
select
    coalesce((select cast(value as bigint) from meta where key = 'revisions'), 0)
    + coalesce((select cast(value as bigint) from meta where key = 'credential_changes'), 0);

-- name: put_progress(station, received_at, seq, fold_version, snapshot, first_fact_at, newest_fact_at, dirty_from, settled_until, conclusions_version, revision, settled_revision, facts)!
insert into progress (
    station, received_at, seq, fold_version, snapshot, first_fact_at, newest_fact_at, dirty_from, settled_until,
    conclusions_version, revision, settled_revision, facts
)
values (
    :station, :received_at, :seq, :fold_version, :snapshot, :first_fact_at, :newest_fact_at, :dirty_from,
    :settled_until, :conclusions_version, :revision, :settled_revision, :facts
)
on conflict (station) do update set
    received_at = excluded.received_at,
    seq = excluded.seq,
    fold_version = excluded.fold_version,
    snapshot = excluded.snapshot,
    first_fact_at = excluded.first_fact_at,
    newest_fact_at = excluded.newest_fact_at,
    dirty_from = excluded.dirty_from,
    settled_until = excluded.settled_until,
    conclusions_version = excluded.conclusions_version,
    revision = excluded.revision,
    settled_revision = excluded.settled_revision,
    facts = excluded.facts;

-- name: add_facts*!
insert into fact (station, at, received_at, n, body, known_at, kind, socket) values (?, ?, ?, ?, ?, ?, ?, ?);

-- name: replace_facts(station, first, known_at, at, received_at, n, last_at, last_received_at, last_n)!
update fact
set replaced_at = :known_at
where
    station = :station and at >= :at and at <= :last_at
    and (at, received_at, n) > (:at, :received_at, :n)
    and (at, received_at, n) <= (:last_at, :last_received_at, :last_n)
    and n >= :first and replaced_at is null;

-- name: retold(station, first, last)
select at, max(ifnull(known_at, replaced_at), ifnull(replaced_at, known_at))
from fact indexed by fact_retold
where
    (known_at is not null or replaced_at is not null)
    and station = :station and at >= :first and at < :last
order by at;

-- name: facts(station, first, last, received_until, most)
select body
from fact
where station = :station and at >= :first and at < :last and received_at <= :received_until
and (known_at is null or known_at <= :received_until)
and (replaced_at is null or replaced_at > :received_until)
order by at, received_at, n
limit :most;

-- name: last_fact_at(station, before)$
select at
from fact
where station = :station and at < :before and replaced_at is null
order by at desc
limit 1;

-- name: any_late(station, first, last, received_after)$
select 1
from fact
where
    station = :station and at >= :first and at < :last and received_at > :received_after and replaced_at is null
limit 1;

-- name: oddities(station, first, last, received_until)
select body, at, received_at, n
from fact indexed by fact_odd
where
    kind = 'odd'
    and station = :station and at >= :first and at < :last and received_at <= :received_until
    and (known_at is null or known_at <= :received_until)
    and (replaced_at is null or replaced_at > :received_until)
order by at, received_at, n;

-- name: turns(station, first, last, received_until)
-- Boots and statuses of connector 0 in the span, and the latest of each before it.
select body, at, received_at, n
from fact indexed by fact_turn
where
    (kind = 'boot' or (kind = 'status' and socket = 0))
    and station = :station and at >= :first and at < :last and received_at <= :received_until
    and (known_at is null or known_at <= :received_until)
    and (replaced_at is null or replaced_at > :received_until)
union all
select * from (
    select body, at, received_at, n
    from fact indexed by fact_turn
    where
        (kind = 'boot' or (kind = 'status' and socket = 0))
        and kind = 'boot'
        and station = :station and at < :first and received_at <= :received_until
        and (known_at is null or known_at <= :received_until)
        and (replaced_at is null or replaced_at > :received_until)
    order by at desc, received_at desc, n desc
    limit 1
) as boot
union all
select * from (
    select body, at, received_at, n
    from fact indexed by fact_turn
    where
        (kind = 'boot' or (kind = 'status' and socket = 0))
        and kind = 'status'
        and station = :station and at < :first and received_at <= :received_until
        and (known_at is null or known_at <= :received_until)
        and (replaced_at is null or replaced_at > :received_until)
    order by at desc, received_at desc, n desc
    limit 1
) as status_of_all
order by 2, 3, 4;

-- name: fact_behind(station, received_from, newest)^
-- Of the facts that were received then or later the one that so many are newer than.
select at, received_at, n
from fact
where station = :station and received_at >= :received_from
order by at desc, received_at desc, n desc
limit 1 offset :newest;

-- name: forget_facts(station, received_from, at, received_at, n)!
-- All of them behind that one.
delete from fact
where
    station = :station and received_at >= :received_from
    and (at, received_at, n) > (:at, :received_at, :n);

-- name: claim(station)^
select number, fresh_from from claim where station = :station;

-- name: put_claim(station, number)!
insert into claim (station, number, fresh_from) values (:station, :number, null)
on conflict (station) do update set number = excluded.number, fresh_from = excluded.fresh_from;

-- name: drop_claim(station)!
delete from claim where station = :station;

-- name: freshen(station, at)!
update claim
set fresh_from = case when fresh_from < :at then fresh_from else :at end
where station = :station;

-- name: plainly_ahead(stations)
-- How far the stations are folded whose next frames are rows, of which none came late; of a new one nothing is told.
select
    station.station,
    progress.received_at,
    progress.seq,
    progress.fold_version,
    progress.snapshot,
    progress.first_fact_at,
    progress.newest_fact_at,
    progress.dirty_from,
    progress.settled_until,
    progress.conclusions_version,
    progress.revision,
    progress.settled_revision,
    station.last_seq
from json_each(:stations) as wanted
cross join station
left join progress on progress.station = station.station
where
    station.station = wanted.value and station.needs_refold = 0 and station.late_at is null
    and case
        when progress.station is null then not exists (select 1 from kept_since where kept_since.station = wanted.value)
        else progress.seq > 0
    end
    and not exists (
        select 1
        from journal_block
        where
            journal_block.station = wanted.value
            and (
                progress.station is null
                or (
                    journal_block.last_at >= progress.received_at
                    and journal_block.first_at > progress.received_at - 86400000000
                )
            )
    );

-- name: rows_ahead(places, most)
-- Rows behind a place each, given as a JSON list of (station, received_at, seq). Of each station no more are read than
-- are given, and of those behind it none, however many wait: a loop keeps the order of what it goes over.
select
    journal.station,
    journal.seq,
    journal.received_at,
    journal.direction,
    journal.text,
    journal.connection,
    journal.protocol
from json_each(:places) as wanted
cross join  -- postgresql: lateral (select * from
    journal
where
    journal.station = json_extract(wanted.value, '$[0]')
    and (journal.received_at, journal.seq) > (
        cast(json_extract(wanted.value, '$[1]') as bigint), cast(json_extract(wanted.value, '$[2]') as bigint)
    )  -- postgresql: order by journal.received_at, journal.seq limit :most) as journal
limit :most;

-- name: standing(stations)
-- Of stations: revision, number of facts, whether a frame came late that is not looked at, whether there is a claim,
-- and whether facts are known.
select
    station.station,
    ifnull(progress.revision, 0),
    ifnull(progress.facts, 0),
    station.late_at is not null and station.needs_refold = 0,
    exists (select 1 from claim where claim.station = station.station),
    case when progress.station is not null then progress.newest_fact_at is not null end
from json_each(:stations) as wanted
cross join station
left join progress on progress.station = station.station
where station.station = wanted.value;

-- name: put_progresses*!
insert into progress (
    station, received_at, seq, fold_version, snapshot, first_fact_at, newest_fact_at, dirty_from, settled_until,
    conclusions_version, revision, settled_revision, facts
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (station) do update set
    received_at = excluded.received_at,
    seq = excluded.seq,
    fold_version = excluded.fold_version,
    snapshot = excluded.snapshot,
    first_fact_at = excluded.first_fact_at,
    newest_fact_at = excluded.newest_fact_at,
    dirty_from = excluded.dirty_from,
    settled_until = excluded.settled_until,
    conclusions_version = excluded.conclusions_version,
    revision = excluded.revision,
    settled_revision = excluded.settled_revision,
    facts = excluded.facts;
