"""What is said by `cli/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "cli",
    {
        "or": " or ",
        "help": "How each EV charger performs, from what chargers say (OCPP 1.6J, 2.0.1, 2.1).",
        "db_option": (
            "The database: a file, or a URL such as sqlite:///FILE or postgresql://USER@HOST/NAME. [default: "
            "chargeboard.db, or what CHARGEBOARD_DB or the settings file say]"
        ),
        "config_option": (
            "The settings file. [default: CHARGEBOARD_CONFIG, else chargeboard.toml where there is one]"
        ),
        "not_key_value": "{pair} is not of the form KEY=VALUE, such as {example}",
        "no_database": (
            "There is no database {database}. Name one with --db, or make it: chargeboard import FILE "
            "--db {word}"
        ),
        "in_memory": "What is kept in memory is gone when the command ends",
        "name_a_file": "Name a file, such as chargeboard.db.",
        "set_up_page": "the page Set up",
        "stop_first": "Stop it first, or name another database with --db.",
        "no_usable_data": "Charger {station} has no usable data yet; its frames are in the journal",
        "no_longer_kept": (
            "Data of {station} at that time is no longer kept, as set by [retention]; the earliest "
            "moment is {since:stamp}"
        ),
        "failed": "{error} ({cause}); its frames are kept, please report this",
        "did_you_mean": "Did you mean {names}?",
        "and_more": " and {n:count} more",
        "computing": "understanding",
        "of_chargers": "{done} of {n} chargers",
        "jobs_option": (
            "How many processes share the work, charger by charger. [default: one for each processor core "
            "where there is much to do]"
        ),
        "process_ended": (
            "A process that shared the work ended with code {code}. What was kept before stays; run the "
            "command again, and it does the rest."
        ),
        "stopped": "Stopped. What was kept before stays; run the command again, and it does the rest.",
        "known_chargers": "Known: {stations}{more}.",
        "no_charger_yet": "The database has no charger yet: chargeboard import FILE",
        "no_frames_of_charger": "No frame of a charger {station} was ever received. {hint}",
    },
)
