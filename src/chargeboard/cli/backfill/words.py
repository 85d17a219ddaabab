"""What is said by `cli/backfill/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "cli.backfill",
    {
        "backfill_help": (
            "Take in years of logs by all processor cores: files and whole folders of whatever `chargeboard "
            "import` reads, plain or compressed by gzip or zstd, or Parquet.\n\n"
            "Files are read first, and what is in them is laid down beside the database, hidden; then "
            "charger by charger is kept. Whatever cuts it off, the same command goes on where it was. A file "
            "that was taken in to its end is not read again. A file that cannot be read is told, and the "
            "others are taken in."
        ),
        "jobs_option": "How many processes share the work. [default: one for each processor core]",
        "again_option": "Read files again that were taken in before; frames that are there stay as they are.",
        "no_files": "There is no file in {paths}; name a folder with logs in it, or files.",
        "reading": "reading",
        "of_files": "{done} of {n} files",
        "keeping": "keeping and understanding",
        "of_parts": "{done} of {n} parts",
        "were_read": Plural(
            "Going on: {n} of {of} files was read before", "Going on: {n} of {of} files were read before"
        ),
        "were_kept": Plural(
            "Going on: {n} of {of} parts was kept before", "Going on: {n} of {of} parts were kept before"
        ),
        "known": "{path}: taken in before, as {name}; left. --again reads it again",
        "twice": "{path}: holds what {name} holds; left",
        "spill_damaged": "{path} is damaged, and was removed: run the command again, and it does the rest",
        "one_at_a_time": "Wait for it: one backfill at a time goes into a database.",
    },
)
