"""What is said by `capture/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "capture",
    {
        "unknown_format": "not a known log: name its format with --format, whose values --help lists",
        "no_frame_read": "no OCPP frame could be read in it, as {format}",
        "ended_by_error": "something that nobody expected ended it",
        "batch_too_large": "a tap sends a batch of {size:count} bytes: its connection is closed",
        "tap_ended": "a tap's connection ended: {error}",
        "standard_input": "standard input",
        "list_not_utf": (
            "the file is neither UTF-8 nor UTF-16: in a spreadsheet, save it as “CSV UTF-8”, not as a "
            "workbook"
        ),
        "list_empty": "the file lists no charger",
        "heading_only": "there is a heading, and no charger under it",
        "not_csv": "not a CSV: {error}",
        "columns_unclear": "the columns {columns} may all hold the id: keep one",
        "no_id_column": 'none of the columns is called "id" (or charger_id, and the like)',
        "no_id": "there is no id in it",
        "wrong_id": "the id {why}",
        "colon_in_id": "{station}: an id with a colon cannot have a password (HTTP Basic)",
        "named_twice": "{station} is in line {line} already",
        "message_beginning_kept": "{head}… ({n:count} bytes, only the beginning was kept)",
        "text_beginning_kept": "{text}… ({n:count} characters, only the beginning was kept)",
        "compressed_file_damaged": "the compressed file is damaged: {error}",
        "needs_pyarrow": "it is Parquet, which needs a library: pip install 'chargeboard[parquet]'",
        "parquet_is_no_stream": "Parquet is not read from standard input: name the file",
        "parquet_without": "this Parquet holds no frames; not in it: {columns}",
        "parquet_damaged": "the Parquet file is damaged: {error}",
        "zstandard_cut_off": "it ends in the middle of a Zstandard frame",
    },
)
