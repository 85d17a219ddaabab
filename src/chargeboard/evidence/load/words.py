"""What does the page of the load say?"""

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "evidence.load",
    {
        "title": "Load",
        "course": "Quarter by quarter",
        "profile_window": Plural("Usual day, of {n}", "Usual day, of {n}"),
        "placed": "read each quarter",
        "spread": "read less often, spread evenly",
        "mean": "mean",
        "most": "highest",
        "blind": "not known",
        "as_table": "{title}, as a table",
        "table": "As a table",
        "quarter": "Quarter",
        "kw": "kW",
        "spread_kwh": "Spread evenly, kWh",
        "known": "Known",
        "mean_kw": "Mean, kW",
        "most_kw": "Highest, kW",
        "quarters": "Quarters known",
        "summary": "Mean power of each quarter of an hour, in kW. {peak}",
        "fact_energy": "{energy:energy}",
        "fact_full": "full {share:percent} of the time",
        "fact_known": "{share:percent} of the time known",
        "peak": "Peak",
        "peak_is": "{power:power}, {times}",
        "peak_at_least": "at least {power:power}, {times}",
        "peak_power": "{power:power}",
        "peak_known": "What {share:percent} of the time of sockets drew was known then.",
        "no_peak": "In no quarter of these dates is it known that anything was drawn.",
        "charged_then": Plural("{n} socket charged then:", "{n} sockets charged then:"),
        "of_socket": "{name}, socket {socket}",
        "of_none": "{name}",
        "more_sockets": Plural("and {n} more", "and {n} more"),
        "lost": "Lost to outages",
        "lost_is": "{energy:energy} in {out:hours} h out of service",
        "lost_cost": "{energy:energy}, {cost} {currency}, in {out:hours} h out of service",
        "lost_none": "No socket was out of service.",
        "lost_unknown": "{out:hours} h out of service",
        "lost_why": (
            "What that cost is not known: fewer than four of the eight weeks before tell what those hours"
            " usually bring."
        ),
        "lost_unrated": "Of these, {unrated:hours} h are not rated: too few weeks before tell.",
        "lost_how": (
            "For each hour out of service, the mean energy of the same hour of the week over the eight weeks"
            " before. Sockets count one by one, and declared maintenance counts too."
        ),
        "load_how": (
            "Energy between two readings at most 16 minutes apart lies in the quarters between them. What"
            " flowed between readings further apart is spread evenly, and is in no peak. Where nothing is"
            " known of a quarter there is a gap, not a zero."
        ),
        "charger": "Charger",
        "chargers": "Chargers",
        "chargers_table": "Load of the chargers of the site",
        "energy_kwh": "Energy, kWh",
        "peak_kw": "Peak, kW",
        "peak_at": "Peak at",
        "out_h": "Out of service, h",
        "lost_kwh": "Lost, kWh",
        "earlier": "Earlier",
        "later": "Later",
        "other_dates": "Other dates",
    },
)
