-- Who works with us, and which browsers are logged in. `doc` is JSON; what is secret stands in it hashed.
create table account (name text primary key, doc text not null) strict, without rowid;

create table log_in (
    digest text primary key,
    account text not null,
    until integer not null,
    seen_at integer not null,
    doc text not null
) strict, without rowid;
create index log_in_of on log_in (account);

create table invitation (
    account text primary key,
    digest text not null unique,
    until integer not null
) strict, without rowid;

-- Log-ins were signed and not kept; those that were given back stood here.
delete from meta where key glob 'ended_ticket *';

-- By which chargers are found for those who see some sites alone.
alter table fleet_line add column site text not null default '';
update fleet_line
set site = coalesce((select doc ->> '$.site' from fleet where fleet.station = fleet_line.station), '');
create index fleet_line_of_site on fleet_line (site, station);
