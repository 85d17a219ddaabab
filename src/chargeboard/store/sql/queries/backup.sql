-- name: holdings()^
-- How much of everything there is: a copy holds as much.
select
    (select count(*) from station),
    (select count(*) from journal) + (select coalesce(sum(frames), 0) from journal_block),
    (select count(*) from fact),
    (select count(*) from session);

-- name: packed_facts_held()$
select coalesce(sum(facts), 0) from fact_block;
