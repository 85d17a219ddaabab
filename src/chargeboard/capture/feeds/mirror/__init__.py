"""
A capture: packets that somebody copied off a wire, in a file or as they pass.

`capture` gives packets, `segments` what TCP sends in them, `stream` puts one direction into its order,
`connections` hands both to who reads what passes through a tap, and `mirror` is asked for what is new.
"""

from chargeboard.capture.feeds.mirror.mirror import KIND as KIND
