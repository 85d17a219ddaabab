-- name: frames_kept()^
-- How many frames there are, and when the first of them was received.
select
    (select count(*) from journal) + (select ifnull(sum(frames), 0) from journal_block),
    (
        select min(at)
        from (select min(received_at) as at from journal union all select min(first_at) from journal_block) as firsts
    );

-- name: frames_lately(since)$
-- Of a block that begins before, none is counted.
select
    (select count(*) from journal where received_at >= :since)
    + (select ifnull(sum(frames), 0) from journal_block where first_at >= :since);

-- name: facts_not_packed(before)$
select count(*) from fact where at < :before;
