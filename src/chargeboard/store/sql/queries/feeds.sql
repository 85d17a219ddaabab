-- name: chosen_feeds()$
select value from meta where key = 'chosen_feeds';

-- name: put_chosen_feeds(chosen)!
insert into meta (key, value) values ('chosen_feeds', :chosen)
on conflict (key) do update set value = excluded.value;

-- name: feeds()
select name, kind, cursor, newest_at, kept_at, looked_at, wrong, wrong_since from feed order by name;

-- name: feed(name)^
select name, kind, cursor, newest_at, kept_at, looked_at, wrong, wrong_since from feed where name = :name;

-- name: feeds_of(station)
select feed.name, feed.kind, feed.cursor, feed.newest_at, feed.kept_at, feed.looked_at, feed.wrong, feed.wrong_since
from fed
inner join feed on feed.name = fed.feed
where fed.station = :station
order by feed.name;

-- name: begin_feed(name, kind, cursor, newest_at, kept_at, looked_at)$
-- Nothing where somebody else has read it meanwhile.
insert into feed (name, kind, cursor, newest_at, kept_at, looked_at, wrong)
values (:name, :kind, :cursor, :newest_at, :kept_at, :looked_at, '')
on conflict (name) do update set
    cursor = excluded.cursor,
    newest_at = excluded.newest_at,
    kept_at = excluded.kept_at,
    looked_at = excluded.looked_at,
    wrong = '',
    wrong_since = null
where feed.cursor = ''
returning name;

-- name: advance_feed(name, kind, cursor, newest_at, kept_at, looked_at, before)$
-- Nothing where somebody else has read on meanwhile.
update feed
set
    kind = :kind,
    cursor = :cursor,
    newest_at = :newest_at,
    kept_at = :kept_at,
    looked_at = :looked_at,
    wrong = '',
    wrong_since = null
where name = :name and cursor = :before
returning name;

-- name: tell_feed(name, kind, looked_at, wrong, wrong_since)!
insert into feed (name, kind, cursor, looked_at, wrong, wrong_since)
values (:name, :kind, '', :looked_at, :wrong, :wrong_since)
on conflict (name) do update set
    looked_at = excluded.looked_at,
    wrong = excluded.wrong,
    wrong_since = excluded.wrong_since;

-- name: add_fed(feed, stations)!
-- Of stations given as a JSON list; heard by it alone are those of which nothing is known but from logs.
insert into fed (station, feed, is_alone)
select
    wanted.value,
    :feed,
    case
        when
            exists (select 1 from station where station.station = wanted.value)
            and not exists (select 1 from log_only where log_only.station = wanted.value)
            then 0
        else 1
    end
from json_each(:stations) as wanted
where true
on conflict do nothing;

-- name: hear_fed(feed)
delete from log_only where station in (select fed.station from fed where fed.feed = :feed)
returning station;

-- name: unhear_fed(feed)
-- But whoever has connected to us since.
insert into log_only (station)
select fed.station
from fed
where
    fed.feed = :feed
    and fed.is_alone = 1
    and not exists (select 1 from held_link where held_link.station = fed.station)
on conflict do nothing
returning station;

-- name: fed_by(name)
select station from fed where feed = :name order by station;
