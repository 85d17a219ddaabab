"""What is said by `cli/export/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "cli.export",
    {
        "export_charger_option": "Only this charger. [default: all]",
        "export_from_option": (
            "The first local day. [default: 30 days before the last; with --parquet the beginning]"
        ),
        "export_through_option": "The last local day, included. [default: today]",
        "export_to_option": "Older form of --through: the day after the last one.",
        "export_parquet_option": (
            "Write Parquet files into this folder, of each WHAT one a month. Whole months (UTC) are "
            "written, those that the dates touch."
        ),
        "export_only_missing_option": (
            "With --parquet: leave the files of months that were over when they were written; so an "
            "export that was interrupted goes on."
        ),
        "export_help": (
            "Write sessions or days as CSV to standard output; with --parquet also frames and facts, as "
            "many WHAT as you name.\n\n"
            "The columns are those of the page's files. Instants are UTC, days the charger's own, "
            "energy Wh, durations seconds; empty means not known. A text that a spreadsheet would "
            'compute, such as "=1+1", is preceded by an apostrophe in CSV; numbers are not.'
        ),
        "one_as_csv": "as CSV one list at a time: sessions or days; give --parquet FOLDER for {what}",
        "only_with_parquet": "--only-missing is for --parquet",
        "needs_pyarrow": (
            "Parquet needs the library pyarrow, which is not installed: pip install 'chargeboard[parquet]'"
        ),
        "other_folder": (
            "{folder} holds another export ({theirs}; asked for is {ours}): files of both would be counted "
            "twice. Name another folder."
        ),
        "folder_of": "schema {schema}, {charger}",
        "of_all": "all chargers",
        "not_ours": "{file} is not of an export that can be gone on with; name another folder.",
        "months": Plural("{n} month", "{n} months"),
        "rows": Plural("{n} row", "{n} rows"),
        "written": "{what}: {rows} in {months}",
        "left": Plural("{what}: {n} file was left as it is", "{what}: {n} files were left as they are"),
        "left_for_retention": Plural(
            "{what}: {n} file was left, as the database has let go of a part of what is in it",
            "{what}: {n} files were left, as the database has let go of a part of what is in them",
        ),
        "exporting": "{what}",
        "archive_help": (
            "Write what the log keeps into Parquet files (zstd) below FOLDER, and go on as it grows.\n\n"
            "They have the columns of exported frames; `import`, `backfill`, DuckDB and Spark read them. "
            "Each is named by the messages that it has, so that another start goes on behind the last one."
        ),
        "archive_log_option": "The log: nats://one,two,three. [default: as the settings say]",
        "archive_every_option": "Write a file at least so often. [default: 3600]",
        "archive_once_option": "End when all is written that there is.",
        "archive_needs_log": "Which log is to be archived? Pass --log nats://one,two,three",
        "archive_of_another": "{folder} is an archive of another log; name another folder",
        "archive_late": (
            "What chargers said since {since} is not archived, and the log may let go of it before it is"
        ),
        "archived": Plural(
            "{n} frame of {messages:count} messages was written",
            "{n} frames of {messages:count} messages were written",
        ),
    },
)
