"""What days of a conversation come to, and which of them are remembered (H2, H4)."""

from datetime import date, timedelta

from chargeboard.domain.facts import ConversationCounted
from chargeboard.metrics.conversation import advance, side_days

MONDAY = date(2026, 11, 2)


def day(n, **told):
    return ConversationCounted(n, n, MONDAY + timedelta(days=n), **told)


def test_the_latest_eight_days_are_remembered_each_once():
    known = advance((), [day(n) for n in range(6)])
    known = advance(known, [day(5, charger_asked=1), *(day(n) for n in range(6, 10))])
    assert [(one.on - MONDAY).days for one in known] == [*range(2, 10)]
    assert known[3].charger_asked == 1


def test_where_connections_are_not_told_apart_nobody_knows_of_repeated_ids():
    told = day(0, charger_asked=3, csms_answered=3)
    charger, csms, link = side_days({MONDAY: told}, [MONDAY], MONDAY)
    assert (charger.repeated, charger.nonstandard, charger.late, csms.late, csms.calls) == (
        None,
        0,
        None,
        0,
        0,
    )
    assert (link.unanswered, link.closes) == (0, None)
    apart = day(0, charger_asked=3, csms_answered=3, has_ids=True, has_ends=True)
    charger, _, link = side_days({MONDAY: apart}, [MONDAY], MONDAY)
    assert (charger.repeated, link.closes) == (0, 0)
