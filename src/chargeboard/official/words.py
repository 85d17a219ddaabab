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
        "cited_ours": "definitions 2.8",
        "cited_nevi": "23 CFR 680.116(b)",
        "cited_california": "CEC, EV charger data and reliability",
        "cited_uk": "SI 2023/1168 reg. 7",
        "cited_uk_reg7": "SI 2023/1168 reg. 7",
        "cited_uk_blocked": "SI 2023/1168 reg. 7",
        "cited_kwwhat": "kwwhat fact_uptime, 652965e",
        "success_cited_ours": "definitions 2.3",
        "success_cited_inl_start": "INL, OCPP 2.0.1 interim KPI calculator",
        "success_cited_inl_end": "INL, OCPP 2.0.1 interim KPI calculator",
        "success_cited_inl_session": "INL, OCPP 2.0.1 interim KPI calculator",
        "success_cited_kwwhat_visits": "kwwhat fact_visits, 652965e",
        "success_cited_germany": "NOW, Charging Success Rate, March 2026",
        "success_cited_afirev": "AFIREV, recharge réussie",
        "success_cited_qualicharge": "QualiCharge u11, v0.33.1",
        "success_cited_atlas": "Atlas EV charging use specification 1.0",
        "success_ours": "This page's success rate",
        "success_inl_start": "ChargeX, charge start",
        "success_inl_end": "ChargeX, charge end",
        "success_inl_session": "ChargeX, session",
        "success_kwwhat_visits": "kwwhat, visits",
        "success_germany": "Germany, CSR",
        "success_afirev": "AFIREV, France",
        "success_qualicharge": "QualiCharge, France",
        "success_atlas": "Atlas, USA",
        "success_meaning_ours": "attempts that got energy, of all that are decided and that count here",
        "success_meaning_inl_start": "attempts that got power, of those that were plugged in; INL's code, its"
        " reports were not read",
        "success_meaning_inl_end": "valid stops, of attempts that got power",
        "success_meaning_inl_session": "valid stops, of all attempts that are over",
        "success_meaning_kwwhat_visits": "visits of one driver whose last attempt got energy; attempts up to"
        " 30 minutes apart are one, without a card 2 minutes",
        "success_meaning_germany": "attempts that got power and ended by a valid stop, of all from"
        " authentication on; our reading, the report was not seen",
        "success_meaning_afirev": "sessions of more than 2 minutes and 0.5 kWh, of all that ended",
        "success_meaning_qualicharge": "sessions of more than 3 minutes and 0.5 kWh; it counts them, all that"
        " ended stand beside",
        "success_meaning_atlas": "sessions that ended by a valid stop, of those with length and energy",
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
