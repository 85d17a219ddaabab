"""How do batches of frames, from taps and over HTTP, reach the intake?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager

import click

from chargeboard.capture.ingest import Ingest, NotKeptError
from chargeboard.cli.place import Place
from chargeboard.cli.server.words import say
from chargeboard.domain.frame import Frame
from chargeboard.ports.store import Store
from chargeboard.run.clock import now
from chargeboard.run.receiving.delivery import Answers, Delivery
from chargeboard.run.receiving.heard import Tell
from chargeboard.run.receiving.intake import Intake, Member
from chargeboard.run.understanding.chores import Chores
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.understanding.worker import Understanding
from chargeboard.web.api.frames_in import Door

Keep = Callable[[Sequence[Frame]], "Future[str]"]


def keeping(intake: Intake) -> Keep:
    """Keeps frames that may have been brought before."""

    def keep(frames: Sequence[Frame]) -> Future[str]:
        future: Future[str] = Future()

        def done(new: str) -> None:
            if new:
                future.set_result(new)
            else:
                future.set_exception(NotKeptError(say("store_cannot_take")))

        intake.submit(Delivery(frames, is_batch=True, done=done))
        return future

    return keep


def hand_out(answers: Answers) -> None:
    """Tell those who wait."""
    for done, text in answers:
        done(text)


@contextmanager
def taking_in(
    store: Store, tell: Tell, *, is_collector: bool, member: Member | None = None
) -> Iterator[Intake]:
    """An intake for batches alone; who was heard is told to `tell`."""
    intake = Intake(store, now, hand_out, tell, is_collector=is_collector, member=member)
    intake.start()
    try:
        yield intake
    finally:
        intake.stop()


@contextmanager
def understanding(projector: Projector, *, packs: bool = False) -> Iterator[Tell]:
    """A thread that understands what it is told of."""
    thread = Understanding(Chores(projector, packs=packs))
    thread.start(with_old=False)
    try:
        yield thread.tell
    finally:
        thread.stop()


@contextmanager
def hearing_taps(place: Place, intake: Intake) -> Iterator[None]:
    """Taps may bring frames while this is open, where the settings name a socket."""
    path = place.settings.server.ingest_socket
    if not path:
        yield
        return
    ingest = Ingest(
        keeping(intake),
        redact=place.redactor(),
        rejects=place.rejects(),
        clock=now,
    )
    try:
        ingest.listen(path)
    except OSError as error:
        raise click.ClickException(
            say("taps_cannot_be_heard", path=path, why=error.strerror or error)
        ) from error
    try:
        yield
    finally:
        ingest.close()


def door(place: Place, intake: Intake) -> Door:
    """Where frames come in over HTTP."""
    return Door(
        keeping(intake),
        redact=place.redactor(),
        rejects=place.rejects(),
        impairment=lambda: intake.impairment,
        clock=now,
    )
