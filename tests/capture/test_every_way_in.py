"""Whatever is planted, wherever and however it is escaped: by no way in does it come into the folder."""

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from test_what_is_hidden import PLACES, SECRET, written

from chargeboard.capture.batches import read_batch
from chargeboard.capture.csms.aside import read_large
from chargeboard.capture.following import Follower
from chargeboard.capture.gathering import JournalKeeper
from chargeboard.capture.importing import import_files
from chargeboard.capture.redaction import Redactor, key_in
from chargeboard.capture.rejects import Rejects
from chargeboard.domain.frame import Frame
from chargeboard.store import open_store, store_at
from chargeboard.time.instants import SECOND

AT = 1_790_000_000 * SECOND
PLAIN = json.dumps(
    [2, "plain", "MeterValues", {"connectorId": 1, "meterValue": [{"sampledValue": [{"value": "1"}]}]}]
)


@st.composite
def messages(draw):
    """A message with a secret in it, written down in some way."""
    text = written(draw(st.sampled_from(PLACES)))
    signs = draw(st.lists(st.booleans(), min_size=len(SECRET), max_size=len(SECRET)))
    text = text.replace(
        SECRET,
        "".join(
            f"\\u{ord(sign):04x}" if wanted else sign for sign, wanted in zip(SECRET, signs, strict=True)
        ),
    )
    match draw(st.sampled_from(["", "indent", "slashes", "names", "case", "cut"])):
        case "indent" if "\\ud" not in text:
            text = json.dumps(json.loads(text), indent=draw(st.integers(0, 3)))
        case "slashes":
            text = text.replace("/", "\\/")
        case "names" if '\\"' not in text:
            for name in ("idTag", "password", "idToken", "csr", "key", "name"):
                sign = draw(st.integers(0, len(name) - 1))
                escaped = name[:sign] + f"\\u{ord(name[sign]):04X}" + name[sign + 1 :]
                text = text.replace(f'"{name}":', f'"{escaped}":')
        case "case" if '\\"' not in text:
            text = text.replace('"idTag"', '"IDTAG"').replace('"idToken"', '"IdToken"')
        case "cut" if SECRET in text and "format" not in text and "key" not in text.lower():
            text = text[: text.rindex(SECRET) + len(SECRET)]
    return text


def line_of(text, second):
    try:
        frame = json.loads(text)
    except ValueError:
        frame = text
    told = {"received_at": f"2026-09-21T14:13:{second:02}Z", "station": "CP", "direction": "in"}
    as_it_is = json.dumps(told)[:-1] + f', "frame": {text}}}' if frame is not text else ""
    return as_it_is.replace("\n", " ") or json.dumps(told | {"frame": text})


@given(st.lists(messages(), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_nothing_that_is_planted_lies_in_the_folder(found):
    with tempfile.TemporaryDirectory() as outside, tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder, "board.db"))
        beside = store_at(database).beside
        redact, rejects = Redactor(key_in(beside.key)), Rejects(beside.rejected)
        store = open_store(database)
        lines = [line_of(text, second) for second, text in enumerate([*found, PLAIN])]
        lines += ["2026-09-21 " + text.replace("\n", " ") for text in found]
        log = Path(outside, "raw.jsonl")
        log.write_text("\n".join(lines) + "\n")
        import_files(JournalKeeper(store, redact), [str(log)], redact=redact, rejects=rejects)
        for source in ("POST", "tap"):
            batch = read_batch([line.encode() for line in lines], source, redact)
            store.append(batch.frames)
            rejects.keep(batch.rejected)
        Follower(
            log,
            None,
            keep=lambda frames, _: store.append(frames),
            redact=redact,
            rejects=rejects,
            wait=lambda: True,
        ).run("jsonl")
        heard = [read_large(text.encode(), redact).text for text in found]
        store.append([Frame("CP2", AT + n, "in", text) for n, text in enumerate(heard)])
        for text in heard:
            assert redact(text) == text
        assert any(one.frame.text == PLAIN for batch in store.frames_after("CP", 0, 0) for one in batch)
        held(folder)
        store.pack("CP", AT + 10**15)
        store.pack("CP2", AT + 10**15)
        for station in ("CP", "CP2"):
            assert not any(
                SECRET in one.frame.text for batch in store.frames_after(station, 0, 0) for one in batch
            )
        store.close()
        held(folder)


def held(folder):
    for file in Path(folder).iterdir():
        data = file.read_bytes()
        assert SECRET.encode() not in data, file.name
        escaped = "".join(f"\\u{ord(sign):04x}" for sign in SECRET[-6:])
        assert escaped.encode() not in data, file.name
