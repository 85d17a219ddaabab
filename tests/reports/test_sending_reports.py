"""A report that waits is made and sent: to a folder, by mail, and around receivers that fail."""

import asyncio
import os
import sys
import threading
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

import month_of_a_charger as month
import msgspec
import pytest
from aiosmtpd.controller import Controller

from chargeboard.alerts.channel import Letter, StoredChannel
from chargeboard.alerts.saying import Message
from chargeboard.channels.channel import NotSentError
from chargeboard.cli.alerts.sending import seal_of, senders
from chargeboard.cli.place import Place
from chargeboard.cli.reports import aside
from chargeboard.cli.reports.aside import Maker
from chargeboard.cli.reports.sending import report_senders
from chargeboard.config.settings import Settings, Value
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.figures.report import ReportOf
from chargeboard.domain.periods import Every
from chargeboard.domain.report_orders import FileForm, ReportAsked, ReportOrder
from chargeboard.run.alerting.outbox import with_outbox
from chargeboard.run.alerting.post import Post
from chargeboard.run.clock import now
from chargeboard.run.reporting.planning import letters_for
from chargeboard.store import open_store
from chargeboard.time.instants import instant_of
from in_a_thread import run

ALL_FORMS = (FileForm.HTML, FileForm.CSV, FileForm.PARQUET)


class Inbox:
    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - its API
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


class AnyPort(Controller):
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def inbox():
    held = Inbox()
    controller = AnyPort(held, hostname="127.0.0.1", port=0, ready_timeout=60)
    controller.start()
    held.port = controller.port
    yield held
    controller.stop()


@pytest.fixture
def place(tmp_path):
    told = Settings(
        {"db": Value(str(tmp_path / "board.db"), "here")},
        tables={
            "alerts": {"url": Value("https://board.example.org/x", "here")},
            "reports": {"chromium": Value("no-such-program", "here")},
        },
    )
    made = Place(told)
    with made.store(is_made=True) as store:
        month.desk_over(store, "CP", site="")
    return made


def keep(place, store, name, kind, **values):
    store.save_alert_channel(seal_of(place).stored(name, kind, values))


def wait_for(store, *channels, period="2026-01", forms=ALL_FORMS, due_at=None, about="CP", to=()):
    order = ReportOrder(name="owner", every=Every.MONTH, charger=about, channels=channels)
    asked = ReportAsked(
        order="owner", of=ReportOf.CHARGER, about=about, period=period, forms=forms, due_at=due_at, to=to
    )
    store.keep_letters(letters_for(order, asked, now()))


def deliver(place, store, until, within_s=60):
    """Until something is so; the courier lives that long."""

    async def courier():
        stopping = asyncio.Event()

        async def look():
            # looks as often as the courier does, until it is so
            async with asyncio.timeout(within_s):
                while not until():  # noqa: ASYNC110 - what is awaited lies in a store
                    await asyncio.sleep(0.05)
            stopping.set()

        maker = Maker()
        post = Post(store, lambda: {**senders(place, store), **report_senders(place, store, maker)}, now)
        await asyncio.gather(post.deliver(stopping), look())

    run(courier())


@pytest.mark.threat("L6")
def test_a_folder_gets_the_files_whole_and_again_nothing_changes(place, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    with place.store() as store:
        keep(place, store, "disk", "folder", folder=str(folder))
        wait_for(store, "disk")
        deliver(place, store, lambda: not store.letters("reports/disk", 2**62, 9))
        wait_for(store, "disk")
        assert not store.letters("reports/disk", 2**62, 9), "it was sent, and is not again"
    assert {one.name for one in folder.iterdir()} == {
        "owner-2026-01.html",
        "owner-2026-01.csv",
        "owner-2026-01.parquet",
    }
    html = (folder / "owner-2026-01.html").read_text()
    assert "https://board.example.org/x/chargers/CP/sessions?from=2026-01-01" in html
    assert "125.0 kWh" in html
    for loaded in ("<script", "<link", 'src="', "url("):
        assert loaded not in html
    assert oct((folder / "owner-2026-01.csv").stat().st_mode)[-3:] == "600"


def asked_for():
    asked = ReportAsked(
        order="owner", of=ReportOf.CHARGER, about="CP", period="2026-01", forms=(FileForm.CSV,), due_at=None
    )
    return Message(id="r-0", event="report", title="", lines=(), report=asked)


def nicer_ones(listed):
    """The children of a thread that give way already."""
    own = os.getpriority(os.PRIO_PROCESS, 0)
    return [
        child
        for child in map(int, listed.read_text().split())
        if os.getpriority(os.PRIO_PROCESS, child) > own
    ]


def test_a_report_is_made_by_another_process_which_gives_way(place, monkeypatch):
    monkeypatch.setattr(aside, "filled", None)  # here nothing is made

    async def both():
        maker = Maker()
        making = asyncio.create_task(maker.filled(place, asked_for()))
        (child,) = await children()
        nicer = os.getpriority(os.PRIO_PROCESS, child) - os.getpriority(os.PRIO_PROCESS, 0)
        return nicer, await making

    async def children():
        own = Path(f"/proc/{os.getpid()}/task/{threading.get_native_id()}/children")
        async with asyncio.timeout(60):
            while not (found := nicer_ones(own)):  # noqa: ASYNC110 - the system tells nobody
                await asyncio.sleep(0.01)
        return found

    nicer, made = run(both())
    assert nicer == 10
    assert [one.name for one in made.files] == ["owner-2026-01.csv"]
    assert "https://board.example.org/x/reports/chargers/CP/2026-01" in made.lines[-1]


def test_a_process_that_ends_without_a_report_is_told_and_another_tries(place, monkeypatch):
    async def made():
        return await Maker().filled(place, asked_for())

    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/bin/false")
        with pytest.raises(NotSentError, match="its process ended with 1") as told:
            run(made())
    assert not told.value.is_final
    assert run(made()).files


def test_parquet_has_the_figures_with_their_types(place, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    folder = tmp_path / "out"
    folder.mkdir()
    with place.store() as store:
        keep(place, store, "disk", "folder", folder=str(folder))
        wait_for(store, "disk")
        deliver(place, store, lambda: not store.letters("reports/disk", 2**62, 9))
    table = parquet.read_table(folder / "owner-2026-01.parquet")
    assert sum(table["energy_wh"].to_pylist()) == month.ENERGY_WH
    assert sum(table["sessions"].to_pylist()) == month.SESSIONS
    assert [str(table.schema.field(name).type) for name in ("date", "sessions", "in_use_s")] == [
        "date32[day]",
        "int64",
        "double",
    ]


def test_mail_goes_to_whom_the_order_names_with_what_changed_in_it(place, inbox):
    with place.store() as store:
        asked = {"host": "127.0.0.1", "port": str(inbox.port), "security": "none"}
        keep(place, store, "mail", "email", **asked, sender="board@example.org", to="ops@example.org")
        wait_for(store, "mail", to=("owner@example.org",), due_at=now())
        deliver(place, store, lambda: inbox.mails)
    ((to, mail),) = inbox.mails
    assert to == ["owner@example.org"]
    assert mail["Subject"] == "Monthly report: CP, January 2026"
    assert mail["Message-ID"] == "<report~owner~2026-01@example.org>"
    assert mail["In-Reply-To"] is None
    text = mail.get_body().get_content()
    assert "Out of contact all day, which counts as downtime: 21 Jan – 31 Jan." in text
    assert "Uptime, NEVI (indicative): 2.7% after" in text
    assert "https://board.example.org/x/reports/chargers/CP/2026-01" in text
    assert "sent late" not in text
    assert [part.get_filename() for part in mail.iter_attachments()] == [
        "owner-2026-01.html",
        "owner-2026-01.csv",
        "owner-2026-01.parquet",
    ]


def test_what_was_missed_says_that_it_is_late(place, inbox):
    due = instant_of(datetime.fromisoformat("2026-02-01T06:00Z"))
    with place.store() as store:
        asked = {"host": "127.0.0.1", "port": str(inbox.port), "security": "none"}
        keep(place, store, "mail", "email", **asked, sender="board@example.org", to="ops@example.org")
        wait_for(store, "mail", due_at=due, forms=(FileForm.PDF,))
        deliver(place, store, lambda: inbox.mails)
    text = inbox.mails[0][1].get_body().get_content()
    assert "This report was due Sun 1 Feb 2026 06:00" in text
    # nothing prints here: the page goes in its place, and the words say what to do
    assert "The PDF is missing: no-such-program" in " ".join(text.split())
    assert [part.get_filename() for part in inbox.mails[0][1].iter_attachments()] == ["owner-2026-01.html"]


@pytest.mark.threat("L6")
def test_a_full_or_missing_folder_holds_up_no_other_and_is_told(place, tmp_path):
    good, gone = tmp_path / "good", tmp_path / "gone"
    for folder in (good, gone):
        folder.mkdir()
    with place.store() as store:
        keep(place, store, "gone", "folder", folder=str(gone))
        keep(place, store, "disk", "folder", folder=str(good))
        gone.rmdir()
        wait_for(store, "gone", "disk")
        deliver(place, store, lambda: not store.letters("reports/disk", 2**62, 9))
        deliver(place, store, lambda: store.undelivered(0).why)
        (letter,) = store.letters("reports/gone", 2**62, 9)
        assert (letter.tries, letter.next_at > now()) == (1, True)
        assert "is no folder; make it" in store.undelivered(0).why
        store.letter_given_up(letter, now(), "no room")
        assert "reports/gone" in with_outbox(Impairment(), store, now).alerts
    assert (good / "owner-2026-01.html").is_file()


def test_a_charger_that_nobody_knows_is_told_and_waits(place, tmp_path):
    with place.store() as store:
        keep(place, store, "disk", "folder", folder=str(tmp_path))
        wait_for(store, "disk", about="nobody")
        deliver(place, store, lambda: store.undelivered(0).why)
        assert "There is nothing to report of nobody" in store.undelivered(0).why


def test_no_alert_goes_to_a_folder(place, tmp_path):
    with place.store() as store:
        keep(place, store, "disk", "folder", folder=str(tmp_path))
        assert senders(place, store) == {}
        assert list(report_senders(place, store, Maker())) == ["reports/disk"]


def test_an_alert_does_not_wait_behind_a_report_of_its_channel():
    store = open_store(":memory:")
    store.save_alert_channel(StoredChannel(name="mail", kind="email"))
    order = ReportOrder(name="owner", every=Every.MONTH, channels=("mail",))
    asked = ReportAsked(order="owner", of=ReportOf.ALL, about="", period="2026-01", forms=ALL_FORMS)
    store.keep_letters(letters_for(order, asked, 0))
    alert = Message(id="a-0", event="fired", title="Out of contact", lines=())
    store.keep_letters([Letter(id="a-0", channel="mail", body=msgspec.json.encode(alert), kept_at=1)])

    async def courier():
        stopping, is_made, is_told = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def report(message):
            is_made.set()
            await asyncio.Event().wait()  # a server that never answers

        async def tell(message):
            await is_made.wait()
            is_told.set()

        post = Post(store, lambda: {"mail": tell, "reports/mail": report}, now)
        task = asyncio.create_task(post.deliver(stopping))
        async with asyncio.timeout(60):
            await is_told.wait()
        stopping.set()
        await task

    run(courier())
    assert store.letters("mail", now(), 9) == []
    assert len(store.letters("reports/mail", now(), 9)) == 1
    store.close()
