"""A harbour with a party that tells of it, and somebody who has tokens there."""

from contextlib import contextmanager

from harbour import Harbour
from litestar.testing import TestClient
from staff import staff

from chargeboard.config import Settings, Value
from chargeboard.config.outlet_book import OutletBook
from chargeboard.config.site_book import SiteBook
from chargeboard.domain.people import Role
from chargeboard.web.app import create_app

T2 = "IEC_62196_T2 SOCKET AC_3_PHASE 230 V 32 A"
CCS = "IEC_62196_T2_COMBO CABLE DC 920 V 500 A"


OCPI = {"country_code": "DE", "party_id": "ABC", "name": "Harbour Power", "country": "DEU"}


def said(**values):
    return {key: Value(value, "board.toml") for key, value in values.items()}


def settings(ocpi=OCPI, **chargers):
    return Settings(
        policy=said(timezone="Europe/Berlin"),
        chargers={
            "CP1": said(
                site="Harbour", connectors=f"1={T2}; 2={CCS}", port_ids="1=DE*ABC*E1", socket_names="1=left"
            ),
            "CP/2+": said(site="Yard", connectors=f"1={T2}"),
            **chargers,
        },
        tables={"ocpi": said(**ocpi)},
    )


@contextmanager
def party(tmp_path, *, accounts=True, asked=None):
    """The harbour, and a function that asks for an address with a token of some sites."""
    chosen = asked or settings()
    one = Harbour(tmp_path / "a.db", settings=chosen)
    sites = SiteBook(chosen, one.store)
    site = {"address": "Am Kai 1, 20457 Hamburg", "coordinates": "53.5434, 9.9835"}
    sites.change("Harbour", site)
    one.a_day()
    people = staff(lambda: one.now, store=one.store)
    if accounts:
        people.accounts.add("Ada", Role.ADMIN, None)
    outlets = OutletBook(chosen, one.store, "https://board.example.org/power/")
    app = create_app(one.desk, token=None, now=lambda: one.now, people=people, outlets=outlets)
    with TestClient(app, raise_server_exceptions=False) as client:
        tokens = {}

        def ask(address, sites=None, **headers):
            key = str(sites)
            if accounts and key not in tokens:
                tokens[key] = people.tokens.make("Ada", f"token {len(tokens)}", Role.VIEWER, sites, None)
            headers = headers or {"authorization": f"Bearer {tokens.get(key)}"}
            return client.get(address, headers=headers)

        ask.tokens, ask.client, ask.people = tokens, client, people
        yield one, ask
    one.close()
