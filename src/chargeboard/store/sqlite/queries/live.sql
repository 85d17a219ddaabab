-- name: given_transaction(station, key)$
select transaction_id from given_transaction where station = :station and key = :key;

-- name: last_given_transaction(station)$
select max(transaction_id) from given_transaction where station = :station;

-- name: give_transaction(station, key, transaction_id)!
insert into given_transaction (station, key, transaction_id) values (:station, :key, :transaction_id);

-- name: credential(station)^
select station, approved, salt, digest, asked_at, withdrawn_at, certificates_after
from credential
where station = :station;

-- name: credentials()
select station, approved, salt, digest, asked_at, withdrawn_at, certificates_after
from credential
order by station;

-- name: waiting_credentials()
-- From the index of those that nobody approved: of the others there may be many.
select station, approved, salt, digest, asked_at, withdrawn_at, certificates_after
from credential indexed by credential_waiting
where not approved and digest is null and withdrawn_at is null and asked_at is not null
order by asked_at, station;

-- name: save_credential(station, approved, salt, digest, asked_at, withdrawn_at, certificates_after, change)!
insert or replace into credential (
    station, approved, salt, digest, asked_at, withdrawn_at, certificates_after, change
)
values (:station, :approved, :salt, :digest, :asked_at, :withdrawn_at, :certificates_after, :change);

-- name: add_waiting(station, asked_at, change)!
-- Somebody may have said something about it meanwhile.
insert or ignore into credential (station, approved, asked_at, change) values (:station, 0, :asked_at, :change);

-- name: changed_credentials(after)
select change, station from credential where change > :after order by change;

-- name: drop_waiting(most)
-- Who was dismissed goes first, then who asked first.
delete from credential
where
    station in (
        select station
        from credential indexed by credential_waiting
        where not approved and digest is null and withdrawn_at is null
        order by coalesce(asked_at, 0) desc, station
        limit -1 offset :most
    )
returning station;

-- name: fleet_stale(now)
-- From two indexes: neither states nor documents are read.
select progress.station, progress.revision, fleet.valid_until is 0, fleet.station is not null
from progress indexed by progress_told
left join fleet indexed by fleet_told on fleet.station = progress.station
where progress.newest_fact_at is not null
and (fleet.revision is not progress.revision or fleet.valid_until <= :now)
and progress.station not in (select id from charger where deleted or merged_into is not null);

-- name: fleet_stations()
select station from progress
where newest_fact_at is not null
and station not in (select id from charger where deleted or merged_into is not null)
order by station;

-- name: fleet_next_due(now)$
select min(valid_until) from fleet where valid_until > :now;

-- name: fleet_unheard(declared)
-- Chargers that were named or are declared (a list as JSON), and of which nothing is known.
select id from charger
where not deleted and merged_into is null
and id not in (select station from progress where newest_fact_at is not null)
union
select value from json_each(:declared)
where value not in (select station from progress where newest_fact_at is not null)
and value not in (select id from charger where deleted or merged_into is not null)
order by 1;

-- name: fleet_page(own, words, show, sort, most, skipped)
-- `own` are lines that the asker brings, as JSON: they stand for those that are kept.
with own as materialized (
    select value ->> 0 as station, value ->> 1 as name, value ->> 2 as text, value ->> 4 as worst,
        value ->> 5 as faulted, value ->> 6 as is_offline, value ->> 7 as active_errors,
        value ->> 8 as attention, value ->> 9 as sessions_today, value ->> 10 as energy_today_wh,
        value ->> 11 as utilization_pct, value ->> 12 as success_pct
    from json_each(:own)
),
listed as (
    select station, name, text, worst, faulted, is_offline, active_errors, attention, sessions_today,
        energy_today_wh, utilization_pct, success_pct, 1 as is_kept
    from fleet_line
    where station not in (select station from own)
    and station not in (select id from charger where deleted or merged_into is not null)
    union all
    select *, 0 from own
),
page as (
    select *, row_number() over () as place from (
        select * from listed
        where (:show = '' or (:show = 'attention' and attention > 0) or (:show = 'offline' and is_offline)
            or (:show = 'faulted' and faulted > 0))
        and (:words = '[]' or not exists (select 1 from json_each(:words) where not instr(text, value)))
        order by
            case :sort
                when 'need' then -worst
                when 'sessions' then -sessions_today
                when 'energy' then -energy_today_wh
                when 'utilization' then -utilization_pct
                when 'success' then success_pct
                else 0
            end,
            case :sort when 'need' then -faulted else 0 end,
            case :sort when 'need' then 1 - is_offline else 0 end,
            case :sort when 'need' then -active_errors else 0 end,
            case :sort when 'need' then -attention else 0 end,
            case when :sort in ('need', 'name') then name else '' end,
            station
        limit :most offset :skipped
    )
)
select page.station, case when page.is_kept then cast(fleet.doc as blob) end
from page left join fleet on fleet.station = page.station
order by page.place;

-- name: fleet_counts(own, words, show)^
-- What the same filter as that of a page leaves, summed up.
with own as materialized (
    select value ->> 0 as station, value ->> 2 as text, value ->> 3 as timezone, value ->> 5 as faulted,
        value ->> 6 as is_offline, value ->> 8 as attention, value ->> 13 as active_sessions,
        value ->> 14 as energy_now_wh
    from json_each(:own)
),
listed as (
    select station, text, timezone, faulted, is_offline, attention, active_sessions, energy_now_wh
    from fleet_line
    where station not in (select station from own)
    and station not in (select id from charger where deleted or merged_into is not null)
    union all
    select * from own
)
select
    count(*),
    total(attention > 0),
    total(is_offline),
    total(faulted > 0),
    total(active_sessions),
    total(energy_now_wh),
    min(timezone),
    max(timezone)
from listed
where (:show = '' or (:show = 'attention' and attention > 0) or (:show = 'offline' and is_offline)
    or (:show = 'faulted' and faulted > 0))
and (:words = '[]' or not exists (select 1 from json_each(:words) where not instr(text, value)));

-- name: fleet_due(now, most)
select station from fleet where valid_until <= :now order by valid_until limit :most;

-- name: deny_fleet(station)!
-- The line is not true any more, whatever the time.
update fleet set valid_until = 0 where station = :station;

-- name: save_fleet(station, revision, valid_until, doc)!
insert or replace into fleet (station, revision, valid_until, doc)
values (:station, :revision, :valid_until, :doc);

-- name: save_fleet_line(station, name, text, timezone, worst, faulted, is_offline, active_errors, attention, sessions_today, energy_today_wh, utilization_pct, success_pct, active_sessions, energy_now_wh)!
insert or replace into fleet_line (
    station, name, text, timezone, worst, faulted, is_offline, active_errors, attention, sessions_today,
    energy_today_wh, utilization_pct, success_pct, active_sessions, energy_now_wh
)
values (
    :station, :name, :text, :timezone, :worst, :faulted, :is_offline, :active_errors, :attention,
    :sessions_today, :energy_today_wh, :utilization_pct, :success_pct, :active_sessions, :energy_now_wh
);
