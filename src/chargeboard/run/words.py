"""What is said by `run/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "run",
    {
        "writes_blocked": (
            "The database has not accepted a write for some seconds: it is locked, or the disk is slow."
        ),
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
        "outbox_failed": "Alerts could not be sent to {channel}; trying again",
        "channel_too_slow": "it took longer than {seconds:number} s",
        "alert_given_up": "An alert is given up: {channel} did not take {id} ({why})",
        "alert_not_sent": "{channel} did not take an alert ({why}); trying again in {wait_s:number} s",
        "not_shrunk": "The file could not be made smaller; trying again tomorrow (at {station})",
        "file_shrunk": "The file is {mb:count} MB smaller: most of it was free",
        "not_packed": "Old data of {station} could not be packed; trying again tomorrow",
    },
)
