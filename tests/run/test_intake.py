import threading

from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Unavailable
from chargeboard.run.receiving import intake as module
from chargeboard.run.receiving.delivery import Delivery, Start
from chargeboard.run.receiving.intake import Intake
from chargeboard.store import open_store


def test_what_cannot_be_kept_at_all_is_left_out_and_stops_nobody(tmp_path, caplog):
    store = open_store(tmp_path / "b.db")
    answers, both = {}, threading.Event()

    def hand_back(given):
        for done, text in given:
            done(text)

    def told(name):
        def done(text):
            answers[name] = text
            if len(answers) == 3:
                both.set()

        return done

    def wanted(name, reply):
        return Delivery([Frame(name, 1, "in", "[]")], reply, done=told(name))

    intake = Intake(store, lambda: 5, hand_back)
    intake.submit(wanted("A", lambda _: Frame("A", 2, "out", "yes")))
    intake.submit(wanted("B", lambda _: 1 / 0))
    intake.submit(wanted("C", lambda _: Frame("C", 2, "out", "yes")))
    intake.start()
    assert both.wait(60)
    intake.stop()
    assert answers == {"A": "yes", "B": "", "C": "yes"}
    assert store.stations() == ["A", "C"]
    assert "cannot be stored" in caplog.text
    store.close()


def test_what_a_store_could_not_keep_is_kept_as_soon_as_it_can(tmp_path, monkeypatch):
    store = open_store(tmp_path / "b.db")
    together, failed = store.together, []

    def not_at_first(stations=None):
        if not failed:
            failed.append(True)
            raise Unavailable("the disk is full")
        return together(stations)

    monkeypatch.setattr(store, "together", not_at_first)
    kept = threading.Event()
    intake = Intake(store, lambda: 5, lambda _: kept.set())
    intake.submit(Delivery([Frame("A", 1, "in", "[]")]))
    intake.start()
    assert kept.wait(60)
    assert (failed, store.stations(), intake.impairment) == ([True], ["A"], "")
    intake.stop()
    store.close()


def test_a_start_has_its_transaction_id_in_the_commit_that_keeps_it(tmp_path):
    store = open_store(tmp_path / "b.db")
    given, done = [], threading.Event()

    def hand_back(answers):
        for tell, text in answers:
            tell(text)

    intake = Intake(store, lambda: 5, hand_back)
    intake.start()
    for number, key in enumerate(("k", "k", "other")):
        intake.submit(
            Delivery(
                [Frame("A", 2 * number, "in", "[]")],
                lambda one, at=2 * number + 1: Frame("A", at, "out", str(one)),
                Start("A", key),
                done=lambda text: given.append(text) or (len(given) == 3 and done.set()),
            )
        )
    assert done.wait(60)
    intake.stop()
    assert given[0] == given[1] != given[2]
    store.close()


def test_who_is_heard_is_not_known_from_a_log_alone_any_more(tmp_path):
    store = open_store(tmp_path / "b.db")
    for station in ("A", "B", "C"):
        store.put_log(station, is_log=True)
    both = threading.Event()
    kept = []

    def hand_back(answers):
        for tell, text in answers:
            tell(text)

    def done(text):
        kept.append(text)
        if len(kept) == 2:
            both.set()

    intake = Intake(store, lambda: 5, hand_back)
    intake.start()
    intake.submit(Delivery([Frame("A", 1, "in", "[]")], done=done))
    intake.submit(Delivery([Frame("B", 1, "in", "[]")], done=done, is_batch=True))
    assert both.wait(60)
    intake.stop()
    assert [store.is_log(station) for station in ("A", "B", "C")] == [False, False, True]
    store.close()


def test_what_may_wait_is_told_apart_from_news_and_whoever_has_both_has_news(tmp_path):
    store, told = open_store(tmp_path / "b.db"), []
    intake = Intake(
        store,
        lambda: 5,
        lambda _: None,
        lambda stations, kind="heard": told.extend((one, kind) for one in sorted(stations)),
    )
    for station, is_routine in (("A", True), ("B", False), ("C", True), ("C", False)):
        intake.submit(Delivery([Frame(station, 1 + is_routine, "in", "[]")], is_routine=is_routine))
    intake.start()
    intake.stop()
    assert sorted(told) == [("A", "routine"), ("B", "heard"), ("C", "heard")]
    store.close()


def test_what_comes_right_behind_a_commit_is_kept_with_the_next(tmp_path, monkeypatch):
    store = open_store(tmp_path / "b.db")
    together, commits, first, all_kept = store.together, [], threading.Event(), threading.Event()

    def counted(stations=None):
        commits.append(1)
        return together(stations)

    monkeypatch.setattr(store, "together", counted)
    monkeypatch.setattr(module, "_GATHER_S", 3600)
    intake = Intake(
        store,
        lambda: 5,
        lambda answers: [done("") for done, _ in answers],
    )
    all_came = threading.Event()
    monkeypatch.setattr(intake._stopping, "wait", lambda _: all_came.wait(60))
    intake.submit(Delivery([Frame("A", 1, "in", "[]")], done=lambda _: first.set()))
    intake.start()
    assert first.wait(60)
    before = len(commits)
    for n in range(5):
        last = {"done": lambda _: all_kept.set()} if n == 4 else {}
        intake.submit(Delivery([Frame("B", 2 + n, "in", "[]")], **last))
    all_came.set()
    assert all_kept.wait(60)
    assert len(commits) == before + 1
    intake.stop()
    store.close()
