-- Which processes serve one database together, what each of them has to do, and who holds a charger's connection.

create table member (
    id text not null primary key,
    role text not null,
    place text not null,
    version text not null,
    since integer not null,
    beat_at integer not null,
    told text not null
) strict, without rowid;

-- A share of the chargers, or a chore for all of them: whose it is until when. Whoever takes it over makes the
-- epoch one more, so that what the former owner still writes is refused.
create table lease (
    name text not null primary key,
    owner text not null,
    epoch integer not null,
    until_at integer not null
) strict, without rowid;

-- The chargers' shares are counted once: a charger stays in its share.
insert into meta (key, value) values ('shares', '64');

-- What another process wants of a connection: 1, to know whether it lives; 2, that it ends, for its charger has
-- another one since `taken_at`.
alter table held_link add column holder text not null default '';
alter table held_link add column wanted integer not null default 0;
alter table held_link add column taken_at integer;
create index held_link_wanted on held_link (holder) where wanted > 0;
