-- What is set while a charger is looked at for an earlier change is one more: the mark stays until that was, too.
alter table unlooked add column changes integer not null default 1;
