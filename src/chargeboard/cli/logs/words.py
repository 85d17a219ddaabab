"""What is said by `cli/logs/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "cli.logs",
    {
        "new_frames": Plural("{n} new frame", "{n} new frames"),
        "new_sessions": Plural("{n} new session", "{n} new sessions"),
        "chargers": Plural("{n} charger", "{n} chargers"),
        "follow_format_option": "What the log is; auto looks at its first lines.",
        "station_option": "The charger, where the log names none.",
        "zone_option": "The zone of times that name none.",
        "follow_help": (
            "Take in a log as it grows, from its beginning; Ctrl-C ends it.\n\n"
            "It may be rotated. Another start carries on where this one ended, and nothing is kept "
            "twice."
        ),
        "follow_stop_first": "Stop it first; a log is followed by one process only.",
        "follow_rotated": (
            "{file} was rotated meanwhile, and the old one is not beside it: import it too, nothing is "
            "kept twice"
        ),
        "following": "following {file} into {database} (Ctrl-C ends it)",
        "follow_not_growing": "{format} is not a log that grows with frames in it",
        "follow_give_format": "give --format {known}",
        "follow_no_log": "{file}: not a log that can be followed; {hint}",
        "followed": "{frames}, {unread}",
        "no_such_zone": 'there is no time zone "{zone}"; use a name such as Europe/Amsterdam',
        "import_format_option": "What the files are; auto looks at them.",
        "import_help": (
            "Take in logs, plain or compressed by gzip or zstd, or frames as `chargeboard export` wrote them "
            'in Parquet; "-" is standard input. A table of sessions that a portal exported is shown first, '
            "and taken in with --yes.\n\n"
            "Importing a file twice changes nothing. Lines that hold an OCPP frame and cannot be read "
            "are counted, and kept beside the database, in PATH.rejected.jsonl, with file, line and "
            "reason. Secrets and id tokens are hidden before anything is kept."
        ),
        "map_option": (
            "Of a file of sessions: which column is what, such as start=Arrival; also unit=kWh, "
            "decimal=comma, dates=day-first, duration-unit=minutes, socket:LABEL=1, sheet=NAME."
        ),
        "yes_option": "Of a file of sessions: its columns are what they were taken for.",
        "sessions_found": "{file} holds sessions, and would be read so:",
        "column": "column",
        "first_values": "its first values",
        "columns_not_read": "not read: {columns}",
        "first_sessions": "Its first sessions:",
        "charger": "charger",
        "socket": "socket",
        "start": "start",
        "end": "end",
        "energy": "energy",
        "sessions_not_clear": "Nothing was taken in. Give what is asked for, and run the command again.",
        "sessions_confirm": "Nothing was taken in yet. If this is right: {command}",
        "not_all_sessions": Plural(
            "NOT ALL OF IT WAS READ: {n} row gave no session",
            "NOT ALL OF IT WAS READ: {n} rows gave no session",
        ),
        "rows_of_sums": Plural(
            "{n} row holds no session but a sum, and was left out",
            "{n} rows hold no session but a sum, and were left out",
        ),
        "sessions_overlap": Plural(
            "{n} session begins before another one on its socket is over (line {line}); both are kept",
            "{n} sessions begin before another one on their socket is over (the first: line {line}); "
            "all are kept",
        ),
        "hours_changed": Plural(
            "{n} time falls where the clocks changed: an hour that came twice is the first one, unless the "
            "end or the duration says otherwise; an hour that was skipped is the next one",
            "{n} times fall where the clocks changed: an hour that came twice is the first one, unless the "
            "end or the duration says otherwise; an hour that was skipped is the next one",
        ),
        "reading": "reading",
        "frames": Plural("{n} frame", "{n} frames"),
        "rate": "{n:count} frames/s",
        "known_from": "{station} has data from {first} to {last}",
        "more_chargers": Plural("and {n} more charger", "and {n} more chargers"),
        "new_frames_of": "{frames} of {chargers}",
        "imported": "{counted}, {known:count} known already, {unread}",
        "unread": Plural("{n} line that could not be read", "{n} lines that could not be read"),
        "and_more": "and {n:count} more",
        "all": "all",
        "the_first_kept": "the first {n:count} and a sample",
        "rejected_kept": "{kept} of them are kept in {path}",
        "about_links": Plural(" and {n} line about links", " and {n} lines about links"),
        "read_as": "{counted}{turns}, read as {format}",
        "not_all_read": Plural(
            "NOT ALL OF IT WAS READ: {n} line gave no frame",
            "NOT ALL OF IT WAS READ: {n} lines gave no frame",
        ),
        "nothing_in_it": "nothing in it to import",
        "cut_off": Plural(
            "{n} frame is cut off in it and unusable; journalctl cuts long lines without --no-pager",
            "{n} frames are cut off in it and unusable; journalctl cuts long lines without --no-pager",
        ),
        "zone_not_needed": "its times are UTC, judging by what it told chargers: --tz was not used",
        "times_wrong": ("ITS TIMES ARE OFF: they are {hours} h from what it told chargers; is --tz right?"),
        "assumed_utc": Plural(
            "{n} time names no zone and was read as UTC; give --tz",
            "{n} times name no zone and were read as UTC; give --tz",
        ),
        "undated": Plural(
            (
                "{n} frame has no time: it was dated by what chargers and the CSMS called the time, so "
                "outages and late deliveries cannot be seen"
            ),
            (
                "{n} frames have no time: they were dated by what chargers and the CSMS called the "
                "time, so outages and late deliveries cannot be seen"
            ),
        ),
        "ambiguous_times": Plural(
            "{n} time falls where the clocks changed; the order of the lines decided",
            "{n} times fall where the clocks changed; the order of the lines decided",
        ),
        "simulate_url_option": (
            "Where it connects to, without its id. [default: where `chargeboard serve` listens with "
            "these settings]"
        ),
        "sample_help": (
            "Write a log to try an import with: ten days of a made-up charger, up to now.\n\n"
            "It looks like the log of a management system built on the PyPI package `ocpp`. It is "
            "generated again each time, so that the page has recent data to show."
        ),
        "file_exists": "{file} exists already; remove it, or name another file",
        "sample_written": Plural(
            "{file}: {n} message of charger {charger}, ten days up to now",
            "{file}: {n} messages of charger {charger}, ten days up to now",
        ),
        "simulate_speed_option": "How fast its drivers live.",
        "simulate_help": (
            "Connect a made-up OCPP 1.6 charger, at which one driver after the other charges, until "
            "Ctrl-C.\n\n"
            "It connects like a real one: over the network, with an id, and it waits where new "
            "chargers wait for approval. Start `chargeboard serve` first, with "
            "CHARGEBOARD_CSMS_AUTHORIZE=accept_all."
        ),
        "address_for_id": "{charger} is an address, not the id of a charger: give it with --url",
        "simulating": "{charger} connects to {address}{charger} (Ctrl-C ends it)",
    },
)
