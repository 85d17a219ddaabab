"""
How are files put into a store that speaks S3?

Each by one request, so that it is there whole or not at all; who sends it again puts the same in its place.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from chargeboard.alerts.saying import Message
from chargeboard.channels.addresses import address_of, check_url
from chargeboard.channels.channel import Channel, ChannelError, Field, NotSentError, Values
from chargeboard.channels.s3.words import say

PATIENCE_S = 60
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"[A-Za-z0-9!_.*'()/-]{0,200}")


def _check(values: Values) -> None:
    check_url(values["endpoint"], "endpoint")
    if not _BUCKET.fullmatch(values["bucket"]):
        raise ChannelError("bucket", say("bad_bucket", bucket=values["bucket"]))
    prefix = values["prefix"]
    if not _PREFIX.fullmatch(prefix) or prefix.startswith("/") or {".", ".."} & set(prefix.split("/")):
        raise ChannelError("prefix", say("bad_prefix", prefix=prefix))


async def _send(values: Values, message: Message, _: int) -> None:
    CHANNEL.check_needs()
    import obstore  # noqa: PLC0415 - an extra
    from obstore.exceptions import BaseError  # noqa: PLC0415
    from obstore.store import S3Store  # noqa: PLC0415

    endpoint = values["endpoint"].rstrip("/")
    parts = urlsplit(endpoint)
    await address_of(parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
    store = S3Store(
        values["bucket"],
        endpoint=endpoint,
        region=values["region"],
        access_key_id=values["access_key"],
        secret_access_key=values["secret_key"],
        virtual_hosted_style_request=False,
        client_options={
            "allow_http": parts.scheme == "http",
            "timeout": f"{PATIENCE_S}s",
            "connect_timeout": "10s",
        },
        retry_config={"max_retries": 0},  # the outbox tries again
    )
    for file in message.all_files:
        name = f"{values['prefix']}{file.name}"
        try:
            await obstore.put_async(store, name, file.body, attributes={"Content-Type": file.kind})
        except (BaseError, OSError) as error:
            raise NotSentError(say("not_stored", endpoint=endpoint, name=name, why=_why(error))) from error


def _why(error: Exception) -> str:
    """Its first line: what stands below is for developers."""
    return str(error).partition("\n")[0]


CHANNEL = Channel(
    kind="s3",
    fields=(
        Field("endpoint", lambda: say("field_endpoint")),
        Field("bucket", lambda: say("field_bucket")),
        Field("prefix", lambda: say("field_prefix"), is_needed=False),
        Field("region", lambda: say("field_region"), usual="us-east-1"),
        Field("access_key", lambda: say("field_access_key")),
        Field("secret_key", lambda: say("field_secret_key"), is_secret=True),
    ),
    check=_check,
    send=_send,
    carries=True,
    only_reports=True,
    needs=("obstore", "s3"),
    title=lambda: say("title"),
)
