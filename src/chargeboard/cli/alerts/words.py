"""What is said by `cli/alerts/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "cli.alerts",
    {
        "alerts_help": "Rules that tell you when a charger needs somebody, and where they are sent.",
        "list_help": "List the rules of alerts.",
        "add_help": (
            "Keep the rule NAME of kind KIND, and say how often it would have fired.\n\n"
            "KIND is one of {kinds}. A KEY is one of {keys}; lists are written with commas. Example:\n\n"
            "  chargeboard alerts add contact out_of_contact after_s=1800 sites=Harbour quiet=22:00-06:00"
        ),
        "remove_help": "Forget the rule NAME, and what lasts of it.",
        "back_test_help": (
            "Say how often the rule NAME would have fired, and list when.\n\n"
            "Without KIND that of the rule which is kept; with KIND and KEY=VALUE a rule that is not kept."
        ),
        "days_option": "So many days of the past, up to now.",
        "no_test_option": "Do not go through the past first.",
        "now_help": "List the alerts that were sent and last.",
        "log_help": "List what was sent lately, and what became of it.",
        "most_option": "So many at most.",
        "ack_help": "Say that somebody sees to ALERT: it is not sent again, only that it is over.",
        "snooze_help": "Send ALERT again no sooner than after a DURATION such as 90m, 8h or 2d.",
        "note_option": "A note for the others.",
        "not_followed": "How chargers stand could not be read for the channels that show it: {why}",
        "channel_help": "Where alerts are sent.",
        "channel_list_help": "List the channels; their secrets are shown nowhere.",
        "channel_add_help": (
            "Send alerts to a channel of KIND under the name NAME.\n\n"
            "KIND is one of {kinds}. A secret may be given as KEY=- to be read from standard input, so that "
            "it is in no history of the shell. What was said before stays where a secret is left out."
        ),
        "channel_remove_help": "Send nothing to the channel NAME any more.",
        "test_help": "Send a test message to the channel NAME now.",
        "name": "name",
        "kind": "kind",
        "what": "rule",
        "where": "from",
        "settings": "settings",
        "secrets": "secrets",
        "of_file": "settings file",
        "of_store": "database",
        "sealed": "{names} (sealed)",
        "alert": "alert",
        "at": "at",
        "title": "what",
        "state": "state",
        "acknowledged": "acknowledged",
        "snoozed_until": "snoozed until {at:stamp}",
        "open": "open",
        "sent_to": "{channel}: sent",
        "waits_for": "{channel}: waiting ({why})",
        "given_up_for": "{channel}: given up ({why})",
        "nobody_to_tell": "sent nowhere",
        "kept": "The rule “{name}” is kept",
        "no_channel": "There is no channel yet, so nothing is sent: {command}",
        "removed": "The rule “{name}” is gone",
        "channel_kept": "The channel “{name}” is kept; try it: {command}",
        "channel_removed": "Nothing is sent to “{name}” any more",
        "no_rule": "there is no rule “{name}”",
        "rule_of_file": "the rule “{name}” is in the settings file; change it there",
        "no_alert": "no alert “{id}” lasts; chargeboard alerts now lists those that do",
        "no_such_channel": "there is no channel “{name}”",
        "test_sent": "“{name}” took the test message",
        "test_not_sent": "“{name}” did not take the test message: {why}",
        "done": "Noted",
        "bad_rule": "rule “{name}”: {error}",
        "bad_channel": "channel “{name}”: {error}",
        "not_a_duration": '"{text}" is no duration; write it like 90m, 8h or 2d',
        "at_stamp": "{at:stamp}",
        "line": "{at:stamp}  {title}{over}",
        "over_after": "  (over after {lasted:lasting})",
        "lasts": "  (lasts)",
        "and_more": Plural("and {n:count} more", "and {n:count} more"),
    },
)
