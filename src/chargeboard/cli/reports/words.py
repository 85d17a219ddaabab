"""What does the shell say of reports?"""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "cli.reports",
    {
        "report_help": "Reports of weeks and months: made now, or sent again and again.",
        "list_help": "The reports that are sent: about whom, when, where to, and what became of them.",
        "add_help": "Send a report again and again, as KEY=VALUE: {keys}. Weekly ones go out on a `day` from"
        " 1 (Monday) to 7, monthly ones on a day of the month, at an `hour` of a `zone`; `channels` are those"
        " of `chargeboard alerts channel` that carry files (email, folder, s3).",
        "remove_help": "Send a report no more; what waits of it is not sent either.",
        "now_help": "Make a report now: that of an order by its NAME, which is sent to its channels, or any"
        " into a folder with `--into`.",
        "charger_option": "About this charger.",
        "site_option": "About the chargers of this site.",
        "period_option": "A month, 2026-10, or a week, 2026-W44. Default: the last one that is over.",
        "every_option": "Whether the last week or the last month is meant where no period is named.",
        "form_option": "As html, pdf, csv or parquet; may be repeated.",
        "into_option": "Put the files into this folder instead of sending them.",
        "name": "Name",
        "about": "About",
        "when": "When",
        "where": "Where to",
        "next": "Next",
        "lately": "Lately",
        "bad_order": "{name}: {error}",
        "order_kept": "{name} is kept; the next one goes out {at}.",
        "order_of_file": "{name} is in the settings file and is changed there.",
        "no_order": "There is no report of the name {name}; `chargeboard report list` names them.",
        "order_removed": "{name} is sent no more.",
        "put_out": Plural(
            "{n} copy waits to be sent by `chargeboard serve`.",
            "{n} copies wait to be sent by `chargeboard serve`.",
        ),
        "name_or_into": "Name an order, or say with --into where the files are to go.",
        "no_such_period": "There is no week or month {period}; write 2026-10 or 2026-W44.",
        "no_day_yet": "No day of {period} is over yet.",
        "charger_or_site": "Name a charger or a site, not both.",
        "no_such_site": "There is no charger at a site {site}.",
        "no_printer": "no Chromium was found, so nothing is printed; install chromium, or name it under"
        " [reports] as `chromium`",
        "no_such_printer": "{program}, which [reports] `chromium` names, is not there or may not be run",
        "not_run": "{program} could not be run: {why}",
        "not_printed": "{program} ended with {code} and printed nothing",
        "prints_too_long": "{program} printed nothing within {seconds} s",
        "needs_pyarrow": "Parquet needs pyarrow, which is not installed; install it beside chargeboard:"
        " pip install 'chargeboard[parquet]'",
        "pdf_missing": "The PDF is missing: {why}.",
        "parquet_missing": "The Parquet file is missing: {why}.",
        "late": "This report was due {at} and is sent late: chargeboard was not running then, or it could not"
        " be delivered before.",
        "order_without_channel": "The report {name} is to go to {channel}, which no channel is called that"
        " carries files, so nothing is sent there.",
        "add_channel": "chargeboard alerts channel list names those that there are.",
        "prints_nothing": "The report {name} is to be a PDF: {why}",
        "page_instead": "Until then the page is sent in its place.",
        "needs_parquet": "The report {name} is to be Parquet: {why}",
        "not_made": "The report was not made: its process ended with {code}.",
        "nothing_to_report": "There is nothing to report of {about}: {why}",
        "title": "{kind}: {whom}, {period}",
        "at_address": "With its evidence: {url}",
    },
)
