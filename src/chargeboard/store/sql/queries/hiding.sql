-- name: hidden_by()$
select value from meta where key = 'hidden_by';

-- name: put_hidden_by(rules)!
insert into meta (key, value) values ('hidden_by', :rules)
on conflict (key) do update set value = excluded.value;

-- name: unwiped()$
select count(*) from meta where key = 'unwiped';

-- name: put_unwiped()!
insert into meta (key, value) values ('unwiped', '')
on conflict do nothing;

-- name: drop_unwiped()!
delete from meta where key = 'unwiped';

-- name: has_stations()$
select exists (select 1 from station);

-- name: drop_other_hiding(rules)!
delete from hiding where rules <> :rules;

-- name: drop_hiding()!
delete from hiding;

-- name: unhidden(rules)
-- Stations that are not at the end of it, those that have begun first.
select station.station
from station
left join hiding on hiding.station = station.station and hiding.rules = :rules
where hiding.step is null or hiding.step < 2
order by hiding.station is null, station.station;

-- name: hiding(station, rules)^
select step, at, seq, is_changed from hiding where station = :station and rules = :rules;

-- name: put_hiding(station, rules, step, at, seq, is_changed)!
insert into hiding (station, rules, step, at, seq, is_changed)
values (:station, :rules, :step, :at, :seq, :is_changed)
on conflict (station) do update set
    rules = excluded.rules,
    step = excluded.step,
    at = excluded.at,
    seq = excluded.seq,
    is_changed = excluded.is_changed;

-- name: texts_behind(station, at, seq, most)
select received_at, seq, text
from journal
where station = :station and (received_at, seq) > (:at, :seq)
order by received_at, seq
limit :most;

-- name: hide_texts*!
update journal set text = ? where station = ? and received_at = ? and seq = ? and text = ?;

-- name: block_behind(station, at, seq)^
select first_at, first_seq, body
from journal_block
where station = :station and (first_at, first_seq) > (:at, :seq)
order by first_at, first_seq
limit 1;

-- name: hide_block(body, station, first_at, first_seq, before)$
update journal_block set body = :body
where station = :station and first_at = :first_at and first_seq = :first_seq and body = :before
returning 1;
