"""
ChargeX / INL, of the reference code: start, end and session success.

Start: power-delivery attempts of plug-in attempts (equations 1, 3, 4, 5). End: valid stops of power-delivery
attempts (10). Session: valid stops of all attempts (12, 14, 15, 16). OCPP 1.6 has no charging state: power
was delivered where energy flowed. The reports themselves were not read.
"""

from datetime import date

from chargeboard.official.success.attempts import has_power, judging
from chargeboard.official.success.rule import Of, SuccessRule

_ADDRESS = "https://github.com/IdahoLabUnsupported/OCPP-2.0.1-Interim-KPI-Calculator"
_READ_ON = date(2026, 11, 22)

RULES = (
    SuccessRule(
        code="inl_start",
        of=Of.ATTEMPTS,
        judge=judging(lambda one: one.is_plugged, has_power),
        address=_ADDRESS,
        read_on=_READ_ON,
    ),
    SuccessRule(
        code="inl_end",
        of=Of.ATTEMPTS,
        judge=judging(lambda one: has_power(one) and one.end is not None, lambda one: one.ended_well),
        address=_ADDRESS,
        read_on=_READ_ON,
    ),
    SuccessRule(
        code="inl_session",
        of=Of.ATTEMPTS,
        judge=judging(lambda one: one.end is not None, lambda one: one.ended_well),
        address=_ADDRESS,
        read_on=_READ_ON,
    ),
)
