#!/usr/bin/env bash
# The PyPI package extrawest-ocpi (OCPI on FastAPI) gives a link to the next page that leads nowhere: since
# Python 3.11 an f-string writes its enumerations by their names (VersionNumber.v_2_2_1/ModuleID.sessions), and
# dates that nobody asked for as None. Who follows the link, as OCPI has it, is answered 404 and gets the first
# page only; who counts by X-Total-Count gets them all. A CDR that it gives has lost the evse_uid of its
# location, which OCPI 2.2.1 requires: its schema has no such field. Exits non-zero if either changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "extrawest-ocpi==2025.7.16" "uvicorn==0.23.2"
export ENVIRONMENT=production OCPI_HOST=127.0.0.1 OCPI_PREFIX=ocpi COUNTRY_CODE=DE PARTY_ID=ABC PROTOCOL=http
"$folder/venv/bin/python" - 2>/dev/null <<'PY'
import base64
from importlib.metadata import version

from fastapi.testclient import TestClient
from py_ocpi.core.authentication.authenticator import Authenticator
from py_ocpi.core.crud import Crud
from py_ocpi.core.enums import ModuleID, RoleEnum
from py_ocpi.main import get_application
from py_ocpi.modules.versions.enums import VersionNumber

AT = "2026-11-29T10:00:00Z"
TOKEN = {"country_code": "DE", "party_id": "MSP", "uid": "1", "type": "RFID", "contract_id": "C1"}
OBJECT = {"country_code": "DE", "party_id": "ABC", "start_date_time": AT, "end_date_time": AT,
          "cdr_token": TOKEN, "auth_method": "WHITELIST", "currency": "EUR", "last_updated": AT}
PLACE = {"id": "L1", "address": "Weg 1", "city": "Ulm", "country": "DEU", "evse_uid": "A", "evse_id": "DE*ABC*EA",
         "coordinates": {"latitude": "48.40000", "longitude": "9.98000"}, "connector_id": "1",
         "connector_standard": "IEC_62196_T2", "connector_format": "SOCKET", "connector_power_type": "AC_3_PHASE"}
PERIOD = {"start_date_time": AT, "dimensions": [{"type": "ENERGY", "volume": 1}]}
OBJECTS = {
    "sessions": [OBJECT | {"id": str(n), "kwh": n, "location_id": "L1", "evse_uid": "A", "connector_id": "1",
                           "status": "COMPLETED"} for n in range(3)],
    "cdrs": [OBJECT | {"id": "C1", "cdr_location": PLACE, "charging_periods": [PERIOD], "total_energy": 1,
                       "total_cost": {"excl_vat": 1}, "total_time": 1}],
}


class Objects(Crud):
    @classmethod
    async def list(cls, module, role, filters, *rest, **more):
        some, first = OBJECTS[module.value], filters["offset"]
        last = first + filters["limit"]
        return some[first:last], len(some), last >= len(some)

    async def get(cls, *rest, **more): ...
    async def create(cls, *rest, **more): ...
    async def update(cls, *rest, **more): ...
    async def delete(cls, *rest, **more): ...
    async def do(cls, *rest, **more): ...


class Tokens(Authenticator):
    @classmethod
    async def get_valid_token_c(cls):
        return ["token"]

    @classmethod
    async def get_valid_token_a(cls):
        return ["token"]


modules = [ModuleID.sessions, ModuleID.cdrs]
app = get_application([VersionNumber.v_2_2_1], [RoleEnum.cpo], Objects, modules, Tokens)
client = TestClient(app, base_url="https://127.0.0.1")
headers = {"Authorization": f"Token {base64.b64encode(b'token').decode()}"}
page = client.get("/ocpi/cpo/2.2.1/sessions/?limit=2", headers=headers)
link = page.links["next"]["url"]
followed = client.get(link, headers=headers)
counted = client.get("/ocpi/cpo/2.2.1/sessions/?limit=2&offset=2", headers=headers)
print("extrawest-ocpi", version("extrawest-ocpi"), "gives", link, "which is answered", followed.status_code)
assert page.headers["X-Total-Count"] == "3" and len(page.json()["data"]) == 2, page.text
assert followed.status_code == 404, followed.text
assert [one["id"] for one in counted.json()["data"]] == ["2"], counted.text
(cdr,) = client.get("/ocpi/cpo/2.2.1/cdrs/", headers=headers).json()["data"]
print("of the location of a CDR it gives", sorted(cdr["cdr_location"]))
assert "evse_uid" not in cdr["cdr_location"], cdr
PY
echo "seen: extrawest-ocpi links to a next page that is not there, and a CDR has no evse_uid"
