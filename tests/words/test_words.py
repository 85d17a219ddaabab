from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment

from chargeboard.web import speaking
from chargeboard.web.speaking import Speaking, room_of
from chargeboard.words.catalogue import ROOMS, Plural, Words, said
from chargeboard.words.dates import full_day
from chargeboard.words.formats import count, duration, fine_percent, percent, percent_in_column
from chargeboard.words.languages import Language
from chargeboard.words.languages import speaking as in_language
from chargeboard.words.sentences import WordsError

TEXTS = {
    "title": "Utilization rate",
    "known": "{share:percent} of {what} is known",
    "sessions": Plural("{n} session of {what}", "{n} sessions of {what}"),
    "alone": Plural("one session", "{n} sessions"),
    "gaps": "<b>{charger}</b> has gaps",
    "literal": "100 % of {{braces}}",
}


@pytest.fixture
def say():
    yield Words("panels.tried", TEXTS)
    del ROOMS["panels.tried"]


class Reversed:
    """A language that a catalogue of gettext could hold: three plurals, and other orders."""

    def pgettext(self, context, message):
        own = {
            "panels.tried.known": "{what}: {share:percent}",
            "words.thousands_mark": ".",
            "words.percent": "{number} %",
        }
        return own.get(context, message[::-1])

    def npgettext(self, context, one, many, n):
        if context == "panels.tried.alone":
            return many
        assert (context, one) == ("panels.tried.sessions", "{n} session of {what}")
        return ["{what}: none", "{what}: a few", "{what}: {n} in all"][min(n // 2, 2)]


REVERSED = Language("x-reversed", Reversed())


def test_a_sentence_is_said_by_its_code_with_its_numbers(say):
    assert say("title") == "Utilization rate"
    assert say("known", share=71.25, what="it") == "71.3% of it is known"
    assert say("literal") == "100 % of {braces}"
    assert said("panels.tried.title") == "Utilization rate"


@pytest.mark.parametrize(("n", "text"), [(1, "1 session"), (0, "0 sessions"), (1300, "1,300 sessions")])
def test_a_plural_goes_by_its_number(say, n, text):
    assert say("sessions", n=n, what="x") == f"{text} of x"


def test_a_singular_may_spell_its_number_out(say):
    assert [say("alone", n=n) for n in (1, 2)] == ["one session", "2 sessions"]


def test_what_is_put_between_marks_is_escaped(say):
    assert say.html("gaps", charger="<i>") == "<b>&lt;i&gt;</b> has gaps"
    assert say("gaps", charger="<i>") == "<b><i></b> has gaps"


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("nobody", {}),
        ("title", {"n": 1}),
        ("known", {"share": 1}),
        ("known", {"share": 1, "what": "x", "more": 2}),
        ("known", {"share": 1, "waht": "x"}),
        ("sessions", {"what": "x"}),
        ("sessions", {"n": 1}),
        ("sessions", {"n": 1.5, "what": "x"}),
        ("alone", {"n": 1, "more": 2}),
    ],
)
def test_wrong_codes_and_placeholders_are_errors(say, code, numbers):
    with pytest.raises(WordsError, match=rf"panels\.tried\.{code}"):
        say(code, **numbers)
    with in_language(REVERSED), pytest.raises(WordsError):
        say(code, **numbers)


def test_a_format_that_does_not_exist_is_an_error():
    with pytest.raises(WordsError, match="guess"):
        Words("panels.wrong", {"title": "{share:guess}"})("title", share=1)
    del ROOMS["panels.wrong"]


def test_another_language_says_it_its_own_way(say):
    with in_language(REVERSED):
        assert say("title") == "etar noitazilitU"
        assert say("known", share=50, what="it") == "it: 50 %"
        assert [say("sessions", n=n, what="x") for n in (1, 3, 5000)] == [
            "x: none",
            "x: a few",
            "x: 5.000 in all",
        ]
    assert say("title") == "Utilization rate"


@given(st.dictionaries(st.sampled_from("abcd"), st.text()), st.text())
def test_what_is_put_in_is_never_read_as_a_text(numbers, literal):
    text = literal.replace("{", "{{").replace("}", "}}") + "".join(f"{{{name}}}" for name in numbers)
    assert Words("panels.any", {"it": text})("it", **numbers) == literal + "".join(numbers.values())


@pytest.fixture
def environment(monkeypatch, say):
    monkeypatch.setattr(speaking, "words_of", ROOMS.__getitem__)
    ROOMS["web"] = Words("web", {"title": "chargeboard"})
    templates = {
        "web/base.html": '{{ say("title") }}: {% block main %}{% endblock %}',
        "panels/tried/own.html": '{% extends "web/base.html" %}'
        '{% block main %}{{ say("title") }} {{ say.html("gaps", charger="<") }}{% endblock %}'
        '{% macro m(n) %}{{ say("sessions", n=n, what=say("title")) }}{% endmacro %}',
        "web/user.html": '{% from "panels/tried/own.html" import m %}{{ m(2) }}',
    }
    return Environment(loader=DictLoader(templates), autoescape=True, extensions=[Speaking]), ROOMS


def test_a_template_says_the_words_of_its_own_room(environment):
    found, rooms = environment
    found.globals["say"] = rooms
    assert (
        found.get_template("panels/tried/own.html").render()
        == "chargeboard: Utilization rate <b>&lt;</b> has gaps"
    )
    assert found.get_template("web/user.html").render() == "2 sessions of Utilization rate"


def test_the_room_of_a_template_is_its_folder():
    assert room_of("panels/energy/energy.html") == "panels.energy"


def test_what_was_written_is_remembered_by_language_and_a_number_is_written_as_it_was():
    with in_language(REVERSED):
        reversed_ = percent(12.5)
    assert percent(12.5) == "12.5%" != reversed_
    assert [count(1), count(1.0), count(Decimal(1))] == ["1"] * 3
    assert duration(3661) == duration(3661.0) == duration(3661.4) == "1h 1m 1s"
    assert full_day(date(2026, 11, 21)) == "Sat 21 Nov 2026"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (0, "0.000%"),
        (1e-9, "0.000001%"),
        (0.00049, "0.0005%"),
        (50, "50.000%"),
        (95.2, "95.200%"),
        (95.21349, "95.213%"),
        (99.997, "99.997%"),
        (99.99951, "99.9995%"),
        (99.999_999_9, "99.999999%"),
        (100, "100.000%"),
    ],
)
def test_shares_that_are_compared_have_digits_enough_to_be_told_apart(value, shown):
    assert fine_percent(value) == shown


@given(st.floats(0, 100))
def test_all_and_nothing_are_said_where_they_are_exact_alone(share):
    shown = fine_percent(share)
    assert (shown == "100.000%") == (share == 100)
    assert (shown == "0.000%") == (share == 0)
    assert abs(float(shown.removesuffix("%")) - share) <= 0.0005


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (0, "0.0%"),
        (0.01, "<0.1%"),
        (97, "97.0%"),
        (97.64, "97.6%"),
        (99.99, "99.9%"),
        (100, "100.0%"),
    ],
)
def test_percentages_of_a_column_have_their_digits_below_each_other(value, shown):
    assert percent_in_column(value) == shown
