"""What is said by `run/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "run",
    {
        "writes_blocked": (
            "The database has not accepted a write for some seconds: it is locked, or the disk is slow."
        ),
        "member_place": "{host}:{pid}",
        "member_not_left": "The others could not be told that this process ends ({why}); they will notice",
        "member_not_heard": "The others could not be told that this process is there ({why}); trying again",
        "feed_failed": "The feed {feed} cannot be read, and is tried again: {why}",
        "feed_unread": (
            "The feed {feed} is not read any more: the process that did so is gone, or hangs; start it again"
        ),
        "feed_back": "The feed {feed} is read again",
        "no_gateway": "no process that chargers connect to is running (serve --role gateway)",
        "store_away": "The database has been down since {since}, and is tried again until it is back: {why}",
        "store_back": "The database is back; it had been down since {since}",
        "nothing_kept": "Nothing can be stored, chargers wait: {error}",
        "kept_again": "Frames are stored again",
        "something_not_kept": "Something cannot be stored; it is left out and not answered",
        "not_understood_yet": ("The frames of charger {station} could not be processed yet; they are kept"),
        "line_not_made": "The row of charger {station} in the list cannot be computed",
        "not_hidden_yet": "What was kept before could not be hidden by today's rules yet; trying again",
        "not_understood": "The frames of charger {station} could not be processed",
        "figures_not_kept": "The figures of charger {station} could not be stored; trying again later",
        "upkeep_failed": "Upkeep of the file failed; trying again",
        "database_damaged": "The database is damaged: {found}",
        "no_backup": "No backup could be made: {error}",
        "backup_made": "A backup was made and checked: {file}",
        "hiding_older": (
            "older messages are being hidden by today's rules of privacy: {done:count} of {n:count} "
            "chargers are done"
        ),
        "hidden_again": Plural(
            "Messages of {n} charger are hidden again, by today's rules of privacy",
            "Messages of {n} chargers are hidden again, by today's rules of privacy",
        ),
        "hidden_not_wiped": (
            "What was kept is hidden by today's rules of privacy. Free parts of the file may still "
            "hold it: stop this once and run `chargeboard hide`"
        ),
        "hidden_and_wiped": (
            "What was kept is hidden by today's rules of privacy, and the file is wiped; older backups "
            "hold it as it was"
        ),
        "merged_already": "{new} counts as {old} already",
        "merged_elsewhere": "{old} is merged into {head} already; unmerge it first",
        "not_merged": "{old} is merged into no other charger",
        "not_deleted": "Old data of {station} could not be deleted; trying again tomorrow",
        "alert_without_rule": "What was remembered of the alert rule {rule} is forgotten with it",
        "not_watched": "The alert rules could not be applied to charger {station}; trying again",
        "alerts_not_due": "Alerts that are due could not be sent out; trying again",
        "ourselves_not_told": "{channel} was not told that something is wrong here ({why}); trying again",
        "outbox_not_read": "The outbox cannot be read ({why}); trying again",
        "outbox_failed": "Alerts could not be sent to {channel}; trying again",
        "channel_too_slow": "it took longer than {seconds:number} s",
        "alert_given_up": "An alert is given up: {channel} did not take {id} ({why})",
        "alert_not_sent": "{channel} did not take an alert ({why}); trying again in {wait_s:number} s",
        "not_shrunk": "The file could not be made smaller; trying again tomorrow (at {station})",
        "file_shrunk": "The file is {mb:count} MB smaller: most of it was free",
        "no_cohorts": "Chargers could not be compared by their firmware; trying again in an hour",
        "no_official_month": "Official figures of {station} could not be stored; trying again later",
        "not_packed": "Old data of {station} could not be packed; trying again tomorrow",
        "little_room": Plural(
            "The disk is full in {n} day if as much comes in as lately",
            "The disk is full in {n} days if as much comes in as lately",
        ),
        # what is wrong with a window by which an outage is excused
        "exclusion_no_column": "{names} is no column; there are {fields}",
        "exclusion_more_cells": "has more cells than the first line",
        "exclusion_column_twice": "{names} stands there twice; keep one",
        "exclusion_no_rows": "the list is empty",
        "exclusion_other_month": "is not in {month}; this list is of that month alone",
        "exclusion_no_field": "there is no such field; there are {fields}",
        "exclusion_missing": "is missing",
        "exclusion_no_kind": '"{kind}" is none of {kinds}',
        "exclusion_near": '; did you mean "{near}"?',
        "exclusion_of_whom": "name a charger or a site",
        "exclusion_of_both": "name a charger or a site, not both",
        "exclusion_no_charger": 'there is no charger "{charger}"',
        "exclusion_no_site": 'there is no charger of a site "{site}"',
        "exclusion_no_time": '"{text}" is no time; write it like 2026-11-28T22:00',
        "exclusion_reversed": "it would end at {end}, before it begins at {start}",
        "exclusion_skipped": (
            "the clock of {zone} is set forward over {start} and never shows it, so that no time is left "
            "until {end}; begin earlier or end later"
        ),
        "exclusion_too_long": "is more than 366 days after the start; declare a shorter one",
        "exclusion_ahead": (
            "lies in the future, and this kind is known only when it has begun; "
            "declared beforehand may be {kinds}"
        ),
        "exclusion_socket_of_site": "a site has no socket of its own; name a charger, or leave it out",
        "exclusion_no_socket": '"{text}" is no socket; write its number like 1',
        "exclusion_text_too_long": "is longer than {most} letters",
    },
)
