-- name: exclusions()
select doc from exclusion order by from_at, until_at, id;

-- name: save_exclusion(id, from_at, until_at, doc)!
insert into exclusion (id, from_at, until_at, doc) values (:id, :from_at, :until_at, :doc)
on conflict (id) do update set from_at = excluded.from_at, until_at = excluded.until_at, doc = excluded.doc;

-- name: drop_exclusion(id)$
delete from exclusion where id = :id returning 1;

-- name: alert_groups_are_due(at)!
-- What alerts wait for may come earlier or later than they knew.
update alert_group set due = :at where due > :at;
