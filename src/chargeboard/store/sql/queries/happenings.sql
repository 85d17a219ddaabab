-- name: sessions_everywhere(first, last, words, most)
-- Of all listed chargers, the newest first; only those that have settled.
with page as (
    select session.station, session.start_at, session.key
    from session indexed by session_by_time
    cross join progress on progress.station = session.station
    cross join fleet_line on fleet_line.station = session.station
    where
        session.start_at >= :first and session.start_at < :last
        and session.settles_at < progress.settled_until
        and not exists (select 1 from json_each(:words) as word where instr(fleet_line.text, word.value) = 0)
    order by session.start_at desc, session.station, session.key
    limit :most
)

select page.station, page.start_at, opened(session.doc)
from page
cross join session on session.station = page.station and session.start_at = page.start_at and session.key = page.key
order by page.start_at desc, page.station, page.key;

-- name: sessions_of_sites(sites, first, last, words, most)
with page as (
    select session.station, session.start_at, session.key
    from json_each(:sites) as site
    cross join fleet_line indexed by fleet_line_of_site on fleet_line.site = site.value
    cross join progress on progress.station = fleet_line.station
    cross join session indexed by session_list on session.station = fleet_line.station
    where
        session.start_at >= :first and session.start_at < :last
        and session.settles_at < progress.settled_until
        and not exists (select 1 from json_each(:words) as word where instr(fleet_line.text, word.value) = 0)
    order by session.start_at desc, session.station, session.key
    limit :most
)

select page.station, page.start_at, opened(session.doc)
from page
cross join session on session.station = page.station and session.start_at = page.start_at and session.key = page.key
order by page.start_at desc, page.station, page.key;

-- name: sessions_learned_late(sites, first, since, words, most)
-- Those that began before an instant and were learned of since another; `sites` as JSON, null: of all.
select session.station, session.start_at, opened(session.doc)
from session indexed by session_learned_late
cross join progress on progress.station = session.station
cross join fleet_line on fleet_line.station = session.station
where
    session.learned_late_at >= :since and session.start_at < :first
    and session.settles_at < progress.settled_until
    and (cast(:sites as text) is null or fleet_line.site in (select value from json_each(:sites)))
    and not exists (select 1 from json_each(:words) as word where instr(fleet_line.text, word.value) = 0)
order by session.start_at desc, session.station, session.key
limit :most;

-- name: attempts_everywhere(first, last, words, outcome, most)
with page as (
    select attempt.station, attempt.start_at, attempt.n
    from attempt indexed by attempt_by_time
    cross join progress on progress.station = attempt.station
    cross join fleet_line on fleet_line.station = attempt.station
    where
        attempt.start_at >= :first and attempt.start_at < :last
        and attempt.settles_at < progress.settled_until
        and (
            :outcome = ''
            or attempt.outcome = :outcome
            or (:outcome = 'failed' and attempt.outcome not in ('success', 'pending'))
        )
        and not exists (select 1 from json_each(:words) as word where instr(fleet_line.text, word.value) = 0)
    order by attempt.start_at desc, attempt.station, attempt.n
    limit :most
)

select page.station, page.start_at, opened(attempt.body)
from page
cross join attempt on attempt.station = page.station and attempt.start_at = page.start_at and attempt.n = page.n
order by page.start_at desc, page.station, page.n;

-- name: attempts_of_sites(sites, first, last, words, outcome, most)
with page as (
    select attempt.station, attempt.start_at, attempt.n
    from json_each(:sites) as site
    cross join fleet_line indexed by fleet_line_of_site on fleet_line.site = site.value
    cross join progress on progress.station = fleet_line.station
    cross join attempt indexed by attempt_list on attempt.station = fleet_line.station
    where
        attempt.start_at >= :first and attempt.start_at < :last
        and attempt.settles_at < progress.settled_until
        and (
            :outcome = ''
            or attempt.outcome = :outcome
            or (:outcome = 'failed' and attempt.outcome not in ('success', 'pending'))
        )
        and not exists (select 1 from json_each(:words) as word where instr(fleet_line.text, word.value) = 0)
    order by attempt.start_at desc, attempt.station, attempt.n
    limit :most
)

select page.station, page.start_at, opened(attempt.body)
from page
cross join attempt on attempt.station = page.station and attempt.start_at = page.start_at and attempt.n = page.n
order by page.start_at desc, page.station, page.n;

-- name: errors_everywhere(first, last, words, most)
with page as (
    select station_error.station, station_error.start_at, station_error.socket, station_error.code, station_error.vendor_code
    from station_error indexed by station_error_by_time
    cross join progress on progress.station = station_error.station
    cross join fleet_line on fleet_line.station = station_error.station
    where
        station_error.start_at >= :first and station_error.start_at < :last
        and station_error.start_at < progress.settled_until
        and not exists (select 1 from json_each(:words) as word where instr(fleet_line.text, word.value) = 0)
    order by station_error.start_at desc, station_error.station, station_error.socket, station_error.code, station_error.vendor_code
    limit :most
)

select page.station, page.start_at, opened(station_error.body)
from page
cross join station_error on station_error.station = page.station and station_error.start_at = page.start_at and station_error.socket = page.socket and station_error.code = page.code and station_error.vendor_code = page.vendor_code
order by page.start_at desc, page.station, page.socket, page.code, page.vendor_code;

-- name: errors_of_sites(sites, first, last, words, most)
with page as (
    select station_error.station, station_error.start_at, station_error.socket, station_error.code, station_error.vendor_code
    from json_each(:sites) as site
    cross join fleet_line indexed by fleet_line_of_site on fleet_line.site = site.value
    cross join progress on progress.station = fleet_line.station
    cross join station_error on station_error.station = fleet_line.station
    where
        station_error.start_at >= :first and station_error.start_at < :last
        and station_error.start_at < progress.settled_until
        and not exists (select 1 from json_each(:words) as word where instr(fleet_line.text, word.value) = 0)
    order by station_error.start_at desc, station_error.station, station_error.socket, station_error.code, station_error.vendor_code
    limit :most
)

select page.station, page.start_at, opened(station_error.body)
from page
cross join station_error on station_error.station = page.station and station_error.start_at = page.start_at and station_error.socket = page.socket and station_error.code = page.code and station_error.vendor_code = page.vendor_code
order by page.start_at desc, page.station, page.socket, page.code, page.vendor_code;

-- name: recent_everywhere(kind, sites, words, first, last, outcome, most)
-- Those that have not settled; `sites` as JSON, null: of all.
select fleet_recent.station, fleet_recent.start_at, fleet_recent.body
from fleet_recent indexed by fleet_recent_by_time
cross join fleet_line on fleet_line.station = fleet_recent.station
where
    fleet_recent.kind = :kind and fleet_recent.start_at >= :first and fleet_recent.start_at < :last
    and (
        :outcome = ''
        or fleet_recent.outcome = :outcome
        or (:outcome = 'failed' and fleet_recent.outcome not in ('success', 'pending'))
    )
    and (cast(:sites as text) is null or fleet_line.site in (select value from json_each(:sites)))
    and not exists (select 1 from json_each(:words) as word where instr(fleet_line.text, word.value) = 0)
order by fleet_recent.start_at desc, fleet_recent.station, fleet_recent.n
limit :most;

-- name: recent_of(station)
select station, kind, n, start_at, outcome, body from fleet_recent where station = :station;

-- name: drop_recent_one*!
delete from fleet_recent where station = ? and kind = ? and n = ?;

-- name: drop_recent(station)!
delete from fleet_recent where station = :station;

-- name: add_recent*!
insert into fleet_recent (station, kind, n, start_at, outcome, body) values (?, ?, ?, ?, ?, ?);
