"""What do alerts say, and what is said of a rule that cannot be used?"""

from __future__ import annotations

from typing import Final

from chargeboard.words.catalogue import Plural, Words

say: Final = Words(
    "alerts",
    {
        # what is wrong with a rule
        "bad_name": '"{name}" cannot be a name; use up to 64 letters, digits, dots, - and _',
        "no_such_key": "a rule has no such key; it has {keys}{hint}",
        "did_you_mean": '; did you mean "{near}"?',
        "kind_missing": "is missing; use one of {kinds}",
        "only_for_kind": "is for rules of kind {kind}, and this one is {this}; leave it out",
        "bad_quiet": '"{text}" names no quiet hours; write them like 22:00-06:00',
        "no_such_channel": 'there is no channel "{channel}"{hint}',
        "known_channels": "; there are: {channels}",
        "not_one_of": "{value} is none of {known}{hint}",
        "type_seconds": "{value} is no whole number of seconds; write it like 900",
        "type_count": "{value} is no whole number; write it like 5",
        "type_percent": "{value} is no number; write a percentage like 80",
        "type_text": "{value} is no text; write it like 22:00-06:00",
        "type_yes": "{value} is neither true nor false",
        "type_list": "{value} is no list of texts",
        "seconds_out_of_range": "{number} is out of range; use 0 to {most} seconds",
        "repeats_too_often": "{number} s is too often; use {least} s or more, or 0 for never",
        "percent_out_of_range": "{number} is out of range; use more than 0, up to 100",
        "count_out_of_range": "{number} is out of range; use 1 to {most}",
        # what an alert says
        "out_of_contact": "out of contact",
        "faulted": "faulted",
        "error": "error {what}",
        "danger": "danger: {what}",
        "low_success": "few attempts succeed",
        "silent_failure": "attempts fail, and the charger reports no fault",
        "no_session": "no session",
        "flapping": "connection comes and goes",
        "clock_off": "clock is wrong",
        "no_energy": "session without energy",
        "state": "state {what}",
        "of_charger": "{charger}: {thing}",
        "of_socket": "{charger}, socket {socket}: {thing}",
        "named_socket": "{number} ({name})",
        "of_site": "Site {site}: {n} of {size} chargers {thing}",
        "title_fired": "{subject}",
        "title_repeated": "Still: {subject}",
        "title_recovered": "Over: {subject}",
        "title_held_back": "Held back: {subject}",
        "title_test": "Test message from chargeboard",
        "test_body": "If you can read this, the channel “{channel}” works. Nothing is wrong.",
        "title_ourselves": "chargeboard itself needs somebody",
        "title_ourselves_again": "Over: chargeboard itself works again",
        "do_ourselves": "What to do: see the server log; meanwhile chargers wait, or their figures do.",
        "since": "Since {since}.",
        "over_since": "Over since {at}; it began {since}.",
        "last_contact": "Last contact: {at}.",
        "to_do": "What to do: {action}",
        "noted": "Noted: {note}",
        "evidence_at": "Evidence: {url}",
        "and_more": Plural("and {n} more", "and {n} more"),
        # what a back-test says
        "would_have_fired": Plural(
            "“{rule}” would have fired once in {days}{soon}.",
            "“{rule}” would have fired {n:count} times in {days}{soon}.",
        ),
        "never_fired": "“{rule}” would not have fired in {days}.",
        "once_soon_over": ", and was over within 5 minutes",
        "soon_over": Plural(
            ", {n:count} of them over within 5 minutes", ", {n:count} of them over within 5 minutes"
        ),
        "days": Plural("{n} day", "{n} days"),
        "held_back": Plural(
            "{n:count} more came and went in quiet hours.", "{n:count} more came and went in quiet hours."
        ),
        "repeats": Plural(
            "It would have been repeated once.", "It would have been repeated {n:count} times."
        ),
        # what a rule is about
        "rule_out_of_contact": "out of contact",
        "rule_faulted": "socket faulted",
        "rule_error": "error",
        "rule_danger": "danger to people",
        "rule_low_success": "fewer than {below:percent} of attempts succeed",
        "rule_silent_failure": "attempt after attempt fails silently",
        "rule_no_session": "no session",
        "rule_flapping": "{n:count} reconnects within an hour",
        "rule_clock_off": "clock is wrong",
        "rule_no_energy": "session without energy",
        "rule_state": "state of a socket",
        "rule_after": "for {lasting:lasting}",
        "rule_chargers": "chargers: {names}",
        "rule_sites": "sites: {names}",
        "rule_tags": "tagged: {names}",
        "rule_makers": "makers: {names}",
        "rule_models": "models: {names}",
        "rule_channels": "sent to: {names}",
        "rule_repeats": "again every {every:lasting}",
        "rule_quiet": "quiet {hours}",
        "rule_off": "switched off",
        # what to do
        "do_out_of_contact": "See whether it has power; check SIM, antenna, router and cable on site.",
        "do_site": "So many at once point to what they share: power supply, router or uplink of the site.",
        "do_faulted": "Restart it remotely; if it stays, fetch its diagnostics and call service.",
        "do_error": "Look the code up in the manual of this model; if it stays, call service.",
        "do_danger": "Take it out of service and have it inspected on site before anybody uses it.",
        "do_low_success": "See the attempts that failed, and what the charger sent then.",
        "do_silent_failure": "Try a start on site: check plug, reader, app and what the signs tell drivers.",
        "do_no_session": "Try a start on site; see whether the bay is blocked or the app lists it.",
        "do_flapping": "Check signal, SIM, router and power supply on site.",
        "do_clock_off": "Set the charger's clock, or have it take the time from the back end.",
        "do_no_energy": "If it stays so, stop it remotely and try another car.",
    },
)
