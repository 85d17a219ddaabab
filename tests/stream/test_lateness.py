"""What waits in the log for half of the time that it keeps it is told; who cannot go on says why."""

import asyncio
from types import SimpleNamespace

import pytest

from chargeboard.cli.cluster.judging_log import judged_log
from chargeboard.cli.export.archive_command import _live, _Writing
from chargeboard.cli.server.logged.reading_process import _Reading
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.run.clock import now
from chargeboard.stream.address import log_at
from chargeboard.stream.errors import LogError
from chargeboard.stream.gateways import beat_of
from chargeboard.stream.reading import Message
from chargeboard.stream.state import LogState, PartState
from chargeboard.time.instants import SECOND
from in_a_thread import run

LOG = SimpleNamespace(kept_s=1_000.0)
LATE = [(400, False), (600, True)]


def message(age_s):
    return Message(1, now() - age_s * SECOND, 3, "g", 1, [])


@pytest.mark.parametrize(("age_s", "is_late"), LATE)
def test_the_archive_says_that_it_is_behind_by_half(age_s, is_late):
    writing = _Writing(None, LOG, 3_600, is_once=False)
    writing._gathered = [message(age_s)]
    assert bool(writing.told.log) is is_late


@pytest.mark.parametrize(("age_s", "is_late"), LATE)
def test_a_reader_says_that_it_is_behind_by_half_until_it_is_not(age_s, is_late):
    reading = _Reading(None, None, None, None, bool)
    reading._note_lateness(LOG, 3, [message(age_s)])
    assert bool(reading.impairment.log) is is_late
    reading._note_lateness(LOG, 3, [message(1)])
    assert not reading.impairment.log


@pytest.mark.parametrize(("age_s", "is_late"), LATE)
def test_doctor_says_that_it_is_behind_by_half(age_s, is_late):
    part = PartState(3, 7, 1, -age_s * SECOND)
    state = LogState("a", "a", "2.14.6", 1, 1, None, LOG.kept_s, (), (part,), ())
    assert ("error" in {one.level for one in judged_log(state, 0)}) is is_late


def test_who_archives_says_when_it_ends():
    heard = []

    async def publish(_, body):
        heard.append(beat_of(body))

    async def live():
        client = SimpleNamespace(publish=publish)
        living = asyncio.create_task(_live(SimpleNamespace(client=client), log_at("nats://a"), Impairment))
        await asyncio.sleep(0)
        living.cancel()
        await asyncio.wait([living])

    run(live())
    assert [one.is_leaving for one in heard] == [False, True]


def test_a_reader_that_cannot_go_on_says_why_once_for_as_long_as_it_is_so(caplog):
    reading, refused = (
        _Reading(None, None, None, None, bool),
        LogError("The log does not let us in", "nats://a", "Check it"),
    )
    for _ in range(2):
        reading._is_refused(refused)
    assert caplog.text.count("Check it") == reading.impairment.log.count("Check it") == 1
    assert "Traceback" not in caplog.text
