-- What counts once (a code of somebody's app, a log-in that another service told of), for as long as it could count
-- again; and who is known to such a service by which name of theirs.
create table used_once (
    what text primary key,
    until integer not null
) strict, without rowid;

create table identity (
    issuer text not null,
    subject text not null,
    account text not null,
    primary key (issuer, subject)
) strict, without rowid;
create index identity_of on identity (account);
