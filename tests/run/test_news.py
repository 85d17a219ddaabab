"""Who was heard is told across processes, and nobody ever waits for it."""

from chargeboard.run.understanding.news import News


def heard(news):
    found = []
    while names := news.hear(0.01)[1]:
        found += names
    return found


def test_names_arrive_in_their_order_whatever_is_in_them():
    news = News()
    news.tell(["A", "B/\n\0", "ü" * 48])
    assert heard(news) == ["A", "B/\n\0", "ü" * 48]
    assert heard(news) == []
    news.close()


def test_who_tells_never_waits_and_nothing_is_lost_where_nobody_listens_for_long():
    news = News()
    names = [f"CP{n}" for n in range(3_000)]
    for name in names:
        news.tell([name])
    found = heard(news)
    assert len(found) < len(names), "there was no room for all"
    for _ in range(20):
        news.tell()
        found += heard(news)
    assert sorted(set(found)) == sorted(names)
    news.close()


def test_a_whole_fleet_is_told_at_once():
    news = News()
    names = [f"CHARGER-{n:06d}" for n in range(20_000)]
    news.tell(names)
    found = heard(news)
    for _ in range(20):
        news.tell()
        found += heard(news)
    assert found == names
    news.close()


def test_nothing_is_raised_where_the_other_end_is_gone():
    news = News()
    news.close()
    news.tell(["A"])
