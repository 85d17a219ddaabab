-- A database as schema 52 was released. Never edit: it is what users have.
pragma application_id = 1667785330;
CREATE TABLE meta (
    key text primary key,
    value text not null
) strict, without rowid;
CREATE TABLE station (
    station text primary key,
    last_seq integer not null,
    newest_at integer not null,
    late_seq integer not null default 0,
    late_at integer,
    needs_refold integer not null default 0
) strict, without rowid;
CREATE TABLE journal (
    station text not null,
    seq integer not null,
    received_at integer not null,
    direction text not null,
    text text not null,
    connection text not null,
    protocol text not null
) strict;
CREATE INDEX journal_order on journal (station, received_at, seq);
CREATE TABLE journal_block (
    station text not null,
    first_at integer not null,
    first_seq integer not null,
    last_at integer not null,
    frames integer not null,
    body blob not null,
    primary key (station, first_at, first_seq)
) strict, without rowid;
CREATE TABLE fact (
    station text not null,
    at integer not null,
    received_at integer not null,
    n integer not null,
    body blob not null, known_at integer, replaced_at integer, kind text not null default '', socket integer,
    primary key (station, at, received_at, n)
) strict, without rowid;
CREATE TABLE progress (
    station text primary key,
    received_at integer not null,
    seq integer not null,
    fold_version text not null,
    snapshot blob not null,
    first_fact_at integer,
    newest_fact_at integer,
    dirty_from integer,
    settled_until integer,
    conclusions_version text not null,
    revision integer not null,
    facts integer not null
, settled_revision integer not null default 0) strict, without rowid;
CREATE TABLE segment (
    station text not null,
    start_at integer not null,
    socket integer not null,
    end_at integer not null,
    state text not null,
    primary key (station, start_at, socket)
) strict, without rowid;
CREATE TABLE gap (
    station text not null,
    start_at integer not null,
    kind text not null,
    end_at integer,
    primary key (station, start_at, kind)
) strict, without rowid;
CREATE TABLE station_error (
    station text not null,
    start_at integer not null,
    socket integer not null,
    code text not null,
    vendor_code text not null,
    end_at integer,
    last_seen_at integer not null,
    severity text not null,
    kind text not null,
    is_momentary integer not null,
    reports integer not null,
    info text not null,
    body blob not null,
    primary key (station, start_at, socket, code, vendor_code)
) strict, without rowid;
CREATE TABLE orphan (
    station text not null,
    at integer not null,
    n integer not null,
    transaction_id text not null,
    meter_stop_wh real,
    reason text, settles_at integer not null default 0,
    primary key (station, at, n)
) strict, without rowid;
CREATE TABLE station_day (
    station text not null,
    day text not null,
    length_us integer not null,
    available_us integer not null,
    preparing_us integer not null,
    charging_us integer not null,
    suspended_us integer not null,
    finishing_us integer not null,
    reserved_us integer not null,
    unavailable_us integer not null,
    faulted_us integer not null,
    offline_us integer not null,
    unknown_us integer not null,
    attempts integer not null,
    successes integer not null,
    sessions integer not null,
    energy_wh real not null,
    is_revised integer not null,
    body blob not null,
    primary key (station, day)
) strict, without rowid;
CREATE TABLE checkpoint (
    station text not null,
    at integer not null,
    received_until integer not null,
    carry blob not null,
    primary key (station, at)
) strict, without rowid;
CREATE TABLE charger (
    id text primary key,
    name text not null,
    site text not null,
    settings text not null,
    merged_into text,
    deleted integer not null
, merged_at integer, called text not null default '[]') strict, without rowid;
CREATE INDEX segment_long on segment (station, end_at) where end_at - start_at > 86400000000;
CREATE INDEX gap_long on gap (station, ifnull(end_at, 9223372036854775807))
where ifnull(end_at, 9223372036854775807) - start_at > 86400000000;
CREATE INDEX station_error_long on station_error (station, ifnull(end_at, 9223372036854775807))
where ifnull(end_at, 9223372036854775807) - start_at > 86400000000;
CREATE TABLE given_transaction (
    station text not null,
    key text not null,
    transaction_id integer not null,
    primary key (station, key)
) strict, without rowid;
CREATE UNIQUE INDEX given_transaction_once on given_transaction (station, transaction_id);
CREATE TABLE credential (
    station text primary key,
    approved integer not null,
    salt blob,
    digest blob,
    asked_at integer
, withdrawn_at integer, certificates_after integer, change integer not null default 0) strict, without rowid;
CREATE TABLE fleet (
    station text primary key,
    revision integer not null,
    valid_until integer not null,
    doc text not null
) strict, without rowid;
CREATE TABLE collector (
    only_row integer primary key check (only_row = 1),
    alive_at integer not null
) strict;
CREATE TABLE held_link (
    station text not null,
    connection text not null,
    lost_at integer, holder text not null default '', wanted integer not null default 0, taken_at integer,
    primary key (station, connection)
) strict, without rowid;
CREATE TABLE no_energy (
    station text not null,
    start_at integer not null,
    socket integer not null,
    end_at integer not null, settles_at integer not null default 0,
    primary key (station, start_at, socket)
) strict, without rowid;
CREATE INDEX no_energy_long on no_energy (station, end_at) where end_at - start_at > 86400000000;
CREATE INDEX progress_told on progress (station, revision, newest_fact_at);
CREATE INDEX fleet_told on fleet (station, revision, valid_until);
CREATE INDEX fleet_due on fleet (valid_until);
CREATE INDEX fact_retold on fact (station, at, known_at, replaced_at)
where known_at is not null or replaced_at is not null;
CREATE TABLE claim (
    station text primary key,
    number integer not null,
    fresh_from integer
) strict, without rowid;
CREATE TABLE fleet_line (
    station text primary key,
    name text not null,
    text text not null,
    timezone text not null,
    worst integer not null,
    faulted integer not null,
    is_offline integer not null,
    active_errors integer not null,
    attention integer not null,
    sessions_today integer not null,
    energy_today_wh real not null,
    utilization_pct real not null,
    success_pct real not null,
    active_sessions integer not null,
    energy_now_wh real not null
, site text not null default '', protocol text not null default '', tags text not null default '[]') strict, without rowid;
CREATE INDEX credential_change on credential (change);
CREATE TABLE kept_since (
    station text primary key,
    frames integer not null,
    evidence integer not null,
    sessions integer not null,
    thinned integer not null,
    mark blob not null
) strict, without rowid;
CREATE TABLE hiding (
    station text primary key,
    rules text not null,
    step integer not null,
    at integer not null,
    seq integer not null,
    is_changed integer not null
) strict, without rowid;
CREATE TABLE log_only (
    station text primary key
) strict, without rowid;
CREATE TABLE copied (
    station text not null,
    first_seq integer not null,
    end_seq integer not null,
    came_as text not null,
    primary key (station, end_seq)
) strict, without rowid;
CREATE INDEX charger_merged on charger (id, merged_into) where merged_into is not null;
CREATE INDEX fact_odd on fact (station, at, received_at, n) where kind = 'odd';
CREATE INDEX fact_turn on fact (station, at, received_at, n)
where kind = 'boot' or (kind = 'status' and socket = 0);
CREATE TABLE "session" (
    station text not null,
    start_at integer not null,
    key text not null,
    socket integer,
    end_at integer,
    energy_wh real,
    reason text,
    is_completed integer not null,
    end_inferred integer not null,
    token text not null,
    flags text not null,
    doc blob not null,
    counted_wh real,
    is_odd integer not null default 0,
    ended_well integer not null default 0,
    lists integer not null default 1, settles_at integer not null default 0,
    primary key (station, start_at, key)
) strict, without rowid;
CREATE INDEX session_long on session (station, ifnull(end_at, 9223372036854775807))
where ifnull(end_at, 9223372036854775807) - start_at > 86400000000;
CREATE TABLE "session_body" (
    station text not null,
    start_at integer not null,
    key text not null,
    body blob not null,
    primary key (station, start_at, key)
) strict, without rowid;
CREATE TABLE "attempt" (
    station text not null,
    start_at integer not null,
    n integer not null,
    socket integer,
    end_at integer,
    outcome text not null,
    stage text not null,
    because text not null,
    body blob not null,
    is_plugged integer not null default 0,
    is_authorised integer not null default 0,
    is_started integer not null default 0,
    ended_well integer not null default 0, settles_at integer not null default 0,
    primary key (station, start_at, n)
) strict, without rowid;
CREATE INDEX attempt_long on attempt (station, ifnull(end_at, 9223372036854775807))
where ifnull(end_at, 9223372036854775807) - start_at > 86400000000;
CREATE TABLE fact_block (
    station text not null,
    first_at integer not null,
    last_at integer not null,
    facts integer not null,
    first_n integer not null,
    last_n integer not null,
    first_received_at integer not null,
    last_received_at integer not null,
    is_retold integer not null,
    has_oddities integer not null,
    has_boots integer not null,
    has_statuses_of_all integer not null,
    body blob not null
) strict;
CREATE INDEX fact_block_order on fact_block (
    station, first_at, last_at, facts, first_n, last_n, first_received_at, last_received_at, is_retold,
    has_oddities, has_boots, has_statuses_of_all
);
CREATE TABLE alert_rule (name text primary key, doc text not null) without rowid;
CREATE TABLE alert_channel (name text primary key, doc text not null) without rowid;
CREATE TABLE alert_group (
    rule text not null,
    key text not null,
    due integer not null,
    doc text not null,
    primary key (rule, key)
) without rowid;
CREATE INDEX alert_group_due on alert_group (due);
CREATE TABLE alert_notice (id text primary key, at integer not null, doc text not null) without rowid;
CREATE INDEX alert_notice_at on alert_notice (at);
CREATE TABLE outbox (
    id text not null,
    channel text not null,
    body text not null,
    kept_at integer not null,
    tries integer not null default 0,
    next_at integer not null,
    sent_at integer,
    given_up_at integer,
    why text not null default '',
    primary key (id, channel)
) without rowid;
CREATE INDEX outbox_waiting on outbox (channel, next_at, kept_at, id) where sent_at is null and given_up_at is null;
CREATE INDEX outbox_given_up on outbox (given_up_at) where given_up_at is not null;
CREATE TABLE fleet_place (
    show text not null,
    sort text not null,
    place blob not null,
    station text not null,
    primary key (show, sort, place, station)
) strict, without rowid;
CREATE INDEX fleet_place_of on fleet_place (station, show, sort, place);
CREATE TABLE fleet_gram (
    gram text not null,
    station text not null,
    primary key (gram, station)
) strict, without rowid;
CREATE TABLE fleet_total (
    show text not null,
    timezone text not null,
    chargers integer not null,
    attention integer not null,
    offline integer not null,
    faulted integer not null,
    active_sessions integer not null,
    energy_now_uwh integer not null,
    primary key (show, timezone)
) strict, without rowid;
CREATE TABLE fleet_untold (station text primary key) strict, without rowid;
CREATE TABLE fleet_unheard (station text primary key) strict, without rowid;
CREATE TABLE session_days_until (
    station text primary key,
    until integer not null
) strict, without rowid;
CREATE TABLE session_day (
    station text not null,
    day_at integer not null,
    brief blob not null,
    body blob not null,
    primary key (station, day_at)
) strict, without rowid;
CREATE TABLE account (name text primary key, doc text not null) strict, without rowid;
CREATE TABLE log_in (
    digest text primary key,
    account text not null,
    until integer not null,
    seen_at integer not null,
    doc text not null
) strict, without rowid;
CREATE INDEX log_in_of on log_in (account);
CREATE TABLE invitation (
    account text primary key,
    digest text not null unique,
    until integer not null
) strict, without rowid;
CREATE INDEX fleet_line_of_site on fleet_line (site, station);
CREATE TABLE unfolded (station text primary key) strict, without rowid;
CREATE INDEX fleet_of_unheard on fleet (station) where revision = -1;
CREATE TABLE exclusion (
    id text not null primary key,
    from_at integer not null,
    until_at integer not null,
    doc text not null
) strict, without rowid;
CREATE TABLE api_token (
    account text not null,
    name text not null,
    digest text not null unique,
    used_at integer,
    doc text not null,
    primary key (account, name)
) strict, without rowid;
CREATE TABLE audit (
    id integer primary key autoincrement,
    at integer not null,
    who text not null,
    by text not null,
    address text not null,
    what text not null,
    about text not null,
    before text,
    after text
) strict;
CREATE INDEX audit_at on audit (at);
CREATE TRIGGER audit_stays before update on audit
begin
    select raise(abort, 'the audit trail is only added to');
end;
CREATE TRIGGER audit_kept before delete on audit
when old.at >= coalesce((select cast(value as integer) from meta where key = 'audit_since'), 0)
begin
    select raise(abort, 'the audit trail is only added to');
end;
CREATE TABLE official_month (
    station text not null,
    month text not null,
    until_at integer not null,
    rules text not null,
    version text not null,
    body blob not null,
    primary key (station, month)
) strict, without rowid;
CREATE TABLE unlooked (station text primary key, changes integer not null default 1) strict, without rowid;
CREATE INDEX progress_unsettled on progress (station) where dirty_from is not null;
CREATE INDEX session_settled on session (station, settles_at);
CREATE INDEX session_list on session (
    station, start_at, key, lists, end_at, socket, energy_wh, counted_wh, is_completed, end_inferred, ended_well,
    settles_at
);
CREATE INDEX attempt_settled on attempt (station, settles_at);
CREATE INDEX attempt_list on attempt (
    station, start_at, n, socket, end_at, outcome, stage, is_plugged, is_authorised, is_started, ended_well,
    settles_at
);
CREATE TABLE used_once (
    what text primary key,
    until integer not null
) strict, without rowid;
CREATE TABLE identity (
    issuer text not null,
    subject text not null,
    account text not null,
    primary key (issuer, subject)
) strict, without rowid;
CREATE INDEX identity_of on identity (account);
CREATE INDEX station_to_refold on station (station) where needs_refold = 1;
CREATE INDEX credential_waiting on credential (coalesce(asked_at, 0) desc, station)
where approved = 0 and digest is null and withdrawn_at is null;
CREATE TABLE site (
    name text primary key,
    doc text not null
) strict, without rowid;
CREATE TABLE policy (
    key text primary key,
    value text not null
) strict, without rowid;
CREATE TABLE member (
    id text not null primary key,
    role text not null,
    place text not null,
    version text not null,
    since integer not null,
    beat_at integer not null,
    told text not null
) strict, without rowid;
CREATE TABLE lease (
    name text not null primary key,
    owner text not null,
    epoch integer not null,
    until_at integer not null
) strict, without rowid;
CREATE TABLE log_part (
    part integer not null primary key,
    epoch integer not null,
    position integer not null,
    told text not null
) strict;
CREATE INDEX held_link_wanted on held_link (holder) where wanted > 0;
CREATE TABLE fleet_part (
    station text not null primary key,
    body blob not null
) strict, without rowid;
CREATE TABLE last_look (
    station text not null primary key,
    settled_revision integer not null,
    body blob not null
) strict, without rowid;
CREATE TABLE day_total (
    station text not null,
    day text not null,
    days integer not null,
    attempts integer not null,
    successes integer not null,
    sessions integer not null,
    energy_uwh integer not null,
    in_use_us integer not null,
    available_us integer not null,
    up_us integer not null,
    timed_us integer not null,
    errors integer not null,
    unsettled integer not null,
    primary key (station, day)
) strict, without rowid;
CREATE TABLE feed (
    name text not null primary key,
    kind text not null,
    cursor text not null,
    newest_at integer,
    kept_at integer,
    looked_at integer,
    wrong text not null,
    wrong_since integer
) strict, without rowid;
CREATE TABLE fed (
    station text not null,
    feed text not null,
    is_alone integer not null,
    primary key (station, feed)
) strict, without rowid;
CREATE TABLE charger_kind (
    station text not null,
    at integer not null,
    day text not null,
    maker text not null,
    model text not null,
    firmware text not null,
    primary key (station, at)
) strict, without rowid;
CREATE INDEX session_by_time on session (start_at, station, key, settles_at);
CREATE INDEX attempt_by_time on attempt (start_at, station, n, outcome, settles_at);
CREATE INDEX station_error_by_time on station_error (start_at, station, socket, code, vendor_code);
CREATE TABLE fleet_recent (
    station text not null,
    kind text not null,
    n integer not null,
    start_at integer not null,
    outcome text not null,
    body blob not null,
    primary key (station, kind, n)
) strict, without rowid;
CREATE INDEX fleet_recent_by_time on fleet_recent (kind, start_at);
CREATE TABLE report_order (name text primary key, doc text not null) strict, without rowid;
CREATE TABLE report_planned (name text primary key, until_at integer not null) strict, without rowid;
CREATE TABLE day_load (
    station text not null,
    day text not null,
    out_us integer not null,
    unrated_us integer not null,
    lost_uwh integer not null,
    body blob not null,
    primary key (station, day)
) strict, without rowid;
CREATE INDEX charger_of_site on charger (site, id);
CREATE TABLE share (
    name text not null primary key,
    digest text not null unique,
    uses integer not null,
    used_at integer,
    doc text not null
) strict, without rowid;
alter table session add column learned_late_at integer;
CREATE INDEX session_learned_late on session (learned_late_at, station, start_at, key)
where learned_late_at is not null;
create table fleet_trouble (
    station text not null,
    side text not null,
    last_on text not null,
    troubles integer not null,
    messages integer,
    late integer,
    unanswered integer,
    refused integer,
    repeated integer,
    nonstandard integer,
    cut integer,
    primary key (station, side)
) strict, without rowid;
insert into meta values ('schema_version', '52');
insert into station values ('A', 2, 2, 0, NULL, 0);
insert into journal values ('A', 1, 1, 'in', '[2,1]', '', '');
insert into journal values ('A', 2, 2, 'out', '[2,2]', 'c', 'ocpp1.6');
insert into fact values ('A', 5, 6, 0, X'94A57175696574050607', null, null, 'quiet', null);
insert into progress values ('A', 2, 2, '', X'7B7D', NULL, NULL, NULL, NULL, '', 1, 1, 0);
insert into charger values ('A', 'Yard', '', '{}', NULL, 0, NULL, '[]');
insert into copied values ('A', 1, 2, 'B');
insert into collector values (1, 2);
insert into held_link values ('A', 'c', NULL, '', 0, null);
insert into claim values ('A', 7, NULL);
insert into meta values ('credential_changes', '2');
insert into credential values ('A', 1, NULL, NULL, NULL, NULL, NULL, 2);
insert into kept_since values ('A', -4611686018427387904, -4611686018427387904, -4611686018427387904, -4611686018427387904, X'');
insert into meta values ('hidden_by', '');
insert into meta values ('unwiped', '');
insert into hiding values ('A', 'r', 0, 1, 1, 0);
insert into log_only values ('A');
insert into alert_rule values ('r', '{"name":"r","kind":"faulted"}');
insert into alert_channel values ('c', '{"name":"c","kind":"webhook"}');
insert into alert_group values ('r', 'charger A', 5, '{"key":"charger A"}');
insert into alert_notice values ('a-0', 5, '{}');
insert into outbox values ('a-0', 'c', '{}', 5, 1, 6, null, null, 'why');
insert into account values ('a', '{"name":"a","role":"admin"}');
insert into log_in values ('d', 'a', 9, 5, '{"digest":"d","account":"a","at":5,"seen_at":5,"until":9,"address":"","browser":"","proof":""}');
insert into invitation values ('a', 'i', 9);
insert into exclusion values ('a', 5, 6, '{"id":"a","kind":"other","from_at":5,"until_at":6,"charger":"A","kept_at":5}');
insert into api_token values ('a', 't', 'd', null, '{"digest":"d","account":"a","name":"t","role":"viewer","created_at":5}');
insert into audit (at, who, by, address, what, about, before, after) values (5, 'a', 'page', '', 'approved', 'A', null, '{}');
insert into used_once values ('a', 9);
insert into identity values ('https://id.example', 's', 'a');
insert into site values ('Yard', '{"name":"Yard","timezone":"Europe/Berlin"}');
insert into policy values ('offline_k', '3');
insert into official_month values ('A', '2026-01', 5, 'r', 'v', X'92');
insert into meta values ('shares', '64');
insert into member values ('m', 'gateway', 'one:1', '0.1', 5, 6, '{}');
insert into lease values ('share-001', 'm', 2, 9);
insert into log_part values (3, 2, 17, '{"g":5}');
insert into last_look values ('A', 0, X'92');
insert into day_total values ('A', '2026-01-01', 1, 2, 1, 1, 5, 6, 7, 8, 9, 0, 0);
insert into feed values ('x one', 'x', '1', 5, 7, 7, '', null);
insert into fed values ('A', 'x one', 1);
insert into charger_kind values ('A', 5, '2026-01-01', 'ACME', 'X1', '1.0');
insert into day_load values ('A', '2026-01-01', 5, 5, 0, X'80');
insert into fleet_trouble values ('A', 'link', '2026-01-01', 2, null, null, 1, null, null, null, 1);
