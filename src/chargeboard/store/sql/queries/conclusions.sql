-- name: checkpoint(station, at_most, received_until)^
select at, received_until, opened(carry)
from checkpoint
where station = :station and at <= :at_most and received_until <= :received_until
order by at desc
limit 1;

-- name: add_checkpoints*!
insert into checkpoint (station, at, received_until, carry) values (?, ?, ?, pressed(?))
on conflict (station, at) do update set received_until = excluded.received_until, carry = excluded.carry;

-- name: thin_checkpoints(station, newest)!
-- Of each quarter of a day the last one stays, before the last two days of each day; and all of the last hour.
delete from checkpoint
where
    station = :station and at >= :newest - 345600000000 and at < :newest - 3600000000
    and exists (
        select 1
        from checkpoint as later
        where
            later.station = :station and later.at > checkpoint.at and later.at <= :newest
            and later.at / case when checkpoint.at < :newest - 172800000000 then 86400000000 else 21600000000 end
            = checkpoint.at / case when checkpoint.at < :newest - 172800000000 then 86400000000 else 21600000000 end
    );

-- name: drop_checkpoints(station, since)!
-- The one at `since` stays: it is what the new conclusions went on from.
delete from checkpoint where station = :station and at > :since;

-- name: add_sessions*!
insert into session (
    station, start_at, key, socket, end_at, energy_wh, reason, is_completed, end_inferred, token, flags, doc,
    counted_wh, is_odd, ended_well, lists, settles_at, learned_late_at
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, pressed(?), ?, ?, ?, ?, ?, ?)
on conflict (station, start_at, key) do update set
    socket = excluded.socket,
    end_at = excluded.end_at,
    energy_wh = excluded.energy_wh,
    reason = excluded.reason,
    is_completed = excluded.is_completed,
    end_inferred = excluded.end_inferred,
    token = excluded.token,
    flags = excluded.flags,
    doc = excluded.doc,
    counted_wh = excluded.counted_wh,
    is_odd = excluded.is_odd,
    ended_well = excluded.ended_well,
    lists = excluded.lists,
    settles_at = excluded.settles_at,
    learned_late_at = excluded.learned_late_at;

-- name: add_session_bodies*!
insert into session_body (station, start_at, key, body) values (?, ?, ?, pressed(?))
on conflict (station, start_at, key) do update set body = excluded.body;

-- name: session_behind(station, since, most)$
-- From where on so many have settled.
select settles_at from session
where station = :station and settles_at >= :since
order by settles_at desc limit 1 offset :most;

-- name: attempt_behind(station, since, most)$
select settles_at from attempt
where station = :station and settles_at >= :since
order by settles_at desc limit 1 offset :most;

-- name: segment_behind(station, since, most)$
select start_at from segment
where station = :station and start_at >= :since
order by start_at desc limit 1 offset :most;

-- name: episode_behind(station, since, most)$
select start_at from station_error
where station = :station and start_at >= :since
order by start_at desc limit 1 offset :most;

-- name: earliest_open(station, at)$
-- When the first of those began before an instant that settled behind it.
select min(start_at)
from (
    select start_at from session where station = :station and settles_at >= :at and start_at < :at
    union all
    select start_at from attempt where station = :station and settles_at >= :at and start_at < :at
) as open_at;

-- name: drop_sessions(station, since, begun)
delete from session where station = :station and settles_at >= :since and start_at >= :begun returning start_at;

-- name: drop_session_bodies(station, since, begun)!
-- Those of the sessions that are dropped next.
delete from session_body
where
    station = :station
    and (start_at, key) in (
        select session.start_at, session.key
        from session
        where session.station = :station and session.settles_at >= :since and session.start_at >= :begun
    );

-- name: session_rows(station, first, last, settled_by)
-- Those that began in the span or up to a day before it, and the few long ones from further back. One that ended
-- at the first instant of the span counts in it.
select start_at, end_at, counted_wh, is_completed, is_odd, opened(doc), key
from session
where
    station = :station and start_at >= :first - 86400000000 and start_at < :last and settles_at < :settled_by
    and (start_at >= :first or ifnull(end_at, 9223372036854775807) >= :first)
union all
select start_at, end_at, counted_wh, is_completed, is_odd, opened(doc), key
from session indexed by session_long
where
    station = :station and start_at < :first - 86400000000 and start_at < :last and settles_at < :settled_by
    and ifnull(end_at, 9223372036854775807) >= :first
    and ifnull(end_at, 9223372036854775807) - start_at > 86400000000
order by 1, 7;

-- name: session_rows_begun(station, first, last, settled_by, most)
select start_at, end_at, counted_wh, is_completed, is_odd, opened(doc)
from session
where station = :station and start_at >= :first and start_at < :last and settles_at < :settled_by
order by start_at, key
limit :most;

-- name: first_to_settle(station, settled_by)$
-- When the first of those began that had not settled before an instant.
select min(start_at) from session where station = :station and settles_at >= :settled_by;

-- name: session_days(station, first, last)
select day_at, brief, body from session_day
where station = :station and day_at >= :first and day_at < :last order by day_at;

-- name: session_days_until(station)$
select until from session_days_until where station = :station;

-- name: put_session_days*!
insert into session_day (station, day_at, brief, body) values (?, ?, ?, ?)
on conflict (station, day_at) do update set brief = excluded.brief, body = excluded.body;

-- name: put_session_days_until(station, until)!
insert into session_days_until (station, until) values (:station, :until)
on conflict (station) do update set until = excluded.until;

-- name: stays(station, first, last, settled_by)
select socket, start_at, end_at, key
from session indexed by session_list
where
    station = :station and start_at >= :first - 86400000000 and start_at < :last and settles_at < :settled_by
    and ifnull(end_at, 9223372036854775807) > :first
union all
select socket, start_at, end_at, key
from session indexed by session_long
where
    station = :station and start_at < :first - 86400000000 and start_at < :last and settles_at < :settled_by
    and ifnull(end_at, 9223372036854775807) > :first
    and ifnull(end_at, 9223372036854775807) - start_at > 86400000000
order by 2, 4;

-- name: sessions(station, first, last)
select session.start_at, session.key, opened(session_body.body)
from session
inner join session_body using (station, start_at, key)
where
    session.station = :station and session.start_at >= :first - 86400000000 and session.start_at < :last
    and (session.start_at >= :first or ifnull(session.end_at, 9223372036854775807) >= :first)
union all
select session.start_at, session.key, opened(session_body.body)
from session indexed by session_long
inner join session_body using (station, start_at, key)
where
    session.station = :station and session.start_at < :first - 86400000000 and session.start_at < :last
    and ifnull(session.end_at, 9223372036854775807) >= :first
    and ifnull(session.end_at, 9223372036854775807) - session.start_at > 86400000000
order by 1, 2;

-- name: add_attempts*!
insert into attempt (
    station, start_at, n, socket, end_at, outcome, stage, because, body, is_plugged, is_authorised, is_started,
    ended_well, settles_at
)
values (?, ?, ?, ?, ?, ?, ?, ?, pressed(?), ?, ?, ?, ?, ?)
on conflict (station, start_at, n) do update set
    socket = excluded.socket,
    end_at = excluded.end_at,
    outcome = excluded.outcome,
    stage = excluded.stage,
    because = excluded.because,
    body = excluded.body,
    is_plugged = excluded.is_plugged,
    is_authorised = excluded.is_authorised,
    is_started = excluded.is_started,
    ended_well = excluded.ended_well,
    settles_at = excluded.settles_at;

-- name: drop_attempts(station, since, begun)!
delete from attempt where station = :station and settles_at >= :since and start_at >= :begun;

-- name: attempts(station, first, last)
select start_at, n, opened(body)
from attempt
where
    station = :station and start_at >= :first - 86400000000 and start_at < :last
    and (start_at >= :first or ifnull(end_at, 9223372036854775807) > :first)
union all
select start_at, n, opened(body)
from attempt indexed by attempt_long
where
    station = :station and start_at < :first - 86400000000 and start_at < :last
    and ifnull(end_at, 9223372036854775807) > :first
    and ifnull(end_at, 9223372036854775807) - start_at > 86400000000
order by 1, 2;

-- name: attempts_in_brief(station, first, last)
select socket, start_at, outcome, settles_at
from attempt indexed by attempt_list
where station = :station and start_at >= :first and start_at < :last
order by start_at, n;

-- name: add_segments*!
insert into segment (station, start_at, socket, end_at, state) values (?, ?, ?, ?, ?)
on conflict (station, start_at, socket) do update set end_at = excluded.end_at, state = excluded.state;

-- name: drop_segments(station, since)!
delete from segment where station = :station and start_at >= :since;

-- name: segments(station, first, last)
select socket, start_at, end_at, state
from segment
where
    station = :station and start_at >= :first - 86400000000 and start_at < :last
    and (start_at >= :first or end_at > :first)
union all
select socket, start_at, end_at, state
from segment indexed by segment_long
where
    station = :station and start_at < :first - 86400000000 and start_at < :last
    and end_at > :first and end_at - start_at > 86400000000
order by 2, 1;

-- name: segments_begun(station, first, last)
-- In the order of the table, so that nothing is sorted and rows can be read one by one.
select socket, start_at, end_at, state
from segment
where station = :station and start_at >= :first and start_at < :last
order by start_at, socket;

-- name: add_no_energy*!
insert into no_energy (station, start_at, socket, end_at, settles_at) values (?, ?, ?, ?, ?)
on conflict (station, start_at, socket) do update set end_at = excluded.end_at, settles_at = excluded.settles_at;

-- name: drop_no_energy(station, since)!
delete from no_energy where station = :station and settles_at >= :since;

-- name: no_energy(station, first, last)
select socket, start_at, end_at, settles_at
from no_energy
where
    station = :station and start_at >= :first - 86400000000 and start_at < :last
    and (start_at >= :first or end_at > :first)
union all
select socket, start_at, end_at, settles_at
from no_energy indexed by no_energy_long
where
    station = :station and start_at < :first - 86400000000 and start_at < :last
    and end_at > :first and end_at - start_at > 86400000000
order by 2, 1;

-- name: add_gaps*!
insert into gap (station, start_at, kind, end_at) values (?, ?, ?, ?)
on conflict (station, start_at, kind) do update set end_at = excluded.end_at;

-- name: drop_gaps(station, since)!
delete from gap where station = :station and start_at >= :since;

-- name: gaps(station, first, last)
select start_at, end_at, kind
from gap
where
    station = :station and start_at >= :first - 86400000000 and start_at < :last
    and (start_at >= :first or ifnull(end_at, 9223372036854775807) > :first)
union all
select start_at, end_at, kind
from gap indexed by gap_long
where
    station = :station and start_at < :first - 86400000000 and start_at < :last
    and ifnull(end_at, 9223372036854775807) > :first
    and ifnull(end_at, 9223372036854775807) - start_at > 86400000000
order by 1, 3;

-- name: add_episodes*!
insert into station_error (
    station, start_at, socket, code, vendor_code, end_at, last_seen_at, severity, kind, is_momentary, reports,
    info, body
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, pressed(?))
on conflict (station, start_at, socket, code, vendor_code) do update set
    end_at = excluded.end_at,
    last_seen_at = excluded.last_seen_at,
    severity = excluded.severity,
    kind = excluded.kind,
    is_momentary = excluded.is_momentary,
    reports = excluded.reports,
    info = excluded.info,
    body = excluded.body;

-- name: drop_episodes(station, since)!
delete from station_error where station = :station and start_at >= :since;

-- name: episodes(station, first, last)
select start_at, socket, code, vendor_code, opened(body)
from station_error
where
    station = :station and start_at >= :first - 86400000000 and start_at < :last
    and (start_at >= :first or ifnull(end_at, 9223372036854775807) > :first)
union all
select start_at, socket, code, vendor_code, opened(body)
from station_error indexed by station_error_long
where
    station = :station and start_at < :first - 86400000000 and start_at < :last
    and ifnull(end_at, 9223372036854775807) > :first
    and ifnull(end_at, 9223372036854775807) - start_at > 86400000000
order by 1, 2, 3, 4;

-- name: add_orphans*!
insert into orphan (station, at, n, transaction_id, meter_stop_wh, reason, settles_at)
values (?, ?, ?, ?, ?, ?, ?)
on conflict (station, at, n) do update set
    transaction_id = excluded.transaction_id,
    meter_stop_wh = excluded.meter_stop_wh,
    reason = excluded.reason,
    settles_at = excluded.settles_at;

-- name: orphans(station, first, last)
select at, transaction_id, meter_stop_wh, reason, settles_at
from orphan
where station = :station and at >= :first and at < :last
order by at, n;

-- name: drop_orphans(station, since)!
delete from orphan where station = :station and settles_at >= :since;

-- name: add_days*!
insert into station_day (
    station, day, length_us, available_us, preparing_us, charging_us, suspended_us, finishing_us, reserved_us,
    unavailable_us, faulted_us, offline_us, unknown_us, attempts, successes, sessions, energy_wh, is_revised,
    body
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, pressed(?))
on conflict (station, day) do update set
    length_us = excluded.length_us,
    available_us = excluded.available_us,
    preparing_us = excluded.preparing_us,
    charging_us = excluded.charging_us,
    suspended_us = excluded.suspended_us,
    finishing_us = excluded.finishing_us,
    reserved_us = excluded.reserved_us,
    unavailable_us = excluded.unavailable_us,
    faulted_us = excluded.faulted_us,
    offline_us = excluded.offline_us,
    unknown_us = excluded.unknown_us,
    attempts = excluded.attempts,
    successes = excluded.successes,
    sessions = excluded.sessions,
    energy_wh = excluded.energy_wh,
    is_revised = excluded.is_revised,
    body = excluded.body;

-- name: drop_days(station, first)!
delete from station_day where station = :station and day >= :first;

-- name: days(station, first, end)
select opened(body) from station_day where station = :station and day >= :first and day < :end order by day;
