-- What is left to do at a start is found without going through all chargers.

-- Chargers whose line and conclusions may be of other settings, rules or code than today's: each is looked at once.
create table unlooked (station text primary key) strict, without rowid;

create trigger charger_set after insert on charger
begin
    insert into unlooked
    select new.id
    where
        new.merged_into is null
        and exists (select 1 from progress where station = new.id)
        and new.id not in unlooked;
end;
create trigger charger_set_no_more after delete on charger
begin
    insert into unlooked
    select old.id
    where exists (select 1 from progress where station = old.id) and old.id not in unlooked;
end;

create index progress_unsettled on progress (station) where dirty_from is not null;
create index station_to_refold on station (station) where needs_refold;
