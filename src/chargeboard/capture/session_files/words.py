"""What is said by `capture/session_files/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "capture.session_files",
    {
        "empty_table": "it holds no rows",
        "too_large": "unpacked it is larger than 1 GiB: split it",
        "too_many_cells": "a cell far from the others makes it {cells:count} cells large: delete that one",
        "needs_calamine": "it is a spreadsheet, which needs a library: pip install 'chargeboard[xlsx]'",
        "spreadsheet_damaged": "the spreadsheet cannot be read: {error}",
        "which_sheet": "it has several sheets; name one with --map sheet=NAME: {sheets}",
        "two_columns": "two columns may be {role}: give one of --map {columns}",
        "no_such_column": "it has no column “{name}” of its own; its columns: {columns}",
        "no_such_choice": "{key} is not {value}: give one of {choices}",
        "no_such_key": "{key} is nothing that a file of sessions tells: give one of {known}",
        "no_socket_number": "{key}={value}: a socket is a number from 1",
        "no_column": "no column says the {role} of a session: give --map {role}=COLUMN",
        "no_charger": "no column names the charger: give --station ID, or --map charger=COLUMN",
        "which_socket": "which socket is meant by {labels}? Give {example}",
        "which_order": (
            "dates such as 03/04/2025 may be meant in two ways: give --map dates=day-first or "
            "--map dates=month-first"
        ),
        "mixed_order": (
            "some dates begin with the day, others with the month: give --map dates=day-first or "
            "--map dates=month-first; what does not fit is left out"
        ),
        "which_decimal": (
            "amounts such as 1,234 may be meant in two ways: give --map decimal=comma or --map decimal=point"
        ),
        "mixed_decimal": (
            "some amounts have a decimal comma, others a point: give --map decimal=comma or "
            "--map decimal=point"
        ),
        "which_unit": "nothing says the unit of the energy: give --map unit=kWh or --map unit=Wh",
        "which_duration_unit": (
            "nothing says the unit of the duration: give --map duration-unit=seconds, minutes or hours"
        ),
        "which_parts": (
            "durations such as 1:30 may be meant in two ways: give --map duration-unit=hh:mm or "
            "--map duration-unit=mm:ss"
        ),
        "zone_needed": "its times name no zone: give --tz, such as --tz Europe/Berlin",
        "no_start": "names no time at which the session began",
        "no_end": "names no end: the session goes on, or nobody knows",
        "no_time": "not a time: {text}",
        "no_duration": "not a duration: {text}",
        "no_amount": "not an amount of energy: {text}",
        "below_zero": "energy below zero: {text}",
        "ends_before_start": "ends before it starts",
        "too_early": "before 2015: no session is believed to be as old",
        "no_charger_in_row": "names no charger",
        "bad_charger": "the charger's id {why}",
        "no_zone": "not a time zone: {text}",
        "ahead": "ends {seconds:count} s after our clock",
    },
)
