-- Stations that may have frames which no projector has folded yet: who looks for them looks at these, not at all.
create table unfolded (station text primary key) strict, without rowid;
insert into unfolded
select station.station
from station
left join progress on progress.station = station.station
where
    progress.station is null
    or station.newest_at > progress.received_at
    or exists (
        select 1 from journal
        where
            journal.station = station.station
            and (journal.received_at, journal.seq) > (progress.received_at, progress.seq)
    );

create trigger frames_came after insert on station
begin
    insert into unfolded select new.station where new.station not in unfolded;
end;
create trigger frames_came_again after update of last_seq on station
begin
    insert into unfolded select new.station where new.station not in unfolded;
end;
create trigger frames_went after delete on station
begin
    delete from unfolded where station = old.station;
end;
create trigger frames_folded after insert on progress
begin
    delete from unfolded where station = new.station;
    insert into unfolded
    select new.station
    where
        exists (select 1 from station where station = new.station and newest_at > new.received_at)
        or exists (
            select 1 from journal
            where station = new.station and (received_at, seq) > (new.received_at, new.seq)
        );
end;
