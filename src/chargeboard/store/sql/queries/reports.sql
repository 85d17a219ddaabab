-- name: report_orders()
select doc from report_order order by name;

-- name: save_report_order(name, doc)!
insert into report_order (name, doc) values (:name, :doc)
on conflict (name) do update set doc = excluded.doc;

-- name: drop_report_order(name)$
delete from report_order where name = :name returning 1;

-- name: reports_planned()
select name, until_at from report_planned order by name;

-- name: save_reports_planned(name, until_at)!
insert into report_planned (name, until_at) values (:name, :until_at)
on conflict (name) do update set until_at = excluded.until_at;

-- name: forget_reports_planned(kept)!
-- All but those of these names, a list as JSON.
delete from report_planned where name not in (select value from json_each(:kept));

-- name: drop_reports_waiting(begin)!
-- What waits to be sent and whose name begins like that.
delete from outbox
where sent_at is null and given_up_at is null and substr(id, 1, length(:begin)) = :begin;
