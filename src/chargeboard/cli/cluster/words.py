"""What is said by `cli/cluster/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "cli.cluster",
    {
        "column_role": "role",
        "column_place": "machine",
        "column_version": "version",
        "column_code": "schema/fold/metrics",
        "column_heard": "heard",
        "column_clock": "clock",
        "column_chargers": "connected",
        "column_shares": "shares",
        "column_chores": "alone does",
        "column_lag": "waits",
        "heard_ago": "{s:number} s ago",
        "clock_is": "{ms:number} ± {error:number} ms",
        "lag_is": "{frames:count} frames of {chargers:count}, {s:number} s",
        "nobody_of_several": "No process serves a part of it (serve --role)",
        "no_gateway": "No process is there that chargers connect to",
        "no_projector": "No process is there that computes figures",
        "no_reader": "No process is there that takes out of the log what chargers said",
        "no_web": "No process is there that serves the page",
        "start_role": "Start one: chargeboard serve --role {role}",
        "quiet": "{role} {place} was last heard {s:number} s ago",
        "do_quiet": "It may be gone, and others do its work; a process that starts again is another one.",
        "has_trouble": "{role} {place}: {why}",
        "roles_there": Plural("{n} process serves", "{n} processes serve, and no part is without one"),
        "differs_version": "Processes of several versions serve together: {found}",
        "do_differs_version": "End those of the older one, once the newer ones are there.",
        "differs_fold": "They read messages by several versions: {found}",
        "do_differs_fold": (
            "Each computes its own chargers anew when they come to it from another version. End the older "
            "projectors before others of them begin."
        ),
        "differs_metrics": "They compute figures by several versions: {found}",
        "do_differs_metrics": (
            "A page may show another figure than the next, until all are of one. End the older projectors, "
            "then the older web processes."
        ),
        "differs_schema": "They store by several schemas: {found}",
        "do_differs_schema": "End those of the older one; once ended they are refused.",
        "schema_behind": "{role} {place} knows schema {known}, and the database has {schema}",
        "do_schema_behind": "What runs goes on, but cannot begin again: replace it by the newer version.",
        "free": Plural(
            "Nobody has {names}: what its {chargers:count} chargers say is kept and not computed",
            "Nobody has {n} of the parts ({names}): what their {chargers:count} chargers say is kept and not "
            "computed",
        ),
        "do_free": (
            "A projector takes them within 12 s. Look again; then see that one runs, and what its log says."
        ),
        "over": Plural(
            "{n} lease was not kept in time, by {owners}", "{n} leases were not kept in time, by {owners}"
        ),
        "do_over": (
            "Their owner is gone, stopped or cut off from the database; others take them within 12 s, if any "
            "are there."
        ),
        "all_held": Plural("{n} lease is held", "All {n} leases are held"),
        "lag": "{chargers:count} chargers wait with {frames:count} frames, the longest for {s:number} s",
        "do_lag": "See whether a projector runs, and whether its core is busy: then start one more.",
        "clocks": (
            "Clocks are {spread:number} ± {error:number} ms apart: from {first} to {last}; each process asks "
            "the database what time it is between two looks at its own clock"
        ),
        "of_database": "the database",
        "do_clocks": (
            "Set the machines' clocks by NTP (timedatectl set-ntp true): messages are stamped by the gateway "
            "that took them in."
        ),
        "clocks_unknown": Plural(
            "{n} process does not say what its clock shows: {places}",
            "{n} processes do not say what their clocks show: {places}",
        ),
        "log_is": "Log {address}: nats-server {version}, on {copies:count} servers",
        "log_server_away": "Server {name} of the log is down",
        "do_log_server_away": "Start it; with one down, chargers wait as soon as another one ends.",
        "log_server_behind": "Server {name} of the log does not have all yet",
        "do_log_server_behind": "Wait for it before another one is restarted.",
        "log_size": "The log has {messages:count} messages in {mb:count} MB{kept}",
        "log_size_of": "The log has {messages:count} messages in {mb:count} of {most:count} MB{kept}",
        "log_keeps": ", and keeps each for {days:number} days",
        "do_log_size": (
            "What does not fit any more is not taken, and chargers wait: nats stream edit NAME --max-bytes, "
            "or a shorter --max-age."
        ),
        "log_unread": (
            "{messages:count} messages in {parts:count} parts of the log wait to be read, the oldest for "
            "{s:number} s: {share:percent} of the time that it is kept"
        ),
        "do_log_unread": "See that projectors run (a reader is beside each), and that the database keeps up.",
        "do_log_unread_late": (
            "What is not read in time is lost to the database. Have readers run, or keep more: nats stream "
            "edit NAME --max-age."
        ),
        "server_is": "PostgreSQL {version}, schema {schema}",
        "is_standby": "The server takes no writes: it is a standby",
        "do_is_standby": "Name the primary: postgresql://...?target_session_attrs=read-write does so.",
        "not_durable": "The server acknowledges what is not on its disk yet",
        "do_not_durable": "Set fsync = on and synchronous_commit = on.",
        "connections": "{used:count} of {most:count} connections of the server are used",
        "do_connections": (
            "Raise max_connections: a process takes some twenty. Or end programs that hold connections open."
        ),
        "size_unknown_room": (
            "The database takes {mb:count} MB; what its disk has left is not told from here: watch it there"
        ),
        "size_and_room": "The database takes {mb:count} MB, and {free:count} MB are free on its disk",
        "do_disk": "Make room, or keep less ([retention]): without room nothing that chargers say is kept.",
        "archive_fails": "The server cannot archive its log: a restore to a moment ends before now",
        "do_archive": "See archive_command and the server's log.",
        "slots": "The server keeps {mb:count} MB of its log for a standby that does not take it",
        "do_slots": "Bring the standby back, or drop its slot: SELECT pg_drop_replication_slot(...).",
        "long": "A transaction is open for {s:number} s: what was replaced since then takes room",
        "do_long": "See pg_stat_activity for whose it is; pg_dump is one, too.",
        "standby": "Standby {name}: {state}, {mb:number} MB and {s:number} s behind; {awaited}",
        "awaited": "commits wait for it",
        "not_awaited": "commits do not wait for it, so that a failover may lose the last answers",
        "do_standby": "See its log and the network between; a failover would lose what it does not have.",
        "standby_untold": "Standby {name}; how far behind it is is not told to this user",
        "do_standby_untold": "GRANT pg_monitor TO the user of this database.",
        "no_standby": "No standby follows the server: a lost disk takes along what the last backup lacks",
    },
)
