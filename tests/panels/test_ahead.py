"""Windows that were declared are told beside the timeline before they begin, and while they run."""

import msgspec
import sample_boards as sample

from chargeboard.domain.codes import ExclusionKind
from chargeboard.domain.policy import Exclusion, Policy
from chargeboard.panels.events import view
from chargeboard.panels.events.ahead import ahead, drawn_ahead
from chargeboard.panels.events.outline import outline
from chargeboard.panels.events.plain import plain
from chargeboard.time.instants import HOUR, MINUTE, text_of
from chargeboard.time.spans import Span
from strip_of import strip_of

BOARD = sample.busy()
NOW = BOARD.at


def window(start, end, kind=ExclusionKind.PLANNED_MAINTENANCE, **said):
    return Exclusion(text_of(NOW + start), text_of(NOW + end), **({"reason": kind} | said), kind=kind)


def declared(*windows):
    return msgspec.structs.replace(BOARD, policy=Policy(exclusions=windows))


def test_a_window_of_the_next_day_is_told_with_its_times_and_how_long_it_is_until_then():
    (told,) = ahead(declared(window(9 * HOUR, 13 * HOUR, socket=2, reason="new cable")))
    assert told.startswith("Declared ahead: planned maintenance, Socket 2 (new cable), ")
    assert told.endswith(", in 9 h.")


def test_a_window_that_runs_is_told_with_its_end_and_one_that_is_over_is_not():
    told = ahead(declared(window(-2 * HOUR, -HOUR), window(-HOUR, HOUR), window(-HOUR, 0)))
    assert len(told) == 1
    assert told[0].startswith("Declared now: planned maintenance, until ")


def test_of_later_windows_the_next_one_is_told_where_none_is_within_a_day():
    later = [window(days * 24 * HOUR, (days * 24 + 2) * HOUR) for days in (9, 3)]
    (told,) = ahead(declared(*later))
    assert told.endswith(", in 3 d.")
    assert ahead(declared(*later, window(24 * HOUR, 25 * HOUR)))[0].endswith(", in 1 d.")
    assert len(ahead(declared(*later, window(-HOUR, HOUR)))) == 2


def test_of_many_some_are_told_and_the_rest_are_counted():
    told = ahead(declared(*(window(n * HOUR, n * HOUR + MINUTE) for n in range(1, 6))))
    assert len(told) == 4
    assert told[-1] == "2 more are declared for the next 24 hours."


def test_the_panel_tells_it_where_its_window_ends_now_alone():
    board = declared(window(HOUR, 2 * HOUR))
    assert view.panel(board, strip_of(board)).ahead == ahead(board)
    past = msgspec.structs.replace(strip_of(board), span=Span(NOW - 24 * HOUR, NOW - HOUR))
    assert view.panel(board, past).ahead == ()
    assert view.panel(BOARD, strip_of(BOARD)).ahead == ()


def test_a_terminal_tells_it_too():
    board = declared(window(HOUR, 2 * HOUR))
    assert ahead(board)[0] in plain(board, 80)[0].below


def test_a_window_that_is_declared_draws_the_timeline_again():
    board = declared(window(HOUR, 2 * HOUR))
    assert outline(board, strip_of(board)) != outline(BOARD, strip_of(BOARD))


def drawn(*windows):
    return [
        (name, [(one.x, one.width) for one in planned])
        for name, planned in drawn_ahead(declared(*windows)).rows
    ]


def test_windows_are_drawn_over_the_next_day_the_chargers_own_first():
    of_socket, own = window(6 * HOUR, 12 * HOUR, socket=2), window(-HOUR, 3 * HOUR)
    # of 24 hours three are an eighth, which run, and six are a quarter
    assert drawn(of_socket, own) == [
        ("Charger", [("0.00%", "12.50%")]),
        ("Socket 2", [("25.00%", "25.00%")]),
    ]
    assert drawn_ahead(BOARD) is None


def test_a_strip_is_as_long_as_the_next_window_wants_and_a_window_without_end_is_cut():
    assert drawn(window(70 * HOUR, 80 * HOUR)) == [("Charger", [("87.50%", "12.50%")])]
    assert drawn(window(HOUR, 9_000 * HOUR)) == [("Charger", [("4.00%", "96.00%")])]


def test_what_is_drawn_is_said_to_who_does_not_see_it():
    board = declared(window(HOUR, 2 * HOUR))
    ((_, (one,)),) = drawn_ahead(board).rows
    assert one.told == ahead(board)[0]
    assert view.panel(BOARD, strip_of(BOARD)).strip_ahead is None
