"""A party that owns charge points, of the PyPI package extrawest-ocpi; run in an environment that has it."""

import sys
from datetime import datetime, timedelta

import uvicorn
from py_ocpi.core.authentication.authenticator import Authenticator
from py_ocpi.core.crud import Crud
from py_ocpi.core.enums import ModuleID, RoleEnum
from py_ocpi.main import get_application
from py_ocpi.modules.versions.enums import VersionNumber

PORT, NOW = int(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
TOKEN = "a-token-of-our-own"


def ago(**time):
    return f"{NOW - timedelta(**time):%Y-%m-%dT%H:%M:%SZ}"


OWNER = {"country_code": "DE", "party_id": "ABC"}
PLACE = {
    "address": "Weg 1",
    "city": "Ulm",
    "country": "DEU",
    "coordinates": {"latitude": "48.40000", "longitude": "9.98000"},
}
CHARGED = OWNER | {
    "cdr_token": {"country_code": "DE", "party_id": "MSP", "uid": "1", "type": "RFID", "contract_id": "C1"},
    "auth_method": "WHITELIST",
    "currency": "EUR",
}
PLUG = {"standard": "IEC_62196_T2", "format": "SOCKET", "power_type": "AC_3_PHASE"}


def location(n):
    connector = PLUG | {"id": "1", "max_voltage": 230, "max_amperage": 32, "last_updated": ago(days=8)}
    evse = {
        "uid": str(n),
        "evse_id": f"DE*ABC*E{n}",
        "status": "CHARGING" if n == 1 else "AVAILABLE",
        "connectors": [connector],
        "last_updated": ago(minutes=1),
    }
    more = {
        "id": f"L{n}",
        "publish": True,
        "time_zone": "UTC",
        "evses": [evse],
        "last_updated": ago(minutes=1),
    }
    return OWNER | PLACE | more


def session(n):
    times = {"start_date_time": ago(minutes=30 * n + 40), "end_date_time": ago(minutes=30 * n + 20)}
    where = {"location_id": "L1", "evse_uid": "1", "connector_id": "1"}
    return (
        CHARGED
        | times
        | where
        | {"id": str(n), "kwh": n / 10, "status": "COMPLETED", "last_updated": ago(minutes=2)}
    )


def cdr(name, n, kwh):
    place = PLACE | {"id": "L1", "evse_uid": "1", "evse_id": "DE*ABC*E1", "connector_id": "1"}
    place |= {f"connector_{key}": value for key, value in PLUG.items()}
    times = {key: value for key, value in session(n).items() if key.endswith("date_time")}
    period = {"start_date_time": times["start_date_time"], "dimensions": [{"type": "ENERGY", "volume": kwh}]}
    more = {"id": name, "session_id": str(n), "cdr_location": place, "charging_periods": [period]}
    totals = {
        "total_cost": {"excl_vat": 4},
        "total_energy": kwh,
        "total_time": 0.3,
        "last_updated": ago(minutes=1),
    }
    return CHARGED | times | more | totals


OBJECTS = {
    "locations": [location(n) for n in range(4)],
    "sessions": [session(n) for n in range(130)],
    "cdrs": [cdr("C1", 7, 9), cdr("C2", 200, 5)],
}


class Objects(Crud):
    """What there is."""

    @classmethod
    async def list(cls, module, role, filters, *rest, **more):
        some, first = OBJECTS[module.value], filters["offset"]
        last = first + filters["limit"]
        return some[first:last], len(some), last >= len(some)

    @classmethod
    async def get(cls, module, role, name, *rest, **more):
        return next((one for one in OBJECTS[module.value] if one["id"].lower() == name.lower()), None)

    @classmethod
    async def create(cls, *rest, **more): ...

    @classmethod
    async def update(cls, *rest, **more): ...

    @classmethod
    async def delete(cls, *rest, **more): ...

    @classmethod
    async def do(cls, *rest, **more): ...


class Tokens(Authenticator):
    """Who may ask."""

    @classmethod
    async def get_valid_token_c(cls):
        return [TOKEN]

    @classmethod
    async def get_valid_token_a(cls):
        return [TOKEN]


app = get_application(
    [VersionNumber.v_2_2_1],
    [RoleEnum.cpo],
    Objects,
    [ModuleID.locations, ModuleID.sessions, ModuleID.cdrs],
    Tokens,
    http_push=True,
)


class Server(uvicorn.Server):
    """Says when it listens."""

    async def startup(self, *rest, **more):
        await super().startup(*rest, **more)
        print("listening", flush=True)


Server(uvicorn.Config(app, host="127.0.0.1", port=PORT, log_level="warning")).run()
