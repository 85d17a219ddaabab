"""
SI 2023/1168 regulation 7 by its own words: what is ineligible for measurement counts as reliable.

Unknown and blocked stay in the time that is divided by, as paragraph 3 lists them among what is reliable.
"""

from msgspec.structs import replace

from chargeboard.official.uptime.rule import NO_CAP, Count
from chargeboard.official.uptime.rules import uk

RULE = replace(
    uk.RULE,
    code="uk_reg7",
    counts={**uk.RULE.counts, "offline": Count.UNWATCHED, "unknown": Count.UNWATCHED},
    exempts=frozenset(),
    excuses=dict.fromkeys(uk.RULE.exempts, NO_CAP),
)
