-- The sessions that began on a day (UTC) which is over, as the page needs them, in one row: who looks at a month reads
-- thirty of them. They are those of `session` and are made of it; what changes there takes them away.
create table session_day (
    station text not null,
    day_at integer not null,
    body blob not null,
    primary key (station, day_at)
) strict, without rowid;

-- Up to where days are in such rows; one without a row has no session.
create table session_days_until (
    station text primary key,
    until integer not null
) strict, without rowid;

create trigger session_added after insert on session
begin
    delete from session_day
    where station = new.station and day_at > new.start_at - 86400000000 and day_at <= new.start_at;
    update session_days_until set until = new.start_at where station = new.station and until > new.start_at;
end;
create trigger session_changed after update on session
begin
    delete from session_day
    where station = new.station and day_at > old.start_at - 86400000000 and day_at <= old.start_at;
    update session_days_until set until = old.start_at where station = new.station and until > old.start_at;
end;
create trigger session_dropped after delete on session
begin
    delete from session_day
    where station = old.station and day_at > old.start_at - 86400000000 and day_at <= old.start_at;
    update session_days_until set until = old.start_at where station = old.station and until > old.start_at;
end;
