-- Rules of alerts, what holds of them, what was told, and what waits to be sent.

-- `doc` is JSON; what of a channel is secret stands in it sealed.
create table alert_rule (name text primary key, doc text not null) without rowid;
create table alert_channel (name text primary key, doc text not null) without rowid;

-- What is remembered of a rule: of one charger, or of a site's chargers. Something of it is due then.
create table alert_group (
    rule text not null,
    key text not null,
    due integer not null,
    doc text not null,
    primary key (rule, key)
) without rowid;
create index alert_group_due on alert_group (due);

create table alert_notice (id text primary key, at integer not null, doc text not null) without rowid;
create index alert_notice_at on alert_notice (at);

-- A notice to be sent to a channel. It waits while both `sent_at` and `given_up_at` are null.
create table outbox (
    id text not null,
    channel text not null,
    body text not null,
    kept_at integer not null,
    tries integer not null default 0,
    next_at integer not null,
    sent_at integer,
    given_up_at integer,
    why text not null default '',
    primary key (id, channel)
) without rowid;
create index outbox_waiting on outbox (channel, next_at, kept_at, id) where sent_at is null and given_up_at is null;
create index outbox_given_up on outbox (given_up_at) where given_up_at is not null;
