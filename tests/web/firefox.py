"""
Firefox, as Debian has it, driven by WebDriver BiDi, which it speaks itself: no driver stands between.

Source: https://www.w3.org/TR/webdriver-bidi/
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from websockets.sync.client import ClientConnection, connect

FIREFOX = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
_WITHIN_S = 60
"""What a machine that does much else may take."""
_ADDRESS = re.compile(r"ws://[\d.]+:\d+")
_PREFERENCES = {
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.safebrowsing.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "extensions.update.enabled": False,
}
_KEYS = {"Tab": "\ue004", "Enter": "\ue007", "ArrowDown": "\ue015", "End": "\ue010", "Escape": "\ue00c"}
_CONTROL = "\ue009"


@contextmanager
def started(profile: Path) -> Iterator[Firefox]:
    """A Firefox with a profile of its own, while it is needed."""
    told = "".join(f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in _PREFERENCES.items())
    (profile / "user.js").write_text(told)
    with subprocess.Popen(
        [FIREFOX, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"HOME": str(profile)},
    ) as process:
        try:
            address = next(found[0] for line in process.stderr if (found := _ADDRESS.search(line)))
            threading.Thread(target=process.stderr.read, daemon=True).start()
            with connect(f"{address}/session", max_size=None, open_timeout=_WITHIN_S) as link:
                yield Firefox(link)
        finally:
            process.terminate()


class Firefox:
    """One window; what its console complains of is collected in `complaints`."""

    def __init__(self, link: ClientConnection) -> None:
        self._link = link
        self._number = 0
        self.complaints: list[str] = []
        self._asked("session.new", capabilities={})
        self._asked("session.subscribe", events=["log.entryAdded"])
        self._window = self._asked("browsingContext.getTree")["contexts"][0]["context"]

    def goes_to(self, url: str) -> None:
        """Open a page, and all that it loads."""
        self._asked("browsingContext.navigate", context=self._window, url=url, wait="complete")

    def told(self, script: str) -> object:
        """What an expression of JavaScript comes to, once it is there."""
        found = self._asked(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({script})))()",
            target={"context": self._window},
            awaitPromise=True,
            userActivation=True,
        )
        assert found["type"] == "success", found
        return json.loads(found["result"].get("value", "null"))

    def awaits(self, condition: str) -> None:
        """Until an expression holds; looked at whenever the page changes, and with each frame."""
        self.told(
            "new Promise(done => { const look = () => { if (" + condition + ") done(true);"
            " else setTimeout(look, 50) }; look() })"
        )

    def presses(self, *keys: str, control: bool = False) -> None:
        """Keys, one after the other."""
        done = []
        if control:
            done.append({"type": "keyDown", "value": _CONTROL})
        for key in keys:
            value = _KEYS.get(key, key)
            done += [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        if control:
            done.append({"type": "keyUp", "value": _CONTROL})
        self._acts({"type": "key", "id": "keys", "actions": done})

    def clicks(self, selector: str) -> None:
        """Its middle, where that is seen."""
        x, y = self.told(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " e.scrollIntoView({block: 'center', behavior: 'instant'}); const b = e.getBoundingClientRect();"
            " return [Math.round(b.x + b.width / 2), Math.round(b.y + b.height / 2)] })()"
        )
        moved = {"type": "pointerMove", "x": x, "y": y}
        pressed = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._acts({"type": "pointer", "id": "mouse", "actions": [moved, *pressed]})

    def printed(self) -> bytes:
        """The page on A4, as a PDF."""
        size = {"width": 21.0, "height": 29.7}
        return base64.b64decode(self._asked("browsingContext.print", context=self._window, page=size)["data"])

    def is_as_wide_as(self, width: int) -> None:
        """Make the window so wide."""
        view = {"width": width, "height": 800}
        self._asked("browsingContext.setViewport", context=self._window, viewport=view)

    def _acts(self, source: dict) -> None:
        self._asked("input.performActions", context=self._window, actions=[source])

    def _asked(self, method: str, **parameters: object) -> dict:
        self._number += 1
        self._link.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            try:
                said = json.loads(self._link.recv(_WITHIN_S))
            except TimeoutError:
                raise AssertionError(f"Firefox gave no answer: {method}, {parameters}") from None
            if said.get("method") == "log.entryAdded":
                entry = said["params"]
                if entry["level"] == "error":
                    self.complaints.append(entry["text"])
            elif said.get("id") == self._number:
                assert said["type"] == "success", said
                return said["result"]
