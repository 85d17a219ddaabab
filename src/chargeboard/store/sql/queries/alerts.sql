-- name: alert_rules()
select doc from alert_rule order by name;

-- name: save_alert_rule(name, doc)!
insert into alert_rule (name, doc) values (:name, :doc)
on conflict (name) do update set doc = excluded.doc;

-- name: drop_alert_rule(name)$
delete from alert_rule where name = :name returning 1;

-- name: alert_channels()
select doc from alert_channel order by name;

-- name: save_alert_channel(name, doc)!
insert into alert_channel (name, doc) values (:name, :doc)
on conflict (name) do update set doc = excluded.doc;

-- name: drop_alert_channel(name)$
delete from alert_channel where name = :name returning 1;

-- name: alert_changes()$
select cast(value as bigint) from meta where key = 'alert_changes';

-- name: count_alert_change()!
insert into meta (key, value) values ('alert_changes', '1')
on conflict (key) do update set value = cast(cast(meta.value as bigint) + 1 as text);

-- name: alert_group(rule, key)$
select doc from alert_group where rule = :rule and key = :key;

-- name: alert_groups()
select rule, doc from alert_group order by rule, key;

-- name: save_alert_group(rule, key, due, doc)!
insert into alert_group (rule, key, due, doc) values (:rule, :key, :due, :doc)
on conflict (rule, key) do update set due = excluded.due, doc = excluded.doc;

-- name: drop_alert_group(rule, key)!
delete from alert_group where rule = :rule and key = :key;

-- name: forget_alert_groups(rules)!
-- All but those of these rules, a list as JSON.
delete from alert_group where rule not in (select value from json_each(:rules));

-- name: drop_alert_groups_of(rule)!
delete from alert_group where rule = :rule;

-- name: alert_due(now, most)
select rule, key from alert_group where due <= :now order by due limit :most;

-- name: keep_notice(id, at, doc)$
insert into alert_notice (id, at, doc) values (:id, :at, :doc)
on conflict (id) do nothing
returning 1;

-- name: notices(most)
select doc from alert_notice order by at desc, id limit :most;

-- name: told_by()
select distinct json_extract(doc, '$.rule') as rule, json_extract(doc, '$.kind') as kind
from alert_notice
order by rule, kind;

-- name: notices_of(rule, kind)
select doc from alert_notice
where json_extract(doc, '$.rule') = :rule and json_extract(doc, '$.kind') = :kind
order by at desc, id;

-- name: tidy_letters(before)!
-- Those of no notice.
delete from outbox where coalesce(sent_at, given_up_at) < :before and id not in (select id from alert_notice);

-- name: tidy_notices(before)
-- What waits to be sent keeps its notice.
delete from alert_notice
where
    at < :before
    and id not in (select id from outbox where sent_at is null and given_up_at is null)
returning id;

-- name: drop_letters(id)!
delete from outbox where id = :id;

-- name: keep_letter(id, channel, body, kept_at)!
insert into outbox (id, channel, body, kept_at, next_at) values (:id, :channel, :body, :kept_at, :kept_at)
on conflict do nothing;

-- name: delivered(ids)
-- Of these notices, a list as JSON.
select id, channel, sent_at, given_up_at, tries, why
from outbox
where id in (select value from json_each(:ids))
order by id, channel;

-- name: letters(channel, now, most)
select id, channel, body, kept_at, tries, next_at
from outbox
where channel = :channel and sent_at is null and given_up_at is null and next_at <= :now
order by next_at, kept_at, id
limit :most;

-- name: next_letter_at()$
select min(next_at) from outbox where sent_at is null and given_up_at is null;

-- name: letter_sent(id, channel, at)!
update outbox set sent_at = :at, tries = tries + 1, why = '', body = '' where id = :id and channel = :channel;

-- name: letter_failed(id, channel, next_at, why)!
update outbox set next_at = :next_at, tries = tries + 1, why = :why where id = :id and channel = :channel;

-- name: letter_given_up(id, channel, at, why)!
update outbox
set given_up_at = :at, tries = tries + 1, why = :why
where id = :id and channel = :channel;

-- name: drop_waiting_letters(channel)!
delete from outbox
where channel in (:channel, 'reports/' || :channel) and sent_at is null and given_up_at is null;

-- name: letters_stuck()^
-- How many, and the one that was tried longest.
select count(*) over (), channel, why from outbox
where sent_at is null and given_up_at is null and tries > 0
order by tries desc, channel, id
limit 1;

-- name: letters_given_up(since)^
-- How many, and the last one.
select count(*) over (), channel, why from outbox
where given_up_at >= :since
order by given_up_at desc, channel, id
limit 1;
