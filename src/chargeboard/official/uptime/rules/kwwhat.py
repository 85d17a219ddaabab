"""
kwwhat's fact_uptime: (commissioned - outage) / commissioned, for each port and day.

An outage is a port all of whose connectors are faulted, or a charger without contact; a socket taken out of
service is up, and nothing excuses. What differs: kwwhat counts an offline period that began before a fault
twice where they overlap, cuts to whole minutes, and leaves out an offline period that began during a fault.
"""

from datetime import date

from chargeboard.official.uptime.rule import Count, UptimeRule
from chargeboard.official.uptime.states import by_state

RULE = UptimeRule(
    code="kwwhat",
    counts=by_state(faulted=Count.DOWN, unavailable=Count.UP, offline=Count.DOWN, unknown=Count.UNWATCHED),
    address="https://github.com/appspace/kwwhat/blob/652965e/models/marts/fact_uptime.sql",
    read_on=date(2026, 11, 29),
)
