from chargeboard.metrics.errors.resolved import parts


def test_a_compound_is_told_apart_and_a_text_longer_than_any_is_one_code():
    assert parts(" F001, F003;F001 ") == ["F001", "F003"]
    endless = ",".join(f"F{number}" for number in range(1_000))
    assert parts(endless) == [endless]
