"""Laws of the list of chargers: bringing it back changes nothing, and what is shown is what is done."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.config import Settings, Value
from chargeboard.config.charger_book import KEYS, ChargerBook
from chargeboard.config.charger_sheet import COLUMNS, ChargerSheet
from chargeboard.domain.records import Charger
from chargeboard.store import open_store

WORDS = st.text(
    st.sampled_from("aZ9é=+-@'\"＝,;\t\n ") | st.characters(codec="utf-8", exclude_categories=["C"])
)
NAMES = WORDS.map(str.strip).filter(lambda text: len(text) < 300)
ONE_LINE = NAMES.filter(lambda text: "\n" not in text and "\r" not in text)
IDS = st.text(st.sampled_from("AB12-=+@' :ü"), min_size=1, max_size=8).filter(str.strip)
SOCKETS = st.sampled_from(["", "1=left", "1=left; 2=-right", "12==x"])
CHARGERS = st.fixed_dictionaries(
    {
        "name": NAMES,
        "site": ONE_LINE,
        "timezone": st.sampled_from(["", "Europe/Berlin", "UTC"]),
        "rated_kw": st.sampled_from(["", "22", "11.5", "1e3"]),
        "maker": NAMES,
        "model": NAMES,
        "tags": NAMES,
        "socket_names": SOCKETS,
        "notes": NAMES,
    }
)
OF_FILE = Settings(
    policy={"timezone": Value("Asia/Tokyo", "f [policy]"), "rated_kw": Value(50.0, "f [policy]")},
    chargers={"B1": {"name": Value("='file'", "f [chargers.B1]"), "rated_kw": Value(7.5, "f [chargers.B1]")}},
)


def a_store(chargers):
    store = open_store(":memory:")
    book = ChargerBook(OF_FILE, store, lambda: 1)
    for station, values in chargers.items():
        store.save_charger(Charger(id=station))
        book.change(station, values, is_over_file=True)
    return store, book, ChargerSheet(book, store)


@given(
    st.dictionaries(IDS, CHARGERS, max_size=4).filter(lambda one: len({i.strip() for i in one}) == len(one))
)
def test_what_was_written_and_is_brought_back_changes_nothing(chargers):
    store, _, sheet = a_store(chargers)
    known = {*chargers, "B1"}
    plan = sheet.plan(sheet.written(known), known)
    assert (plan.rows, plan.refused, plan.unchanged) == ((), (), len(known))
    store.close()


@given(
    st.dictionaries(IDS.map(str.strip), CHARGERS, max_size=3),
    st.dictionaries(IDS.map(str.strip), CHARGERS, max_size=4),
    st.sets(st.sampled_from(KEYS), min_size=1),
)
def test_what_was_shown_is_what_is_changed_and_nothing_else(before, wanted, columns):
    store, book, sheet = a_store(before)
    columns = ["charger", *sorted(columns)]
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(columns)
    out.writerows([station, *(values[key] for key in columns[1:])] for station, values in wanted.items())
    data, known = text.getvalue().encode(), {*before, "B1"}
    plan = sheet.plan(data, known)
    stations = {*known, *(row.charger for row in plan.rows)}
    was = {one: book.own_texts(one, store.charger(one)) for one in stations}
    sheet.plan(data, known)
    assert {one: book.own_texts(one, store.charger(one)) for one in stations} == was
    if plan.may_be_applied:
        sheet.apply(data, plan.digest, known)
        expected = {one: dict(texts) for one, texts in was.items()}
        for row in plan.rows:
            for cell in row.cells:
                assert expected[row.charger][cell.column] == cell.before
                expected[row.charger][cell.column] = cell.after
        assert {one: book.own_texts(one, store.charger(one)) for one in stations} == expected
        known |= {row.charger for row in plan.rows}
        assert sheet.plan(data, known).rows == ()
    store.close()


def test_the_columns_are_those_that_programs_rely_on():
    assert COLUMNS == (
        "charger",
        "name",
        "site",
        "timezone",
        "rated_kw",
        "maker",
        "model",
        "tags",
        "socket_names",
        "notes",
    )


@pytest.mark.parametrize(
    "text", ["'=x", "''=x", "'-5", "-5", "+49 1", "=1+1", "'", "''", "'a", "@x", "a\n=b"]
)
def test_a_text_that_is_quoted_for_a_spreadsheet_comes_back_as_it_was(text):
    store, _, sheet = a_store({"A": {"name": text, "notes": text}})
    plan = sheet.plan(sheet.written({"A"}), {"A"})
    assert (plan.rows, plan.refused) == ((), ())
    cells = next(csv.reader(io.StringIO(sheet.written({"A"}).decode().partition("\n")[2])))
    assert cells[1][0] not in "=@"
    store.close()
