from chargeboard.metrics.errors.resolved import parts


def test_a_compound_is_told_apart_and_a_text_longer_than_any_is_one_code():
    assert parts(" F001, F003;F001 ") == ["F001", "F003"]
    endless = ",".join(f"F{number}" for number in range(1_000))
    assert parts(endless) == [endless]


def test_the_longest_compound_has_255_characters():
    for number, is_one in ((85, False), (86, True)):
        told = ",".join(["F0"] * number)[: 3 * number - 1] + ("A" if number == 85 else "")
        assert (len(parts(told)) == 1) is is_one, len(told)


def test_what_is_no_list_of_words_is_one_code():
    for told in ("F001", "F001,", ",F001", "F001, (hot)", "two words, one", ""):
        assert parts(told) == [told.strip()]
    assert parts("a.b:c/d-e , F_1") == ["a.b:c/d-e", "F_1"]
