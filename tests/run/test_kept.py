import sys

from chargeboard.domain.conclusions import Segment
from chargeboard.run.kept import Kept, weight


def test_what_is_kept_is_bounded_by_bytes_whatever_the_number():
    small, large = Kept(1_000_000), Kept(1_000_000)
    for number in range(5_000):
        small.put(number, "x" * 100)
        large.put(number, ["x" * 100_000])
        assert small.bytes <= 1_000_000
        assert large.bytes <= 1_000_000
    assert len(small) == 5_000
    assert len(large) == 9


def test_what_was_not_asked_for_the_longest_goes_first_and_a_giant_is_not_kept():
    kept = Kept(10_000)
    for name in "abc":
        kept.put(name, "x" * 3_000)
    assert kept.get("a") == "x" * 3_000
    kept.put("d", "x" * 3_000)
    assert [kept.get(name) is not None for name in "abcd"] == [True, False, True, True]
    kept.put("a", "x" * 20_000)
    assert kept.get("a") is None
    kept.drop("c")
    kept.drop("d")
    assert (kept.bytes, len(kept)) == (0, 0)


def test_a_value_is_weighed_about_right():
    segments = [Segment(1, number, number + 1, "available") for number in range(10_000)]
    real = sys.getsizeof(segments) + sum(
        sys.getsizeof(one) + sum(sys.getsizeof(getattr(one, name)) for name in one.__struct_fields__)
        for one in segments
    )
    assert 0.8 < weight(segments) / real < 1.2
    assert weight({"a": segments, "b": (segments, None, 1.5)}) > 1.6 * real
