"""
What would thousands of chargers say at once?

A fleet by a mix: which protocols, how busy, how often a link is lost or a clock is slow. They connect from
processes of their own, and what was sent and answered is counted on their side.
"""

from chargeboard.demo.load.fleet import Fleet, TooFewFiles, Wanted, fleet
from chargeboard.demo.load.life import life
from chargeboard.demo.load.mix import Mix, mix_in
from chargeboard.demo.load.tally import Tally

__all__ = ["Fleet", "Mix", "Tally", "TooFewFiles", "Wanted", "fleet", "life", "mix_in"]
