"""SI 2023/1168 regulation 7, read so that a car left plugged in (`finishing`) blocks: it is exempt."""

from msgspec.structs import replace

from chargeboard.official.uptime.rule import Count
from chargeboard.official.uptime.rules import uk

RULE = replace(uk.RULE, code="uk_blocked", counts={**uk.RULE.counts, "finishing": Count.EXEMPT})
