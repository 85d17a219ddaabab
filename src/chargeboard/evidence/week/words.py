"""What does the page of the week say?"""

from chargeboard.words.catalogue import Words

say = Words(
    "evidence.week",
    {
        "title": "Hours of the week",
        "hour": "Hour",
        "use": "Use",
        "unit_use": "Time in use, as a share of observed time, of all sockets.",
        "failed": "Failed attempts",
        "unit_failed": "Attempts that began in the hour: without success / all.",
        "energy": "Energy",
        "unit_energy": "kWh that flowed in the hour.",
        "of_tried": "{failed:count}/{tried:count}",
        "as_table": "{title} by hour and weekday, as a table",
        "deepest": "The deepest shade is the highest figure of an hour; none is 0. A dash: the hour was not"
        " observed, or nothing is known of it.",
        "hours_told": "Hours of the charger’s clock, over all such weekdays of the dates. When the clocks"
        " change, an hour that comes twice counts twice, and one that does not come is none.",
        "hour_told": "{first}–{last}",
        "fact_use": "in use {used:hours} of {available:hours} h",
        "fact_failed": "{failed:count} of {tried:count} attempts failed",
        "fact_energy": "{energy:energy}",
        "sockets": "Socket against socket",
        "sockets_table": "Socket against socket, as a table",
        "socket_known": "Known, h",
        "socket_use": "Utilization",
        "socket_attempts": "Attempts",
        "socket_success": "Success",
        "socket_energy": "Energy, kWh",
        "no_socket": "no socket",
        "expected": "expected {value}",
        "expected_how": "Expected is what the socket would have come to if it were as all sockets of the"
        " charger together: for each hour of the week, their mean per known hour, times the hours in which"
        " this socket was known; for success, their success in that hour, for as many attempts as this one"
        " had. So a socket that was there only at night is compared with nights. What differs by little may"
        " be chance.",
    },
)
