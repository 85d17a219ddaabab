"""What is remarked about a session's figures is always told in one order: by name."""

import pytest
from visits_with_meters import Visit, board_of, frames_of


@pytest.mark.parametrize(
    ("readings_wh", "stop_wh", "flags"),
    [
        ((1000, 99_000_000, 0, 2000, 500), 5_000_000, ["energy_suspicious", "meter_glitch"]),
        ((1000, 99_000_000, 0, 2000, 500), None, ["meter_glitch", "meter_reset"]),
    ],
)
def test_flags_are_in_the_order_of_their_names(readings_wh, stop_wh, flags):
    visit = Visit("1.6", 1).start(0, 0)
    for n, wh in enumerate(readings_wh):
        visit.read(5 + 5 * n, wh)
    if stop_wh is not None:
        visit.stop(60, stop_wh)
    (row,) = board_of(frames_of(visit.status(62, "Available"))).sessions
    assert row.flags == flags
