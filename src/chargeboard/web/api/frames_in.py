"""How do programs bring frames over HTTP? Lines in, and an answer when they are durable."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future

import msgspec
from litestar import Response, post
from litestar.enums import MediaType
from litestar.exceptions import ClientException, HTTPException
from litestar.handlers.base import BaseRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.status_codes import HTTP_202_ACCEPTED

from chargeboard.capture.batches import Batch, read_batch
from chargeboard.capture.rejects import Rejects
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import Instant
from chargeboard.web.api.answers import Problem
from chargeboard.web.api.words import say
from chargeboard.web.requests import PageRequest

MOST_BYTES = 32 << 20
"""Of one request, unpacked."""
MOST_TOLD = 100
"""Rejected lines that an answer names."""
_PATIENCE_S = 20.0
_MOST_AHEAD_TOLD = 10
_TYPES = ("application/x-ndjson", "application/jsonl", "application/json")


class Line(msgspec.Struct):
    """A line that gives no frame; it is kept, with its reason, beside the database."""

    line: int
    reason: str


class Taken(msgspec.Struct, omit_defaults=True):
    """What became of a request's lines."""

    frames: int
    new: int
    """Those that were not known already."""
    rejected: list[Line]
    """The first of them."""
    rejected_lines: int = 0
    """How many were rejected."""
    ahead_lines: int = 0
    """Those of them whose time lies too far in the future."""


class Door:
    """Where frames come in. `keep` is done once they are durable."""

    def __init__(
        self,
        keep: Callable[[Sequence[Frame]], Future[str]],
        *,
        redact: Callable[[str], str],
        rejects: Rejects,
        impairment: Callable[[], str],
        clock: Callable[[], Instant],
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._keep, self._redact, self._rejects, self.impairment = keep, redact, rejects, impairment
        self._clock = clock
        self.most_bytes = most_bytes

    async def take(self, body: bytes) -> Taken:
        """
        Keep what the lines say.

        Raises: TimeoutError where the store cannot; it may still do so later.
        """
        batch = await asyncio.to_thread(self._read, body)
        kept = asyncio.wrap_future(self._keep(batch.frames))
        new = int(await asyncio.wait_for(asyncio.shield(kept), _PATIENCE_S))
        ahead = [rejected for rejected in batch.rejected if rejected.is_ahead]
        return Taken(
            len(batch.frames),
            new,
            [Line(rejected.line, rejected.reason) for rejected in (ahead or batch.rejected)[:MOST_TOLD]],
            len(batch.rejected),
            len(ahead),
        )

    def _read(self, body: bytes) -> Batch:
        batch = read_batch(body.split(b"\n"), "POST /api/v1/frames", self._redact, self._clock)
        if batch.rejected:
            self._rejects.keep(batch.rejected)
        return batch


def frames_route(door: Door) -> BaseRouteHandler:
    """POST /api/v1/frames."""

    @post(
        "/api/v1/frames",
        summary="Submit frames",
        description="NDJSON in chargeboard's own format, one frame a line, gzip or plain. Answered once all"
        " of it is durable; bringing the same lines again changes nothing. Secrets and id tokens are hidden"
        " first. A line received more than 300 s after our clock is refused (422), the others are kept.",
        tags=["frames"],
        status_code=HTTP_202_ACCEPTED,
        responses={
            202: ResponseSpec(Taken, description="What became of the lines.", generate_examples=False),
            400: ResponseSpec(Problem, description="The body cannot be unpacked.", generate_examples=False),
            413: ResponseSpec(Problem, description="Too much at once.", generate_examples=False),
            415: ResponseSpec(Problem, description="Not NDJSON.", generate_examples=False),
            422: ResponseSpec(
                Problem, description="A line's time has not come yet; which.", generate_examples=False
            ),
            503: ResponseSpec(
                Problem, description="Cannot be kept now; bring it again.", generate_examples=False
            ),
        },
    )
    async def frames(request: PageRequest) -> Response[bytes]:
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind not in _TYPES:
            # what a form or script of another site can send without asking first is not taken
            raise HTTPException(status_code=415, detail=say("send_ndjson"))
        body = await _body(request, door.most_bytes)
        try:
            taken = await door.take(body)
        except TimeoutError as error:
            why = door.impairment() or say("database_busy")
            raise HTTPException(status_code=503, detail=say("frames_not_kept_now", why=why)) from error
        if taken.ahead_lines:
            raise HTTPException(status_code=422, detail=_ahead(taken))
        return Response(msgspec.json.encode(taken), media_type=MediaType.JSON, status_code=HTTP_202_ACCEPTED)

    return frames


def _ahead(taken: Taken) -> str:
    """Which lines, and what to do."""
    told = "; ".join(
        say("line_rejected", line=line.line, reason=line.reason) for line in taken.rejected[:_MOST_AHEAD_TOLD]
    )
    more = taken.ahead_lines - _MOST_AHEAD_TOLD
    return say(
        "lines_ahead", lines=told, rest=say("and_more", n=more) if more > 0 else "", frames=taken.frames
    )


async def _body(request: PageRequest, most_bytes: int) -> bytes:
    """The unpacked body, read no further than what is taken."""
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", ""}:
        raise HTTPException(status_code=415, detail=say("encoding_unknown", encoding=encoding))
    unpacked = _plain(request.stream()) if encoding != "gzip" else _gunzipped(request.stream(), most_bytes)
    body = bytearray()
    async for part in unpacked:
        body += part
        if len(body) > most_bytes:
            raise HTTPException(
                status_code=413,
                detail=say("body_too_large", mib=most_bytes >> 20),
            )
    return bytes(body)


async def _plain(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for part in stream:
        yield part


async def _gunzipped(stream: AsyncIterator[bytes], most_bytes: int) -> AsyncIterator[bytes]:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        async for part in stream:
            data = part
            while data:
                yield unpacker.decompress(data, most_bytes + 1)
                data = unpacker.unconsumed_tail
                if unpacker.eof and unpacker.unused_data:
                    # files packed one after the other are one file
                    data, unpacker = unpacker.unused_data, zlib.decompressobj(wbits=31)
    except zlib.error as error:
        raise ClientException(detail=say("body_not_gzip", error=error)) from error
    if not unpacker.eof:
        raise ClientException(detail=say("gzip_cut_off"))
