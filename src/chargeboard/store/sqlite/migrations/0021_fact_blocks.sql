-- Older facts, up to some thousand of one station and of a week at most, in their order. A row may lie where a block
-- is: it came late.
create table fact_block (
    station text not null,
    first_at integer not null,
    last_at integer not null,
    facts integer not null,
    first_n integer not null,
    last_n integer not null,
    first_received_at integer not null,
    last_received_at integer not null,
    is_retold integer not null,
    has_oddities integer not null,
    has_boots integer not null,
    has_statuses_of_all integer not null,
    body blob not null
) strict;
create index fact_block_order on fact_block (
    station, first_at, last_at, facts, first_n, last_n, first_received_at, last_received_at, is_retold,
    has_oddities, has_boots, has_statuses_of_all
);
