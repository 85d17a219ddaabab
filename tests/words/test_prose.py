from prose import prose_of
from usage import SRC

FORMATS_OF_OTHERS = "phrases of the logs that are read"
HEADINGS = "words by which exports of others call things"
NAMES_OF_OCPP = "names of OCPP, one after the other"
REFERENCE = "the reference of the API, which is documentation"
INVENTED = "what an invented charger or place is called, not what chargeboard says"
DEVELOPER = "only a mistake in the code brings it about"
COMMAND = "a command that is to be typed"

ALLOWED = {
    "capture/feeds/mysql.py": "SQL",
    "capture/feeds/postgres.py": "what a server says in English, and SQL",
    "capture/formats/senders.py": NAMES_OF_OCPP,
    "capture/formats/systems/evcc.py": FORMATS_OF_OTHERS,
    "capture/formats/systems/steve.py": FORMATS_OF_OTHERS,
    "capture/redaction/ordinary.py": NAMES_OF_OCPP,
    "capture/redaction/table.py": f"{NAMES_OF_OCPP}, and what SECURITY.md says of them",
    "capture/session_files/moments.py": HEADINGS,
    "capture/session_files/roles.py": HEADINGS,
    "capture/session_files/sessions.py": HEADINGS,
    "capture/session_files/settling.py": HEADINGS,
    "cli/chargers/admit_commands.py": COMMAND,
    "cli/database/person_commands.py": COMMAND,
    "decode/routes.py": NAMES_OF_OCPP,
    "decode/spelling.py": NAMES_OF_OCPP,
    "demo/town.py": INVENTED,
    "demo/v16.py": INVENTED,
    "demo/v2.py": INVENTED,
    "documents/forms.py": DEVELOPER,
    "guidance/found.py": "a key of what is remembered",
    "guidance/rules/use/drop.py": "a value that scripts compare",
    "store/sqlite/connection.py": f"SQL, and what {DEVELOPER}",
    "store/copying.py": "SQL",
    "store/postgres/address.py": "SQL",
    "store/postgres/connection.py": f"SQL, and what {DEVELOPER}",
    "store/postgres/dialect.py": "SQL",
    "store/postgres/migrate.py": "SQL",
    "store/postgres/server_state.py": "SQL",
    "store/postgres/errors.py": "what a server says in English",
    "store/sqlite/in_codes.py": "English that a database of before holds",
    "store/sql/known/forgetting.py": "English that a database of before holds",
    "store/sql/privacy/token_rows.py": DEVELOPER,
    "time/instants.py": DEVELOPER,
    "vocabularies/word.py": "what several vocabularies advise alike; it is put into their words",
    "web/api/answers.py": REFERENCE,
    "web/api/alert_channel_routes.py": REFERENCE,
    "web/api/alert_routes.py": REFERENCE,
    "web/api/alert_rule_routes.py": REFERENCE,
    "web/api/api_document.py": REFERENCE,
    "web/api/api_routes.py": REFERENCE,
    "web/api/audit_route.py": REFERENCE,
    "web/api/charger_list_routes.py": REFERENCE,
    "web/api/charger_setting_routes.py": REFERENCE,
    "web/api/evidence_routes.py": REFERENCE,
    "web/api/exclusion_routes.py": REFERENCE,
    "web/api/official_twins.py": REFERENCE,
    "web/api/parameters.py": REFERENCE,
    "web/pages/comparison_pages.py": REFERENCE,
    "web/pages/load_pages.py": REFERENCE,
    "web/pages/protocol_pages.py": REFERENCE,
    "web/pages/sources_pages.py": REFERENCE,
    "web/pages/week_pages.py": REFERENCE,
    "web/comparing/chargers_routes.py": REFERENCE,
    "web/comparing/cohorts_routes.py": REFERENCE,
    "web/protocol/protocol_routes.py": REFERENCE,
    "web/api/people_routes.py": REFERENCE,
    "web/api/share_routes.py": REFERENCE,
    "web/api/way_in_routes.py": REFERENCE,
    "web/api/frames_in.py": REFERENCE,
    "web/api/policy_routes.py": REFERENCE,
    "web/api/site_routes.py": REFERENCE,
    "web/app.py": REFERENCE,
    "web/official/network_routes.py": REFERENCE,
    "web/official/saturation_routes.py": REFERENCE,
    "web/official/differing_routes.py": REFERENCE,
    "web/official/visits_routes.py": REFERENCE,
    "web/reporting/report_routes.py": REFERENCE,
    "web/site/board_routes.py": REFERENCE,
    "web/site/load_routes.py": REFERENCE,
    "web/activity/activity_routes.py": REFERENCE,
    "web/people/browsers.py": "what browsers call their systems",
    "words/catalogue.py": DEVELOPER,
    "words/sentences.py": DEVELOPER,
}
"""By file, why sentences are spelled there all the same."""

FILES = [
    path
    for kind in ("py", "html", "js")
    for path in sorted(SRC.rglob(f"*.{kind}"))
    if path.name != "words.py"
]


def test_sentences_are_spelled_in_words_py_alone():
    prose = {str(path.relative_to(SRC)): prose_of(path) for path in FILES}
    assert {name: found for name, found in prose.items() if found and name not in ALLOWED} == {}


def test_no_file_is_excepted_in_vain():
    assert [name for name in ALLOWED if not prose_of(SRC / name)] == []


def test_the_search_finds_a_sentence_wherever_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr("prose.SRC", tmp_path)
    spelled = {
        "a.py": 'raise ValueError(f"{name} is not known here")\n',
        "b.py": 'TITLE = "Data quality"\n',
        "c.html": '<p class="a b c"{% if x %} title="How it went"{% endif %}>{{ x }}</p>\n',
        "d.html": "<p>Sessions</p>\n",
        "e.html": "<p>{{ 'Nothing was found' if x else y }}</p>\n",
        "f.js": 'say.textContent = "Nothing was found"\n',
    }
    silent = {
        "g.py": '"""Why is this not told?"""\nimport re\n_X = re.compile("one of these words")\n',
        "h.py": 'say("no_such_charger", name=f"{one}")\n',
        "i.html": '<p class="one two three" data-x="{{ x }}">{{ say("no") }} · {{ y }}</p>chargeboard\n',
        "j.js": 'node.className = "one two"; // a comment of some words\n',
    }
    room = tmp_path / "web"
    room.mkdir()
    for name, text in {**spelled, **silent}.items():
        (room / name).write_text(text)
    assert [name for name in {**spelled, **silent} if prose_of(room / name)] == list(spelled)
