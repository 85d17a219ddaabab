-- name: people_changes()$
select cast(value as bigint) from meta where key = 'people_changes';

-- name: count_people_change()!
insert into meta (key, value) values ('people_changes', '1')
on conflict (key) do update set value = cast(cast(meta.value as bigint) + 1 as text);

-- name: has_accounts()$
select exists (select 1 from account);

-- name: account(name)$
select doc from account where name = :name;

-- name: accounts()
select doc from account order by name;

-- name: save_account(name, doc)!
insert into account (name, doc) values (:name, :doc)
on conflict (name) do update set doc = excluded.doc;

-- name: drop_account(name)$
delete from account where name = :name returning 1;

-- name: identified(issuer, subject)$
select account from identity where issuer = :issuer and subject = :subject;

-- name: identities_of(account)
select issuer, subject from identity where account = :account order by issuer, subject;

-- name: save_identity(issuer, subject, account)!
insert into identity (issuer, subject, account) values (:issuer, :subject, :account);

-- name: drop_identities_of(account)!
delete from identity where account = :account;

-- name: log_in(digest)^
select doc, seen_at from log_in where digest = :digest;

-- name: held_log_in(digest)^
select log_in.doc, log_in.seen_at, account.doc
from log_in
left join account on account.name = log_in.account
where log_in.digest = :digest;

-- name: log_ins()
select doc, seen_at from log_in order by seen_at desc, digest;

-- name: save_log_in(digest, account, until, seen_at, doc)!
insert into log_in (digest, account, until, seen_at, doc)
values (:digest, :account, :until, :seen_at, :doc)
on conflict (digest) do update set
    account = excluded.account,
    until = excluded.until,
    seen_at = excluded.seen_at,
    doc = excluded.doc;

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

-- name: use_once(what, until)$
insert into used_once (what, until) values (:what, :until)
on conflict (what) do nothing
returning 1;

-- name: tidy_used(now)!
delete from used_once where until <= :now;

-- name: invitation(digest)^
select digest, account, until from invitation where digest = :digest;

-- name: save_invitation(digest, account, until)!
insert into invitation (digest, account, until) values (:digest, :account, :until)
on conflict (account) do update set digest = excluded.digest, until = excluded.until;

-- name: api_token(digest)^
select doc, used_at from api_token where digest = :digest;

-- name: api_tokens(account)
select doc, used_at from api_token where account = :account order by name;

-- name: save_api_token(account, name, digest, used_at, doc)!
insert into api_token (account, name, digest, used_at, doc)
values (:account, :name, :digest, :used_at, :doc)
on conflict (account, name) do update set digest = excluded.digest, used_at = excluded.used_at, doc = excluded.doc;

-- name: used_api_token(digest, at)!
update api_token set used_at = :at where digest = :digest;

-- name: drop_api_token(account, name)$
delete from api_token where account = :account and name = :name returning 1;

-- name: drop_api_tokens_of(account)!
delete from api_token where account = :account;

-- name: note_audit(at, who, by, address, what, about, before, after)!
insert into audit (at, who, by, address, what, about, before, after)
values (:at, :who, :by, :address, :what, :about, :before, :after);

-- name: audit(since, until, who, about, most, skipped)
select at, who, by, address, what, about, before, after
from audit
where at >= :since and at < :until and (:who = '' or who = :who) and (:about = '' or about = :about)
order by at desc, id desc
limit :most offset :skipped;

-- name: keep_audit_since(since)!
insert into meta (key, value) values ('audit_since', :since)
on conflict (key) do update set value = excluded.value;

-- name: let_go_audit(before)!
delete from audit where at < :before;

-- name: drop_invitations_of(account)!
delete from invitation where account = :account;
