"""What does the panel of the energy per day say?"""

from chargeboard.words.catalogue import Words

say = Words(
    "panels.energy",
    {
        "title": "Energy consumption",
        "measures": "Total daily energy delivered by this charger.",
        "reading": "High daily totals: sustained activity and healthy demand.\n"
        "Drops or irregularities: possible service interruptions or site-level factors.\n"
        "Helps to plan capacity and validate charger performance.",
        "rule": "Energy counts on the day on which it flowed: a session over midnight is split by its"
        " readings.",
        "caption": "delivered, {mean:energy} a day",
        "caption_fed_back": "delivered, {mean:energy} a day; {back:energy} fed back by vehicles",
        "summary": "Energy per day, {window}: {mean} a day on average. The figures are in the table below.",
        "heading": "Energy, kWh",
        "none": "No energy was delivered in these days.",
        "only_fed_back": "No energy was delivered in these days; vehicles fed back {back:energy}.",
        "no_data": "No data for these days yet.",
        "plain_title": "Energy per day, kWh",
        "plain_fed_back": "Fed back by vehicles per day, kWh",
    },
)
