-- By which programs ask for somebody, and what anybody changed. `doc`, `before` and `after` are JSON.
create table api_token (
    account text not null,
    name text not null,
    digest text not null unique,
    used_at integer,
    doc text not null,
    primary key (account, name)
) strict, without rowid;

create table audit (
    id integer primary key autoincrement,
    at integer not null,
    who text not null,
    by text not null,
    address text not null,
    what text not null,
    about text not null,
    before text,
    after text
) strict;
create index audit_at on audit (at);

-- Nothing of it is changed, and nothing goes that is not older than what is kept.
create trigger audit_stays before update on audit
begin
    select raise(abort, 'the audit trail is only added to');
end;
create trigger audit_kept before delete on audit
when old.at >= coalesce((select cast(value as integer) from meta where key = 'audit_since'), 0)
begin
    select raise(abort, 'the audit trail is only added to');
end;
