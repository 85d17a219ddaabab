"""What holds of every rule of uptime, whatever a socket did and whatever was declared."""

from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chargeboard.domain.codes import ExclusionKind
from chargeboard.domain.policy import Exclusion, Policy
from chargeboard.official.month import differing_in, ruled_month, unpacked
from chargeboard.official.success.rule import Tried
from chargeboard.official.uptime.counting import counted
from chargeboard.official.uptime.differing import differing
from chargeboard.official.uptime.port import Port
from chargeboard.official.uptime.rule import Count
from chargeboard.official.uptime.rules import RULES
from chargeboard.official.uptime.sums import added, sums_of
from chargeboard.time.instants import HOUR, text_of
from chargeboard.time.series import Series
from chargeboard.time.spans import Span, clip, total

STATES = ("available", "charging", "finishing", "offline", "unknown", "faulted", "unavailable")
MONTH = Span(0, 30 * 24 * HOUR)
HOURS = st.integers(-200, 900)
KINDS = list(ExclusionKind)


@st.composite
def stretches(draw):
    edges = sorted(draw(st.sets(HOURS, min_size=2, max_size=8)))
    return [(a * HOUR, b * HOUR, draw(st.sampled_from(STATES))) for a, b in pairwise(edges)]


@st.composite
def exclusions(draw, most=4):
    made = []
    for _ in range(draw(st.integers(0, most))):
        start = draw(HOURS)
        end = start + draw(st.integers(1, 400))
        made.append(
            Exclusion(
                text_of(start * HOUR),
                text_of(end * HOUR),
                "x",
                "",
                draw(st.sampled_from((None, 1, 2))),
                draw(st.sampled_from(KINDS)),
            )
        )
    return tuple(made)


@st.composite
def ports(draw):
    hours = draw(st.sampled_from(((), ("08:00-20:00",), ("Mo-Fr 22:00-06:00",))))
    return Port(
        socket=1,
        states=Series(draw(stretches())),
        since=draw(HOURS) * HOUR,
        policy=Policy(exclusions=draw(exclusions()), opening_hours=hours, timezone="Europe/Berlin"),
    )


def declared(port, windows):
    return Port(
        socket=port.socket,
        states=port.states,
        since=port.since,
        policy=replace(port.policy, exclusions=tuple(windows)),
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@given(port=ports())
def test_its_pieces_tile_the_window_since_the_socket_is_observed(rule, port):
    pieces = list(counted(rule, port, MONTH))
    seen = port.seen(MONTH)
    assert sum(end - start for start, end, _ in pieces) == seen.length
    assert all(end == start for (_, end, _), (start, _, _) in pairwise(pieces))
    if pieces:
        assert (pieces[0][0], pieces[-1][1]) == (seen.start, seen.end)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@given(port=ports())
def test_what_is_excluded_is_an_outage_and_no_more_than_it_was(rule, port):
    bare = declared(port, ())
    pieces = counted(rule, port, MONTH)
    outage = total(
        clip(Series((a, b, rule.counts[s]) for a, b, s in port.states).spans(Count.DOWN), port.seen(MONTH))
    )
    sums = sums_of(pieces)
    assert sums.excluded + sums.down <= outage
    assert sums.beyond <= sums.down
    assert sums.down <= sums_of(counted(rule, bare, MONTH)).down
    assert all(rule.counts[one.state] == Count.DOWN for _, _, one in pieces if one.counts == Count.EXCLUDED)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@given(port=ports())
def test_to_declare_a_window_twice_or_in_another_order_changes_nothing(rule, port):
    windows = port.policy.exclusions
    wanted = counted(rule, port, MONTH)
    assert counted(rule, declared(port, windows + windows), MONTH) == wanted
    for order in list(permutations(windows))[:6]:
        assert counted(rule, declared(port, order), MONTH) == wanted


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@given(port=ports(), seam=st.integers(1, 30 * 24 - 1))
def test_two_parts_of_a_window_add_up_to_it(rule, port, seam):
    parts = (Span(MONTH.start, seam * HOUR), Span(seam * HOUR, MONTH.end))
    assert added(sums_of(counted(rule, port, part)) for part in parts) == sums_of(counted(rule, port, MONTH))


@given(port=ports(), one=st.sampled_from(RULES), other=st.sampled_from(RULES))
def test_beside_what_two_rules_differ_on_they_count_the_same(port, one, other):
    apart = {Count(count): [0, 0] for count in Count}
    for piece in differing(one, other, port, MONTH):
        apart[piece.one.counts][0] += piece.end - piece.start
        apart[piece.other.counts][1] += piece.end - piece.start
    first, second = (sums_of(counted(rule, port, MONTH)) for rule in (one, other))
    for name, count in (("up", Count.UP), ("down", Count.DOWN), ("exempt", Count.EXEMPT)):
        assert getattr(first, name) - apart[count][0] == getattr(second, name) - apart[count][1]


@given(port=ports())
def test_a_kept_month_knows_on_how_much_time_each_two_rules_differ(port):
    numbers = unpacked(ruled_month([port, port], Tried((), (), port.policy), MONTH).all)
    for one, other in combinations(RULES, 2):
        apart = sum(piece.end - piece.start for piece in differing(one, other, port, MONTH))
        # of two sockets twice as much
        assert differing_in(numbers, other.code, one.code) == 2 * apart
    assert differing_in(numbers, "nevi", "nevi") == 0
