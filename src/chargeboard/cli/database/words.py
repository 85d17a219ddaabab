"""What is said by `cli/database/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "cli.database",
    {
        "backups_still_hold": Plural(
            (
                "This backup still holds it as it was, until it is rotated out ({n} is kept, one every "
                "{every_h} h):"
            ),
            (
                "These backups still hold it as it was, until they are rotated out ({n} are kept, one "
                "every {every_h} h):"
            ),
        ),
        "not_reached": (
            "Not covered, check by hand: other copies of the database, what was exported or downloaded "
            "from it, and logs that it was imported from."
        ),
        "rebuild_help": (
            "Compute every figure again from the journal; the same frames give the same figures."
        ),
        "of_chargers": "{done} of {n} chargers",
        "computed_again": Plural(
            "{n} charger was computed again from the journal",
            "{n} chargers were computed again from the journal",
        ),
        "backup_help": (
            "Copy the database to PATH (or a URL) while it is in use, and open the copy to check that it is "
            "complete.\n\n"
            "Its key, the rejected lines and the positions in followed logs are copied beside it."
        ),
        "backed_up": "{path} holds what {database} held: {counted}",
        "copy_help": (
            "Copy everything FROM one database TO another, of either engine (a path or a URL), and compare "
            "both row by row.\n\n"
            "What was cut off goes on when it is run again. While FROM is in use a copy is made of it, and "
            "says what to do next; TO is empty, or a copy of FROM that was not finished."
        ),
        "copied_table": Plural("{name}: {n} row", "{name}: {n} rows"),
        "copied": Plural(
            "{target} holds what {source} holds: {n} row, compared one by one",
            "{target} holds what {source} holds: {n} rows, compared one by one",
        ),
        "leave_log_help": (
            "Keep what chargers say in the database itself again, without the log that it was fed from.\n\n"
            "End all processes first, gateways before projectors: what the log has is to be read."
        ),
        "leave_log_option": "The log that is left, as `serve` names it.",
        "leave_log_lost_option": "It is lost for good, or replaced: what was not read of it is given up.",
        "leave_no_log": "{database} is fed from no log",
        "leave_which_log": (
            "Name the log with --log, so that it can be seen whether all of it was read; where it is lost "
            "for good, pass --lost"
        ),
        "leave_another_log": (
            "This database was fed from another log than {log}: name that one; where it is lost for good, "
            "pass --lost"
        ),
        "leave_unread_log": Plural(
            "{n} message of {log} is not read yet: run a projector until `doctor --cluster` tells of none",
            "{n} messages of {log} are not read yet: run a projector until `doctor --cluster` tells of none",
        ),
        "log_left": "{database} keeps what chargers say itself: start `serve` without --log",
        "switch_now": "Start chargeboard with --db {target} now; what came in between the two would be lost.",
        "copied_while_used": Plural(
            "{source} is in use: {n} row was copied so far. End what uses it, run this again, and then start "
            "it with --db {target}.",
            "{source} is in use: {n} rows were copied so far. End what uses it, run this again, and then "
            "start it with --db {target}.",
        ),
        "copy_differs": Plural(
            "{n} row still differs: something writes to {source}. End it and run this again.",
            "{n} rows still differ: something writes to {source}. End it and run this again.",
        ),
        "end_it_first": "End it first.",
        "restore_help": (
            "Replace the database by BACKUP (a path or a URL), together with its key and what else is kept "
            "beside it.\n\n"
            "Nothing may use the database meanwhile. What was there is kept in a folder beside it."
        ),
        "newest_in_folder": "; the newest in it is {newest}",
        "backup_is_folder": "{backup} is a folder: name a backup{hint}",
        "previous_kept": "What was there is kept in {folder}",
        "key_stays": "the previous key stays",
        "key_is_new": "a new one is made",
        "no_key_in_backup": "The backup has no key for the id tokens: {what}",
        "frames": Plural("{n} frame", "{n} frames"),
        "chargers": Plural("{n} charger", "{n} chargers"),
        "frames_of_chargers": "{frames} of {chargers}",
        "doctor_help": "Check this database and set-up, and explain what is wrong.",
        "doctor_cluster_option": (
            "Check processes that serve together, and their database server: versions, shares, lag, clocks."
        ),
        "doctor_json_option": "Print the findings as JSON, with --cluster all that they are found by.",
        "rejected_file_option": "Only lines of files with this in the name.",
        "rejected_help": ("List the lines of imported files that could not be read, with reason and text."),
        "more_not_kept": ", and {n:count} more that were only counted",
        "rejected": Plural("{n} line could not be read{more}", "{n} lines could not be read{more}"),
        "unknown_charger_in_settings": (
            'The settings have a table [chargers."{station}"], but no frame of it was received'
        ),
        "compare_ids": "Compare the id with `chargeboard charger list`.",
        "setting_not_used": "{charger}: {key} is not used: {error}",
        "no_such_setting": "{name} is set, but there is no such setting",
        "see_config": "See `chargeboard config`.",
        "no_time_zone": Plural(
            "{n} charger has no time zone, so its days are days of UTC: {chargers}",
            "{n} chargers have no time zone, so their days are days of UTC: {chargers}",
        ),
        "set_time_zone": (
            "chargeboard charger set ID timezone=Europe/Amsterdam, or timezone under [policy] for all."
        ),
        "hidden_not_kept_out": "{charger} is hidden, but not kept out as `charger delete` does now",
        "will_not_start": "chargeboard serve does not start with it.",
        "kept_too_long": "Evidence that names people is kept longer than [retention] says: {chargers}",
        "retain_deletes": (
            "`chargeboard retain` deletes it, as `serve` does once a day. What remains belongs to "
            "something that is not over yet: a transaction, a cable in a socket, a connection lost "
            "minutes ago."
        ),
        "not_hidden_yet": Plural(
            "Messages of {n} charger may hold what is hidden in new ones",
            "Messages of {n} chargers may hold what is hidden in new ones",
        ),
        "hide_now": (
            "`chargeboard serve` hides it gradually, `chargeboard hide` now, if nothing else uses the file."
        ),
        "not_wiped_yet": "Free parts of the file may still hold what is by now hidden in all messages",
        "wipe_now": "`chargeboard hide` wipes them, once nothing else uses the database.",
        "all_hidden": "Everything secret or personal is hidden in all that is kept",
        "readable_by_others": "Others on this machine may read {file}",
        "key_missing": "The key for the id tokens is missing: {key}",
        "restore_key": "Without it a card gets another name in new frames; restore it from a backup.",
        "key_readable": "Others may read the key for the id tokens: {key}",
        "feed_cannot_be_read": "The feed {feed} cannot be read",
        "feed_never_read": "The feed {feed} was never read",
        "feed_told": "The feed {feed}: {health}",
        "not_in_ocpi": "OCPI leaves out {what}: {lacks} is not known",
        "no_site_named": "chargers without a site",
        "said_in_settings": "say it in the settings of the site or the charger",
        "not_shown": "The channel {channel} could not show how chargers stand for {lasting}: {why}",
        "feed_read_by": "chargeboard serve reads it, or chargeboard feed KIND URL",
        "lines_rejected": Plural(
            "{n} imported line could not be read",
            "{n} imported lines could not be read",
        ),
        "see_rejected": "`chargeboard rejected` lists them; they are kept in {path}.",
        "retain_help": (
            "Delete now what is older than [retention] says, and show since when data is complete.\n\n"
            "`chargeboard serve` does it by itself, once a day. What was concluded stays: see the "
            "settings."
        ),
        "deleting": "letting go",
        "charger": "charger",
        "messages_since": "messages since",
        "evidence_since": "evidence since",
        "sessions_since": "sessions since",
        "since_at": "{at:stamp}",
        "since_the_first": "the first",
        "config_charger_option": "Show what applies to this charger.",
        "config_help": "Print the effective settings and where each was set.",
        "setting": "setting",
        "value": "value",
        "set_by": "set by",
        "one_of": "one of",
        "hide_help": (
            "Hide secrets and people in what was kept before, by today's rules, and wipe the file.\n\n"
            "`chargeboard serve` and `import` do the first by themselves, and `serve` the second where "
            "the file is no larger than 256 MiB. Nothing may use the database meanwhile. Wiping takes "
            "as long, and as much room, as copying the file does."
        ),
        "hidden": Plural(
            "Messages of {n} charger held what is hidden today: it is hidden, and the file wiped",
            "Messages of {n} chargers held what is hidden today: it is hidden, and the file wiped",
        ),
        "hiding": "hiding",
        "person_help": (
            "Export, or forget, what is kept of a person.\n\n"
            "A TOKEN is what the charger read: the number of a card, the id of a contract (eMAID), of "
            "a vehicle (EVCCID, Autocharge) or of an app's user; or its hash as the pages show it, "
            't:0123456789abcdef. "-" reads them from standard input, one a line, so that they are not '
            "in the shell's history."
        ),
        "export_help": (
            "Write what is kept of the tokens as JSON: sessions, attempts and messages by charger."
        ),
        "yes_option": "Do not ask.",
        "forget_help": (
            "Make sure nothing that is kept leads to the person any more.\n\n"
            "Sessions and attempts stay with their times and their energy, and so does every figure. "
            "In them, in facts and in messages another name replaces the token, a random one for each "
            "charger, which nobody can trace back. It cannot be undone. A session that the token "
            "starts from now on is kept as a new token's."
        ),
        "ask_forget": Plural(
            "Forget {n} token at all {chargers:count} chargers, for good?",
            "Forget {n} tokens at all {chargers:count} chargers, for good?",
        ),
        "forgetting": "forgetting",
        "at_chargers": " at {chargers}",
        "rows_named": Plural("{token}: {n} row named it{at}", "{token}: {n} rows named it{at}"),
        "forgotten_not_wiped": (
            "The token is gone from every row. Parts of the file that are free may still hold older "
            "copies of such rows: once nothing serves the database, run this again, and they are wiped."
        ),
        "no_token": "no token was named",
        "sessions": Plural("{n} session", "{n} sessions"),
        "attempts": Plural("{n} attempt", "{n} attempts"),
        "messages": Plural("{n} message", "{n} messages"),
        "exported": "{sessions}, {attempts} and {messages} at {chargers}",
        "csms_not_reached": "the management system at {csms} cannot be tapped: {why}",
        "mend_tap": "see [tap] in the settings; chargers are refused meanwhile, as without a tap",
    },
)
