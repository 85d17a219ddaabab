-- Reports that are sent again and again, as JSON; what is to be sent of them waits in `outbox`.
create table report_order (name text primary key, doc text not null) strict, without rowid;

-- Up to when what is due of an order, of this table or of the settings file, was put there.
create table report_planned (name text primary key, until_at integer not null) strict, without rowid;
