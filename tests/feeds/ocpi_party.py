"""A party of OCPI that owns charge points, by the specification, with what real ones do otherwise."""

import base64
import json
import threading
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

from chargeboard.time.instants import HOUR, datetime_of, instant_of

TOKEN = "a-token-of-ours"
OWNER = {"country_code": "DE", "party_id": "ABC"}
CARD, CONTRACT = "04AB12CD34", "DE-MSP-C12345678-X"
DRIVER = {"country_code": "DE", "party_id": "MSP", "uid": CARD, "type": "RFID", "contract_id": CONTRACT}


def stamp(at):
    return f"{datetime_of(at):%Y-%m-%dT%H:%M:%SZ}"


def evse(uid, status, at, evse_id=None, **more):
    return {
        "uid": uid,
        "evse_id": evse_id or f"DE*ABC*E{uid}",
        "status": status,
        "connectors": [
            {"id": "1", "standard": "IEC_62196_T2", "format": "SOCKET", "power_type": "AC_3_PHASE"}
        ],
        "last_updated": stamp(at),
    } | more


def location(name, at, *evses):
    return {**OWNER, "id": name, "publish": True, "name": "Park", "city": "Ulm", "time_zone": "Europe/Berlin",
            "evses": list(evses), "last_updated": stamp(at)}  # fmt: skip


def session(name, uid, status, kwh, *, start, updated, end=None, **more):
    ended = {"end_date_time": stamp(end)} if end else {}
    return {
        **OWNER,
        **ended,
        "id": name,
        "start_date_time": stamp(start),
        "kwh": kwh,
        "cdr_token": DRIVER,
        "auth_method": "WHITELIST",
        "location_id": "L1",
        "evse_uid": uid,
        "connector_id": "1",
        "currency": "EUR",
        "status": status,
        "last_updated": stamp(updated),
    } | more


def cdr(name, uid, kwh, *, start, end, updated, **more):
    place = {"id": "L1", "address": "Weg 1", "city": "Ulm", "country": "DEU", "evse_uid": uid}
    return {
        **OWNER,
        "id": name,
        "start_date_time": stamp(start),
        "end_date_time": stamp(end),
        "cdr_token": DRIVER,
        "auth_method": "WHITELIST",
        "cdr_location": place | {"evse_id": f"DE*ABC*E{uid}", "connector_id": "1"},
        "currency": "EUR",
        "charging_periods": [],
        "total_cost": {"excl_vat": 4.0},
        "total_energy": kwh,
        "total_time": (end - start) / HOUR,
        "last_updated": stamp(updated),
    } | more


class Party:
    """Serves what is in `objects`; its attributes say in what it is otherwise than the specification."""

    def __init__(self, now):
        self.now = now
        self.objects = {"locations": [], "sessions": [], "cdrs": []}
        self.versions = ["2.1.1", "2.2.1", "2.3.0"]
        self.base64 = True
        self.page = 2
        self.gives_links = True
        self.link_path = ""
        """Where links lead instead."""
        self.heeds_dates = True
        self.heeds_offset = True
        self.answers = []
        """What is answered instead, the next one first: status, headers, body; None: what it would be."""
        self.asked = []
        party = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def do_GET(self):
                party.asked.append(self.path)
                status, headers, body = party.answer(self.path, self.headers)
                self.send_response_only(status)
                self.send_header(
                    "Date", format_datetime(datetime.fromtimestamp(party.now / 1e6, UTC), usegmt=True)
                )
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
                self.wfile.flush()

            def do_POST(self):
                party.given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self.do_GET()

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.port = self._server.server_port
        self.host = f"127.0.0.1:{self.port}"
        self.roles = dict.fromkeys(self.objects, "SENDER")
        self.given = None
        """What was posted last."""
        self.says_null = False
        """Of no objects."""

    @property
    def url(self):
        return f"http://:{TOKEN}@{self.host}/ocpi/versions"

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def put(self, module, *objects):
        """Known from now on, instead of what had their id."""
        for one in objects:
            self.objects[module] = [
                *(other for other in self.objects[module] if other["id"] != one["id"]),
                one,
            ]

    def answer(self, path, headers):
        if self.answers and (instead := self.answers.pop(0)) is not None:
            return instead
        sent = base64.b64encode(TOKEN.encode()).decode() if self.base64 else TOKEN
        if headers.get("Authorization") != f"Token {sent}":
            return 401, {}, b""
        parts = urlsplit(path)
        match parts.path.strip("/").split("/"):
            case ["ocpi", "versions"]:
                return self.ok(
                    [{"version": one, "url": f"http://{self.host}/ocpi/{one}"} for one in self.versions]
                )
            case ["ocpi", version] if version in self.versions:
                ends = [
                    {"identifier": name, "role": role, "url": f"http://{self.host}/ocpi/{version}/{name}"}
                    for name, role in self.roles.items()
                ]
                return self.ok({"version": version, "endpoints": ends})
            case ["ocpi", _, "credentials"] if self.given is not None:
                return self.registers(self.given)
            case ["ocpi", _, name] if name in self.objects:
                return self._listed(parts.path, name, parse_qs(parts.query))
        return 404, {}, b""

    def registers(self, other):
        """It looks whether the other side is there by the token that it was given, and gives one."""
        sent = base64.b64encode(other["token"].encode()).decode()
        asked = Request(other["url"], headers={"Authorization": f"Token {sent}"})  # noqa: S310 - ours
        with urlopen(asked, timeout=60) as answer:  # noqa: S310 - as above
            self.versions_of_other = [one["version"] for one in json.load(answer)["data"]]
        role = {**OWNER, "role": "CPO", "business_details": {"name": "ABC"}}
        return self.ok({"token": "the-token-from-now-on", "url": self.url, "roles": [role]})

    def _listed(self, path, name, asked):
        since = instant_of(datetime.fromisoformat(asked["date_from"][0])) if self.heeds_dates else 0
        known = [
            one
            for one in self.objects[name]
            if not isinstance(one, dict) or instant_of(datetime.fromisoformat(one["last_updated"])) >= since
        ]
        offset = int(asked.get("offset", ["0"])[0]) if self.heeds_offset else 0
        given = known[offset : offset + self.page]
        headers = {"X-Total-Count": str(len(known)), "X-Limit": str(self.page)}
        if self.gives_links and offset + self.page < len(known):
            rest = {key: values[0] for key, values in asked.items()} | {"offset": str(offset + self.page)}
            headers["Link"] = f'<http://{self.host}{self.link_path or path}?{urlencode(rest)}>; rel="next"'
        return self.ok(None if self.says_null and not given else given, headers)

    def ok(self, data, headers=None):
        body = {"data": data, "status_code": 1000, "status_message": "Success", "timestamp": stamp(self.now)}
        return 200, {"Content-Type": "application/json"} | (headers or {}), json.dumps(body).encode()
