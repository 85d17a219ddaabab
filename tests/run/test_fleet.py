"""What does the list of chargers say, however many there are?"""

import pytest

from chargeboard.domain.figures.fleet import FleetKind, FleetOrder, FleetWanted
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.domain.records import Charger
from chargeboard.run.answering import made_lines
from chargeboard.run.desk import Desk
from chargeboard.run.understanding.news import LIST
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, NEVER, SECOND, text_of
from projecting import projector_of

T0 = 1_760_299_200 * SECOND
NUMBER = 12


class Yard:
    """Chargers that speak to one desk; another one reads the same store."""

    def __init__(self):
        self.now = T0
        self.store = open_store(":memory:")
        self.desk, self.reader = self._desk(), self._desk()

    def _desk(self, look=None):
        def profile(station):
            name = (self.store.charger(station) or Charger(id=station)).name
            return Profile(id=station, name=name, site=f"Site {station[-1]}", policy=Policy())

        return Desk(self.store, profile, lambda: self.now, declared=["NEVER"], look=look)

    def says(self, station, action, **payload):
        text = f'[2,"{self.now}","{action}",{payload!r}]'.replace("'", '"')
        self.desk.store.append([Frame(station, self.now, "in", text, "c", "ocpp1.6")])

    def is_in(self, station, status):
        said = {"connectorId": 1, "status": status, "errorCode": "NoError", "timestamp": text_of(self.now)}
        self.says(station, "StatusNotification", **said)

    def page(self, **wanted):
        return self.reader.fleet(FleetWanted(**wanted))

    def ids(self, **wanted):
        return [row.id for row in self.page(**wanted).rows]


@pytest.fixture
def yard():
    made = Yard()
    for number in range(NUMBER):
        made.is_in(f"C{number:02d}", "Faulted" if number % 4 == 0 else "Available")
        made.now += MINUTE
    for station in projector_of(made.desk).heard():
        projector_of(made.desk).refresh(station)
    yield made
    made.store.close()


@pytest.mark.parametrize("sort", FleetOrder)
@pytest.mark.parametrize("show", FleetKind)
def test_pages_are_the_whole_list_under_every_filter_and_order(yard, monkeypatch, sort, show):
    monkeypatch.setattr(made_lines, "_AGAIN_S", 60)
    yard.now += 14 * MINUTE
    whole = yard.page(sort=sort, show=show)
    assert whole.total == len(whole.rows)
    for limit in (1, 5):
        pages = [yard.page(sort=sort, show=show, offset=at, limit=limit) for at in range(0, 15, limit)]
        assert [row for page in pages for row in page.rows] == whole.rows
        assert {(page.total, page.counts) for page in pages} == {(whole.total, whole.counts)}
    is_shown = {
        "": lambda _: True,
        "attention": lambda row: row.attention,
        "offline": lambda row: row.is_online is False,
        "faulted": lambda row: any(one.state == "faulted" for one in row.sockets),
    }
    every = yard.page(sort=sort).rows
    assert whole.rows == [row for row in every if is_shown[show](row)]
    number = {"": len(every), **{one: sum(map(bool, map(is_shown[one], every))) for one in is_shown if one}}
    counts = whole.counts
    assert [counts.chargers, counts.attention, counts.offline, counts.faulted] == list(number.values())
    assert len(every) == NUMBER + 1
    assert 0 < counts.offline < NUMBER


def test_a_charger_is_found_by_words_of_its_name_id_and_site(yard):
    yard.desk.store.save_charger(Charger(id="C03", name="Hafen Süd"))
    assert yard.ids(text="süd haf") == ["C03"]
    assert yard.ids(text="c1") == ["C10", "C11"]
    assert yard.ids(text="site 01", sort="name") == ["C01"]
    assert yard.page(text="nothing").counts.chargers == NUMBER + 1


def test_what_a_charger_says_is_on_the_list_before_its_line_is_kept_again(yard):
    assert yard.ids()[0] == "C00"
    yard.now += MINUTE
    yard.is_in("C07", "Faulted")
    projector_of(yard.desk).fold("C07")
    yard.now += SECOND
    assert "C07" in yard.ids(show="faulted")
    projector_of(yard.desk).settle("C07")
    assert "C07" in yard.ids(show="faulted")


def test_a_large_fleet_does_not_wait_for_itself_and_is_right_after_a_few_looks(yard, monkeypatch):
    monkeypatch.setattr(made_lines, "_AGAIN_S", 0)
    monkeypatch.setattr(made_lines, "_AGAIN_LEAST", 2)
    yard.page()
    yard.now += HOUR
    made = []
    make_board = made_lines.make_board
    monkeypatch.setattr(
        made_lines, "make_board", lambda history: made.append(history.station) or make_board(history)
    )
    page = yard.page(sort="name", offset=6, limit=2)
    assert made == [row.id for row in page.rows], "those of the page come first"
    while page.counts.offline < NUMBER:
        made.clear()
        page = yard.page(sort="name", offset=6, limit=2)
        assert len(made) == 2
    made.clear()
    assert yard.page().counts.offline == NUMBER
    assert set(made) <= {"NEVER"}


@pytest.fixture
def served(yard, monkeypatch):
    """Who understands makes the lines; the boards that the page makes all the same are noted."""
    projector_of(yard.desk).tell(*projector_of(yard.desk).heard(), "NEVER")
    yard.desk.store.put_fleet_told(NEVER)
    yard.looked_at, yard.boards = [], []
    yard.reader = yard._desk(yard.looked_at.extend)
    make_board = made_lines.make_board
    monkeypatch.setattr(
        made_lines, "make_board", lambda history: yard.boards.append(history.station) or make_board(history)
    )
    return yard


def faulted(served, *stations):
    served.now += SECOND
    for station in stations:
        served.is_in(station, "Faulted")
        projector_of(served.desk).fold(station)
    served.now += SECOND


def test_where_lines_are_made_elsewhere_a_page_makes_none_and_says_whom_it_shows(served):
    faulted(served, "C05", "C07", "C09")
    page = served.page(sort="name", offset=6, limit=3)
    assert [one.state for row in page.rows for one in row.sockets] == ["available", "available", "faulted"]
    assert served.boards == []
    assert served.looked_at == [LIST, "C06", "C07", "C08"]
    projector_of(served.desk).tell("C05", "C07", "C09")
    page = served.page(sort="name", offset=6, limit=3)
    assert [one.state for row in page.rows for one in row.sockets] == ["available", "faulted", "faulted"]
    assert page.counts.faulted == 3 + 3


def test_what_was_said_for_longer_than_a_live_page_may_be_behind_is_told_as_of_then(served):
    faulted(served, "C07")
    said_at = served.now - SECOND
    served.now += 13 * SECOND
    assert served.page().as_of == {}
    faulted(served, "C05")
    for _ in range(5):
        served.now += SECOND
        served.says("C06", "Heartbeat")
        projector_of(served.desk).fold("C06")
    assert served.page().as_of == {"C07": said_at}
    projector_of(served.desk).tell("C07")
    assert served.page().as_of == {}


def test_so_is_what_time_alone_brought(served):
    served.now += 10 * MINUTE
    late = served.page().as_of
    assert late
    projector_of(served.desk).tell(*projector_of(served.desk).heard())
    assert served.page().as_of == {}
    assert all(until < served.now for until in late.values())


def test_who_names_a_charger_otherwise_finds_it_by_that_name_at_once(served):
    served.desk.store.save_charger(Charger(id="C07", name="Left gate"))
    assert [row.name for row in served.page(sort="name").rows].count("Left gate") == 1
    assert served.boards == ["C07"]


def test_there_that_a_charger_is_there_moves_its_last_contact_and_costs_no_board(served):
    for _ in range(3):
        served.now += SECOND
        served.says("C07", "Heartbeat")
        projector_of(served.desk).fold("C07")
    (row,) = served.page(text="C07").rows
    assert row.last_contact == served.now
    assert served.boards == []


def test_who_was_heard_and_has_no_line_yet_is_on_the_list(served):
    served.is_in("NEW", "Faulted")
    projector_of(served.desk).fold("NEW")
    served.now += SECOND
    assert "NEW" in served.ids()
    assert "NEW" in served.ids(show="faulted")
    projector_of(served.desk).tell("NEW")
    assert "NEW" in served.ids(show="faulted")


def test_the_list_of_an_earlier_moment_is_by_id_and_knows_nothing_later(yard):
    rows = yard.reader.fleet(FleetWanted(offset=1, limit=3), T0 + 2 * MINUTE).rows
    assert [row.id for row in rows] == ["C01", "C02", "C03"]
    assert [len(row.sockets) for row in rows] == [1, 1, 0]


def test_what_a_vehicle_feeds_back_today_is_on_the_list(yard):
    yard.says("C01", "StartTransaction", connectorId=1, idTag="T", meterStart=0, timestamp=text_of(yard.now))
    for wh in (0, 8400):
        value = {"measurand": "Energy.Active.Export.Register", "value": str(wh), "unit": "Wh"}
        told = [{"timestamp": text_of(yard.now), "sampledValue": [value]}]
        yard.says("C01", "MeterValues", connectorId=1, meterValue=told)
        yard.now += MINUTE
    projector_of(yard.desk).refresh("C01")
    (row,) = yard.page(text="c01").rows
    assert (row.energy_today_wh, row.export_today_wh) == (0, 8400)
    assert [one.export_today_wh for one in yard.page(text="c02").rows] == [0]


def test_of_a_day_of_which_nothing_is_known_no_figure_is_zero(yard):
    (never,) = yard.page(text="never").rows
    yard.now += 72 * HOUR
    projector_of(yard.desk).refresh("C01")
    (silent,) = yard.page(text="c01").rows
    for row in (never, silent):
        assert (row.sessions_today, row.energy_today_wh, row.export_today_wh) == (None, None, None)
