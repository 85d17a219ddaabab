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
        "What every socket did in the window, one row per socket. The thin line on top is the contact to the charger.",
        (
            "Dense blue bars show high charger activity and frequent usage.",
            "Long green lines mean extended idle or ready periods.",
            "A gap is never low usage here: tick marks mean no communication with the charger, a blank gap means"
            " that nothing is known, for example because our own server was down.",
        ),
        "States follow the sockets' reports, the open transaction and the link, in the charger's local time."
        " Where many short states share a spot the worst of them is drawn, and its label says so.",
    ),
    "ongoing": Guide(
        "All active charging sessions, with their duration and the energy delivered so far.",
        (
            "High energy with a long duration means active, sustained sessions.",
            "Short durations or low energy indicate short top-ups or user interruptions.",
            "Grey power is old; “~” means that power was worked out from the last two meter readings.",
        ),
        "A session stays listed while the charger is out of contact, because it may well go on.",
    ),
    "utilization": Guide(
        "How much of the time the sockets were in use.",
        (
            "Higher values: the charger is well used and in frequent demand.",
            "Lower values may come from low usage, maintenance downtime or reduced demand.",
            "Compare the days to find a trend or a day that falls behind.",
        ),
        "In use = charging + suspended. Available time = calendar time × sockets, downtime included."
        " The headline is the ratio of the sums over complete days; today does not enter it.",
    ),
    "success": Guide(
        "How many tries to charge really started, of all tries.",
        (
            "100 %: every try started, the charger performs at its best.",
            "Below 95 %: connection errors, cancellations by users or unstable hardware.",
            "Steadily above 95 %: excellent reliability.",
        ),
        "A try is one attempt of a driver, however many messages it took; it is a success once energy has flowed."
        " Tries that a driver gave up count as failed. A day without tries has no rate.",
    ),
    "errors": Guide(
        "The most recent errors that the charger reported, active ones first.",
        (
            "No entries: the charger has worked without any recorded fault – ideal stability.",
            "Codes that are frequent or come back point to the technical cause underneath.",
        ),
        "One row per socket and code. Every report counts as a time; from a first report until it clears is an episode.",
    ),
    "sessions": Guide(
        "Completed sessions per day.",
        (
            "Stable or growing: consistent use and reliability.",
            "Noticeable drops: potential connectivity or usage issues.",
            "This is how often the charger is used over time.",
        ),
        "Counted on the local day on which the session ended, from 0.1 kWh on."
        " A missing bar is a day without data, not a day without sessions.",
    ),
    "energy": Guide(
        "Energy delivered per day.",
        (
            "High daily totals: sustained activity and healthy demand.",
            "Drops or irregularities: possible service interruptions or something at the site.",
            "Helps to plan capacity and to check what the charger can do.",
        ),
        "Energy counts on the day on which it flowed: a session over midnight is split by its meter readings.",
    ),
    "overview": Guide(
        "Sessions and consumption of the window in one table.",
        (
            "Short duration with high consumption: fast charging.",
            "Long duration with low consumption: slow or partial sessions.",
            "Helps to judge the charger's efficiency and how its users behave.",
        ),
        "Completed sessions that ended in the window, complete days only.",
    ),
    "quality": Guide(
        "How good the data behind this page is, and how long the charger was up.",
        (
            "Uptime is indicative, computed by our reading of each rule; offline is an outage for NEVI and exempt in the UK.",
        ),
        "Repaired values are kept as they came and used as repaired. Nothing is guessed without being counted here.",
    ),
}

PURPOSE = (
    "One charger, watched closely: socket-level availability and activity, utilization and success,"
    " errors and downtime, energy and behaviour. Seven days show how it performs now, thirty days where it is heading."
)
