"""What is remembered of a board is made again where what it was made of changed."""

from chargeboard.metrics.board_notes import once


def test_it_is_made_once_of_the_very_same_days_and_of_what_is_equal_beside_them():
    memory, days, made = {}, [object(), object()], []

    def make():
        made.append(len(made))
        return made[-1]

    assert [once(memory, "sum", days, make, [1]) for _ in range(2)] == [0, 0]
    assert once(memory, "sum", [*days], make, [1, 2]) == 1
    assert once(memory, "sum", [days[0], object()], make, [1, 2]) == 2
