-- name: given_transaction(station, key)$
select transaction_id from given_transaction where station = :station and key = :key;

-- name: last_given_transaction(station)$
select max(transaction_id) from given_transaction where station = :station;

-- name: give_transaction(station, key, transaction_id)!
insert into given_transaction (station, key, transaction_id) values (:station, :key, :transaction_id);

-- name: credential(station)^
select station, approved, salt, digest, asked_at, withdrawn_at, certificates_after
from credential
where station = :station;

-- name: credentials()
select station, approved, salt, digest, asked_at, withdrawn_at, certificates_after
from credential
order by station;

-- name: waiting_credentials()
-- From the index of those that nobody approved: of the others there may be many.
select station, approved, salt, digest, asked_at, withdrawn_at, certificates_after
from credential indexed by credential_waiting
where approved = 0 and digest is null and withdrawn_at is null and asked_at is not null
order by asked_at, station;

-- name: save_credential(station, approved, salt, digest, asked_at, withdrawn_at, certificates_after, change)!
insert into credential (
    station, approved, salt, digest, asked_at, withdrawn_at, certificates_after, change
)
values (:station, :approved, :salt, :digest, :asked_at, :withdrawn_at, :certificates_after, :change)
on conflict (station) do update set
    approved = excluded.approved,
    salt = excluded.salt,
    digest = excluded.digest,
    asked_at = excluded.asked_at,
    withdrawn_at = excluded.withdrawn_at,
    certificates_after = excluded.certificates_after,
    change = excluded.change;

-- name: add_waiting(station, asked_at, change)!
-- Somebody may have said something about it meanwhile.
insert into credential (station, approved, asked_at, change) values (:station, 0, :asked_at, :change)
on conflict do nothing;

-- name: changed_credentials(after)
select change, station from credential where change > :after order by change;

-- name: drop_waiting(most)
-- Who was dismissed goes first, then who asked first.
delete from credential
where
    station in (
        select station
        from credential indexed by credential_waiting
        where approved = 0 and digest is null and withdrawn_at is null
        order by coalesce(asked_at, 0) desc, station
        limit 9223372036854775807 offset :most
    )
returning station;
