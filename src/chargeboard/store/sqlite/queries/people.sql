-- name: people_changes()$
select cast(value as integer) from meta where key = 'people_changes';

-- name: count_people_change()!
insert into meta (key, value) values ('people_changes', '1')
on conflict (key) do update set value = cast(cast(value as integer) + 1 as text);

-- name: has_accounts()$
select exists (select 1 from account);

-- name: account(name)$
select doc from account where name = :name;

-- name: accounts()
select doc from account order by name;

-- name: save_account(name, doc)!
insert or replace into account (name, doc) values (:name, :doc);

-- name: drop_account(name)$
delete from account where name = :name returning 1;

-- name: log_in(digest)^
select doc, seen_at from log_in where digest = :digest;

-- name: log_ins()
select doc, seen_at from log_in order by seen_at desc, digest;

-- name: save_log_in(digest, account, until, seen_at, doc)!
insert or replace into log_in (digest, account, until, seen_at, doc)
values (:digest, :account, :until, :seen_at, :doc);

-- name: seen_log_in(digest, at)!
update log_in set seen_at = :at where digest = :digest;

-- name: drop_log_in(digest)$
delete from log_in where digest = :digest returning 1;

-- name: drop_log_ins_of(account)!
delete from log_in where account = :account;

-- name: tidy_log_ins(now)!
delete from log_in where until <= :now;

-- name: tidy_invitations(now)!
delete from invitation where until <= :now;

-- name: invitation(digest)^
select digest, account, until from invitation where digest = :digest;

-- name: save_invitation(digest, account, until)!
insert or replace into invitation (digest, account, until) values (:digest, :account, :until);

-- name: drop_invitations_of(account)!
delete from invitation where account = :account;
