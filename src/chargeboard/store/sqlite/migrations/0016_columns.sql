-- What is asked for stands in columns, and no index reads the bytes of a body.

-- `kind` is the tag of the body, `socket` null where the message did not say. `msgpack_item(body, n)` is the n-th
-- element of an array in MessagePack, known to migrations alone.
drop index fact_odd;
drop index fact_turn;
alter table fact add column kind text not null default '';
alter table fact add column socket integer;
update fact set kind = msgpack_item(body, 0);
update fact
set socket = msgpack_item(
    body,
    case kind
        when 'status' then 3
        when 'sample' then 3
        when 'reserve' then 4
        when 'problem' then 4
        when 'token' then 5
        when 'remote' then 5
        when 'start' then 5
        when 'tx' then 10
    end
)
where kind in ('status', 'sample', 'reserve', 'problem', 'token', 'remote', 'start', 'tx');
create index fact_odd on fact (station, at, received_at, n) where kind = 'odd';
-- Boots, and statuses of the charger as a whole.
create index fact_turn on fact (station, at, received_at, n)
where kind = 'boot' or (kind = 'status' and socket = 0);

-- Which lists a session is in, a bit each: all, those that count, that ended and do not, that go on, whose end is
-- inferred, that were revised, that have a remark.
drop index session_list;
alter table session add column lists integer not null default 1;
update session
set lists = 1
    + 2 * (is_completed <> 0)
    + 4 * (end_at is not null and not is_completed)
    + 8 * (end_at is null)
    + 16 * (end_inferred <> 0)
    + 32 * (instr(' ' || flags || ' ', ' revised ') > 0)
    + 64 * (is_odd <> 0);
create index session_list on session (
    station, start_at, key, lists, end_at, socket, energy_wh, counted_wh, is_completed, end_inferred, ended_well
);
