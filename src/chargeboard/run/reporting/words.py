"""What is said of reports that are sent again and again?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "run.reporting",
    {
        "bad_name": "“{name}” is no name; use letters, digits, dots and dashes, 64 at most",
        "no_such_key": "there is no such key; there are {keys}",
        "missing": "is missing; use {known}",
        "not_one_of": "{value} is none of {known}",
        "one_of_both": "name a charger or a site, not both; neither is all chargers",
        "no_such_zone": "“{zone}” is no time zone; write it like Europe/Berlin",
        "day_of_week": "{day} is no day of the week; write 1 (Monday) to 7 (Sunday)",
        "day_of_month": "{day} is not sent on; write 1 to 28, which every month has",
        "not_an_hour": "{hour} is no hour; write 0 to 23",
        "not_a_number": "{value} is no whole number",
        "no_form": "name at least one of {known}",
        "no_channel": "name at least one channel; there are {known}",
        "no_such_channel": "there is no channel “{channel}” that takes reports; there are {known}",
        "not_an_address": "“{address}” is no address of mail; write it like owner@example.org",
        "not_true_or_false": "is yes or no: write true or false",
        "not_texts": "is a list of texts",
        "none": "none yet: add one of kind email, folder or s3",
        "of_charger": "charger {name}",
        "of_site": "site {name}",
        "of_all": "all chargers",
        "weekly": "each week on {weekday} at {hour}, {zone}",
        "monthly": "each month on day {day} at {hour}, {zone}",
        "clock": "{hour}:00",
        "off": "off",
        "sent": "{period} to {channel}: sent",
        "waits": "{period} to {channel}: waiting",
        "waits_again": "{period} to {channel}: waiting ({why})",
        "given_up": "{period} to {channel}: given up ({why})",
    },
)
