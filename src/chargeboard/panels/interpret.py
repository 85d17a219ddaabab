"""
How is each panel to be read?

The words stand in the same order as the page: what the panel measures, how to read it, and by which rule.
"""

from __future__ import annotations

import msgspec


class Guide(msgspec.Struct, frozen=True):
    """The reading aid of one panel."""

    measures: str
    reading: tuple[str, ...]
    rule: str = ""


GUIDES: dict[str, Guide] = {
    "events": Guide(
        "Socket-level activity over the window. Each row is a socket, each colour a state;"
        " the thin line on top is the charger itself: its contact, restarts and what it says of itself.",
        (
            "Dense blue bars show high charger activity and frequent usage.",
            "Long green lines mean extended idle or ready periods.",
            "Gaps with tick marks are communication downtime, never low usage.",
            "Slashes: our server was down, or a log had ended. Dots: unknown. Thin line: not commissioned.",
            "A dotted band in a blue bar: it was charging and no energy flowed for 10 minutes or longer.",
        ),
        "A state follows the socket's reports, the open transaction and the link.",
    ),
    "ongoing": Guide(
        "All active charging sessions in progress, their duration and the energy delivered so far.",
        (
            "A high energy value and long duration mean active, sustained sessions.",
            "Short durations or low energy indicate short top-ups or user interruptions.",
            "Grey power is old; “~” means that power was worked out from the last two meter readings.",
        ),
        "A session stays listed while the charger is out of contact, because it may well go on.",
    ),
    "utilization": Guide(
        "Percentage of time the sockets were in use versus total available time.",
        (
            "Higher values: the charger is well utilized and in frequent demand.",
            "Lower values: may indicate low usage, maintenance downtime, or reduced demand.",
            "Daily tracking helps to see trends or underperforming days.",
        ),
        "In use is charging plus suspended. Available is calendar time times sockets, downtime included."
        " The headline is the ratio of the sums over the complete days; today does not enter it.",
    ),
    "success": Guide(
        "Proportion of successful session starts of all charging attempts.",
        (
            "100%: all attempts started, the charger performs optimally.",
            "Below 95%: connection errors, user cancellations, or hardware instability.",
            "Consistently above 95%: excellent reliability.",
        ),
        "An attempt is what one driver did, however many messages it took, and a success once energy flowed."
        " Attempts that a driver gave up count as failed. A day without attempts has no rate.",
    ),
    "errors": Guide(
        "The most recent errors that the charger reported, active ones first.",
        (
            "No entries: the charger has operated without any recorded fault – ideal stability.",
            "Frequent or repeating codes help to identify underlying technical issues.",
        ),
        "One row per socket and code. Each report is one time; from the first report until it clears"
        " is one episode.",
    ),
    "sessions": Guide(
        "Number of sessions completed per day.",
        (
            "Stable or growing trends: consistent use and reliability.",
            "Noticeable drops: potential connectivity or usage issues.",
            "This reflects how often the charger is used over time.",
        ),
        "Counted on the local day on which the session ended, from 0.1 kWh on."
        " A missing bar is a day without data, not a day without sessions.",
    ),
    "energy": Guide(
        "Total daily energy delivered by this charger.",
        (
            "High daily totals: sustained activity and healthy demand.",
            "Drops or irregularities: possible service interruptions or site-level factors.",
            "Helps to plan capacity and validate charger performance.",
        ),
        "Energy counts on the day on which it flowed: a session over midnight is split by its readings.",
    ),
    "overview": Guide(
        "Session and consumption performance of the window in one table.",
        (
            "Short duration and high consumption: fast-charging behaviour.",
            "Long duration and low consumption: slow or partial sessions.",
            "Helps to assess charger efficiency and user behaviour patterns.",
        ),
        "Completed sessions that ended in the window, complete days only.",
    ),
    "quality": Guide(
        "How good the data behind this page is, and how long the charger was up.",
        (
            "Uptime is indicative, computed by our reading of each rule.",
            "Time without contact is an outage for NEVI and exempt in the UK.",
        ),
        "What was repaired, inferred or left out is counted here; the raw messages are kept as they came.",
    ),
}

PURPOSE = (
    "A focused operational view of one charger's health and performance: monitor socket availability and"
    " session activity, track utilization and success rates, detect errors or downtime early, evaluate energy"
    " delivery and charging behaviour. Seven days show how it performs now, thirty days where it is heading."
)
