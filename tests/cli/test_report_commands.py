"""`chargeboard report`, from the shell."""

from contextlib import closing

import pytest

from chargeboard.store import open_store

ORDER = ("every=week", "zone=Europe/Berlin", "day=1", "hour=6", "forms=html,csv", "channels=disk")


@pytest.fixture
def disk(tmp_path, run, database):
    """A folder that reports may go to."""
    folder = tmp_path / "out"
    folder.mkdir()
    run("alerts", "channel", "add", "disk", "folder", f"folder={folder}", "--db", database)
    return folder


def test_an_order_is_kept_listed_and_removed(run, database, disk):
    told = run("report", "add", "weekly", *ORDER, "--db", database).output
    assert "weekly is kept; the next one goes out Mon " in told
    listed = " ".join(run("report", "list", "--db", database, env={"COLUMNS": "400"}).output.split())
    assert "weekly all chargers each week on Monday at 6:00, Europe/Berlin disk" in listed
    assert "is sent no more" in run("report", "remove", "weekly", "--db", database).output
    assert (
        "no report of the name weekly" in run("report", "remove", "weekly", "--db", database, code=1).output
    )


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (("every=year",), "week, month"),
        (("every=week", "channels=nowhere"), "there are disk"),
        (("every=week", "channels=disk", "day=9"), "1 (Monday) to 7"),
        (("week",), "every=month"),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(run, database, disk, values, told):
    assert told in " ".join(run("report", "add", "a", *values, "--db", database, code=2).output.split())


def test_a_month_is_put_into_a_folder_now(run, database, tmp_path):
    told = run(
        *("report", "now", "--charger", "CP1", "--period", "2025-10", "--form", "html", "--form", "csv"),
        *("--into", tmp_path / "new", "--db", database),
    ).output
    page = (tmp_path / "new" / "report-CP1-2025-10.html").read_text()
    assert "CP1, October 2025" in page
    assert "report-CP1-2025-10.csv" in told
    days = (tmp_path / "new" / "report-CP1-2025-10.csv").read_text().splitlines()
    assert len(days) == 32


def test_all_and_a_site_too_and_what_is_not_there_is_said(run, database, tmp_path):
    run("charger", "set", "CP1", "site=Harbour", "--db", database)
    into = ("--into", tmp_path, "--period", "2025-10", "--db", database)
    run("report", "now", "--site", "Harbour", *into)
    run("report", "now", *into)
    assert (tmp_path / "report-Harbour-2025-10.html").is_file()
    assert (tmp_path / "report-2025-10.html").is_file()
    assert "no charger at a site Nowhere" in run("report", "now", "--site", "Nowhere", *into, code=1).output
    both = run("report", "now", "--site", "a", "--charger", "CP1", *into, code=2).output
    assert "not both" in both
    assert (
        "write 2026-10"
        in run("report", "now", "--period", "x", "--into", tmp_path, "--db", database, code=2).output
    )
    future = ("--period", "2999-12", "--into", tmp_path, "--db", database)
    assert "No day of 2999-12 is over yet" in run("report", "now", *future, code=1).output
    assert "with --into" in run("report", "now", "--db", database, code=2).output


def test_one_of_an_order_waits_to_be_sent(run, database, disk):
    run("report", "add", "weekly", *ORDER, "--db", database)
    assert "1 copy waits to be sent" in run("report", "now", "weekly", "--db", database).output
    with closing(open_store(database)) as store:
        (letter,) = store.letters("reports/disk", 2**62, 9)
    assert letter.id.startswith("report~weekly~")
    assert (
        "There is no report of the name gone" in run("report", "now", "gone", "--db", database, code=1).output
    )


def test_orders_of_the_settings_file_are_changed_there(run, database, tmp_path, disk):
    settings = tmp_path / "chargeboard.toml"
    settings.write_text('[reports.orders.fleet]\nevery = "month"\nday = 2\nchannels = ["disk"]\n')
    asked = ("--db", database, "--config", settings)
    assert "fleet" in run("report", "list", *asked).output
    assert "is changed there" in run("report", "remove", "fleet", *asked, code=1).output
    assert "is changed there" in run("report", "add", "fleet", *ORDER, *asked, code=1).output
    settings.write_text('[reports.orders.fleet]\nevery = "month"\nday = 31\n')
    told = run("report", "list", *asked, code=1).output
    assert "[reports.orders].fleet: day: 31 is not sent on" in " ".join(told.split())


def test_doctor_names_what_keeps_a_report_from_being_sent_as_it_was_said(run, database, tmp_path):
    settings = tmp_path / "chargeboard.toml"
    settings.write_text(
        '[reports]\nchromium = "/nowhere/chromium"\n'
        '[reports.orders.fleet]\nevery = "month"\nforms = ["pdf"]\nchannels = ["gone"]\n'
    )
    told = " ".join(run("doctor", "--db", database, "--config", settings).output.split())
    assert "The report fleet is to go to gone, which no channel is called that carries files" in told
    assert "The report fleet is to be a PDF: /nowhere/chromium, which [reports] `chromium` names" in told
