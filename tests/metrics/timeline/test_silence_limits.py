"""How long may a charger be silent, where the limit is told within the very silence (O3)?"""

from chargeboard.domain.facts import IntervalSet, PingAnswered, Quiet
from chargeboard.domain.policy import Policy
from chargeboard.metrics.timeline.offline_periods import LinkCarry, gaps, offline
from chargeboard.time.instants import MINUTE, SECOND
from chargeboard.time.spans import Span

BOOT = 100 * MINUTE
ANSWERED = IntervalSet(BOOT + SECOND, BOOT + SECOND, 300)


def silent(*facts, now, heard_at, carry=LinkCarry()):  # noqa: B008 - frozen
    found = gaps(facts, carry, heard_at=heard_at, now=now, policy=Policy())
    return [(gap.start, gap.end) for gap in found]


def test_a_gap_that_began_with_a_boot_does_not_vanish_when_the_charger_is_heard_again():
    # booted, was told 300 s, and was heard 12 minutes later: more than 600 s, less than the 900 s of old
    back = BOOT + 12 * MINUTE
    quiet = Quiet(BOOT, back, back)
    assert silent(ANSWERED, now=back - 1, heard_at=BOOT) == [(BOOT, None)]
    assert silent(quiet, ANSWERED, now=back, heard_at=back) == [(BOOT, back)]


def test_an_interval_told_at_the_end_of_a_silence_is_not_its_limit():
    quiet = Quiet(BOOT - 12 * MINUTE, BOOT, BOOT)
    assert silent(quiet, ANSWERED, now=BOOT + 2 * SECOND, heard_at=BOOT) == []


def test_a_longer_interval_excuses_the_silence_in_which_it_was_told():
    daily = IntervalSet(BOOT + SECOND, BOOT + SECOND, 86_400)
    quiet = Quiet(BOOT, BOOT + 60 * MINUTE, BOOT + 60 * MINUTE)
    carry = LinkCarry(interval_s=300)
    assert silent(quiet, daily, now=BOOT + 61 * MINUTE, heard_at=BOOT + 60 * MINUTE, carry=carry) == []


def test_a_ping_that_is_answered_at_the_end_of_a_silence_is_not_its_limit():
    back = BOOT + 12 * MINUTE
    facts = (Quiet(BOOT, back, back), PingAnswered(back, back, 30))
    assert silent(*facts, now=back, heard_at=back) == []


def test_a_word_in_a_long_silence_makes_two_gaps_of_it():
    word, now = BOOT + 60 * MINUTE, BOOT + 90 * MINUTE
    found = gaps((Quiet(BOOT, word, word),), LinkCarry(), heard_at=word, now=now, policy=Policy())
    assert offline(found, now) == [Span(BOOT, word), Span(word, now)]
