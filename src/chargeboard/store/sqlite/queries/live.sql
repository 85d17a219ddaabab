-- name: given_transaction(station, key)$
select transaction_id from given_transaction where station = :station and key = :key;

-- name: last_given_transaction(station)$
select max(transaction_id) from given_transaction where station = :station;

-- name: give_transaction(station, key, transaction_id)!
insert into given_transaction (station, key, transaction_id) values (:station, :key, :transaction_id);

-- name: credential(station)^
select station, approved, salt, digest, asked_at from credential where station = :station;

-- name: credentials()
select station, approved, salt, digest, asked_at from credential order by station;

-- name: save_credential(station, approved, salt, digest, asked_at)!
insert or replace into credential (station, approved, salt, digest, asked_at)
values (:station, :approved, :salt, :digest, :asked_at);

-- name: drop_waiting(most)
-- Who was dismissed goes first, then who asked first.
delete from credential
where
    station in (
        select station
        from credential
        where not approved and digest is null
        order by coalesce(asked_at, 0) desc, station
        limit -1 offset :most
    )
returning station;

-- name: fleet_marks()
-- From two indexes: neither states nor documents are read.
select progress.station, progress.revision, fleet.revision, fleet.valid_until
from progress indexed by progress_told
left join fleet indexed by fleet_told on fleet.station = progress.station
where progress.newest_fact_at is not null
order by progress.station;

-- name: fleet()
select station, revision, valid_until, cast(doc as blob) from fleet order by station;

-- name: fleet_line(station)^
select station, revision, valid_until, cast(doc as blob) from fleet where station = :station;

-- name: fleet_due(now, most)
select station from fleet where valid_until <= :now order by valid_until limit :most;

-- name: deny_fleet(station)!
-- The line is not true any more, whatever the time.
update fleet set valid_until = 0 where station = :station;

-- name: save_fleet(station, revision, valid_until, doc)!
insert or replace into fleet (station, revision, valid_until, doc)
values (:station, :revision, :valid_until, :doc);
