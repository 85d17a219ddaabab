"""How are official rules called, and what is said of them?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "official",
    {
        "rule_ours": "This page's uptime",
        "rule_nevi": "NEVI, USA",
        "rule_california": "California",
        "rule_uk": "UK, template",
        "rule_uk_reg7": "UK, reg. 7",
        "rule_uk_blocked": "UK, blocked",
        "rule_kwwhat": "kwwhat",
        "meaning_ours": "Faulted, unavailable and without contact are down. Every declared window excuses an"
        " outage. Unknown time, and all outside opening hours, is in no measure.",
        "meaning_nevi": "(525,600 minutes − (outage − excluded)) / 525,600 over twelve months, for each port;"
        " a shorter time by its own minutes. Faulted, unavailable and without contact are an outage; charging"
        " without contact is up. What nobody watched counts as up.",
        "meaning_california": "NEVI's outage, but excuses end: what is beyond counts as down. The text of the"
        " formula was not seen; a year is taken as a calendar year.",
        "meaning_uk": "(time − down − exempt) / (time − exempt) of all chargers together, in a calendar year"
        " and in opening hours. Faulted and unavailable are down. Unknown time, time without contact and"
        " declared blockages are exempt. A car left plugged in is up. Planned maintenance is down.",
        "meaning_uk_reg7": "The same by the words of the regulation: what is unknown or blocked counts as"
        " reliable and stays in the time that is divided by.",
        "meaning_uk_blocked": "The template's formula, but a car left plugged in after its session blocks the"
        " charger, so that time is exempt.",
        "meaning_kwwhat": "(commissioned − outage) / commissioned. A fault of all connectors of a port and"
        " time without contact are an outage; out of service is up, and nothing excuses.",
        "count_up": "up",
        "count_down": "down",
        "count_excluded": "excluded",
        "count_unwatched": "unwatched",
        "count_exempt": "exempt",
        "planned_maintenance": "planned maintenance",
        "utility_interruption": "power outage of the grid",
        "vandalism": "vandalism",
        "natural_disaster": "natural disaster",
        "vehicle": "fault of the vehicle",
        "outside_opening_hours": "outside opening hours",
        "blocked": "blocked",
        "other": "other",
        "cap_of_incident": "{kind}, {most:about} of an incident",
        "cap_of_year": "{kind}, {most:about} of a year",
        "nothing_excuses": "nothing",
        "for_each_port": "for each port",
        "for_the_network": "for all chargers together",
        "from_kw": "{most:count} kW and more",
    },
)
