-- What an operator's own system keeps of chargers, as an engineer lays it out whose dashboard has to be fast: an index
-- for each question, with what it is answered by.
create table charger (id text not null, zone text not null, seen_since timestamptz not null);

create table socket (charger text not null, socket bigint not null);

create table session (
    id bigint not null,
    charger text not null,
    socket bigint not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    energy_wh double precision,
    -- whether it counts as one: it ended, and energy flowed
    is_completed boolean not null,
    -- what the last sample told, of those that are running
    power_w double precision,
    soc_pct double precision
);

-- the register of a session, from 0 on
create table reading (session bigint not null, told_at timestamptz not null, energy_wh double precision not null);

-- each change of a socket's status
create table status (charger text not null, socket bigint not null, told_at timestamptz not null, status text not null);

create table attempt (charger text not null, told_at timestamptz not null, outcome text not null);

create table error (
    charger text not null,
    socket bigint not null,
    code text not null,
    vendor_code text not null,
    began_at timestamptz not null,
    last_seen_at timestamptz not null,
    cleared_at timestamptz,
    is_momentary boolean not null,
    severity bigint not null,
    info text not null
);
