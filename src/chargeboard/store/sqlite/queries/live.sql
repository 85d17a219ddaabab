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

-- name: fleet()
select progress.station, progress.revision, fleet.revision, fleet.valid_until, cast(fleet.doc as blob)
from progress
left join fleet on fleet.station = progress.station
order by progress.station;

-- name: save_fleet(station, revision, valid_until, doc)!
insert or replace into fleet (station, revision, valid_until, doc)
values (:station, :revision, :valid_until, :doc);
