-- For chargers that connect to us, and for the list of chargers.

alter table progress add column settled_revision integer not null default 0;

-- The transaction id that a 1.6 start was given; the same start gets the same id for ever.
create table given_transaction (
    station text not null,
    key text not null,
    transaction_id integer not null,
    primary key (station, key)
) strict, without rowid;

create unique index given_transaction_once on given_transaction (station, transaction_id);

-- Who may connect. `digest` is the salted hash of a random key; null: no password was set.
create table credential (
    station text primary key,
    approved integer not null,
    salt blob,
    digest blob,
    asked_at integer
) strict, without rowid;

-- One line of the list of chargers, as JSON, of which revision it tells, and until when
-- time alone leaves it true.
create table fleet (
    station text primary key,
    revision integer not null,
    valid_until integer not null,
    doc text not null
) strict, without rowid;
