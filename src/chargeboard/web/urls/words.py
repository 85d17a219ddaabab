"""What is said by `web/urls/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "web.urls",
    {
        "not_a_month": "{name}={text} is not a month. Write it like 2026-10.",
        "not_a_year": "year={text} is not a year. Write it like 2026.",
        "not_a_quarter": "quarter={text} is not a quarter. Write it like 2026-Q3.",
        "not_a_period": "name both dates, the first one first, such as against_from=2026-09-01 and"
        " against_through=2026-09-30",
        "until_out_of_range": (
            "until={until} must not be before day={first}, or more than {days} days after it."
        ),
        "day_not_begun": "day={first} has not begun yet for this charger.",
        "not_a_duration": "last={text} is not a duration. Write it like 3h or 7d.",
        "instant_without_zone": (
            "{name}={text} is not an instant. Write it with its zone, like 2026-11-21T13:00:00Z."
        ),
        "not_a_moment": "moment={text} is not a time. Write it like 2026-11-21T14:00.",
        "not_a_date": "{name}={text} is not a date. Write it like 21 Nov 2026 or 2026-11-21.",
        "year_out_of_range": "{name} is in the year {year}: use one from {first} to {last}.",
        "through_and_to": "through and to mean the same: use through, the last day, alone.",
        "date_missing": "{missing} is missing: from and through come together, the last day included.",
        "through_before_from": "through={last} must not be before from={first}.",
        "to_not_after_from": (
            "to={end} must be after from={first}: that day is not included; with through it is."
        ),
        "too_many_days": "from={first} through={last} is too long: at most {days} days at once.",
        "timeline_end_missing": "{missing} is missing: timeline_from and timeline_to come together.",
        "timeline_reversed": "timeline_to must be after timeline_from.",
        "timeline_too_long": "The timeline is too long: at most {days} days at once.",
        "value_unknown": "{name}={text} is not known. Use {values}.",
        "not_a_number": "{name}={text} is not a number. Write it like 2.",
        "span_reversed": "The end must be after the start.",
        "span_too_long": "The span is too long: at most {days} days at once.",
        "not_an_instant": ("{name}={text} is not an instant. Write it like 2026-11-21T13:00:00Z, or a date."),
        "bad_cursor": "after is a cursor: take it from `next` of the previous page.",
        "not_a_path": "{text} is not a path; write it like /chargeboard",
        "not_a_plain_path": "{text} is not a plain path; use letters, digits, - and _ between slashes",
    },
)
