"""What a charger says while two processes understand it, some of it by a clock that is off."""

import json

from msgspec.structs import replace

from chargeboard.domain.frame import Frame
from chargeboard.time.instants import HOUR, MINUTE, SECOND, text_of
from chargeboard.time.spans import Span

T0 = 1_760_000_000 * SECOND
STATION = "CP"
ALWAYS = Span(-(2**62), 2**62)


def visits(first, end, *, ahead=0):
    """One an hour; stamps are `ahead` of the time."""
    frames = []
    for visit in range(first, end):
        for n, (action, payload, answer) in enumerate(_visit(visit)):
            at, ref = T0 + visit * HOUR + n * MINUTE, f"{visit}-{n}"
            call = [2, ref, action, payload | {"timestamp": text_of(at + ahead)}]
            frames.append(Frame(STATION, at, "in", json.dumps(call), "c", "ocpp1.6"))
            frames.append(Frame(STATION, at + SECOND, "out", json.dumps([3, ref, answer]), "c", "ocpp1.6"))
    return frames


def own_clock_is_off(first, end):
    """The same by a clock that is twenty minutes ahead."""
    return visits(first, end, ahead=20 * MINUTE)


def waited(visit):
    """A visit of which every other message shows that all before it had waited: the clock is ahead."""
    return sorted([*visits(visit, visit + 1), *_later(visits(visit, visit + 1, ahead=20 * MINUTE))], key=_at)


def _later(frames):
    return [
        replace(frame, received_at=frame.received_at + 30 * SECOND, text=_other(frame.text))
        for frame in frames
    ]


def _other(text):
    return text.replace(', "', ', "again-', 1)


def _at(frame):
    return frame.received_at


def _visit(visit):
    def status(word):
        return "StatusNotification", {"connectorId": 1, "status": word, "errorCode": "NoError"}, {}

    yield status("Preparing")
    began = {"connectorId": 1, "idTag": "T", "meterStart": visit * 1000}
    yield "StartTransaction", began, {"transactionId": visit, "idTagInfo": {"status": "Accepted"}}
    yield status("Charging")
    yield "StopTransaction", {"transactionId": visit, "meterStop": visit * 1000 + 800}, {}
    yield status("Available")
