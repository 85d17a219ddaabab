"""Is the status of refill points told as DATEX II has it?"""

from xml.etree import ElementTree as ET

import pytest
from parties import party

from chargeboard.outlets.datex.status import STATUS
from chargeboard.outlets.ids import place_id, socket_id

NAMES = {
    "com": "http://datex2.eu/schema/3/common",
    "fac": "http://datex2.eu/schema/3/facilities",
    "egi": "http://datex2.eu/schema/3/energyInfrastructure",
}
HARBOUR, YARD, POINT = place_id("Harbour"), place_id("Yard"), socket_id("CP/2+", 1)
DOCUMENT = f"""<?xml version='1.0' encoding='utf-8'?>
<d2:payload xmlns:com="http://datex2.eu/schema/3/common" xmlns:d2="http://datex2.eu/schema/3/d2Payload" \
xmlns:egi="http://datex2.eu/schema/3/energyInfrastructure" xmlns:fac="http://datex2.eu/schema/3/facilities" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="egi:EnergyInfrastructureStatusPublication" \
lang="en" modelBaseVersion="3">
  <com:publicationTime>2025-10-13T01:32:00.000001Z</com:publicationTime>
  <com:publicationCreator>
    <com:country>de</com:country>
    <com:nationalIdentifier>DE*ABC</com:nationalIdentifier>
  </com:publicationCreator>
  <egi:headerInformation>
    <com:informationStatus>real</com:informationStatus>
  </egi:headerInformation>
  <egi:energyInfrastructureSiteStatus>
    <fac:reference targetClass="fac:FacilityObject" id="{HARBOUR}" version="1" />
    <fac:lastUpdated>2025-10-13T01:31:00Z</fac:lastUpdated>
    <egi:energyInfrastructureStationStatus>
      <fac:reference targetClass="fac:FacilityObject" id="CP1" version="1" />
      <fac:lastUpdated>2025-10-13T01:31:00Z</fac:lastUpdated>
      <egi:refillPointStatus xsi:type="egi:ElectricChargingPointStatus">
        <fac:reference targetClass="fac:FacilityObject" id="DE*ABC*E1" version="1" />
        <fac:lastUpdated>2025-10-13T01:20:00Z</fac:lastUpdated>
        <egi:status>charging</egi:status>
      </egi:refillPointStatus>
      <egi:refillPointStatus xsi:type="egi:ElectricChargingPointStatus">
        <fac:reference targetClass="fac:FacilityObject" id="CP1*2" version="1" />
        <fac:lastUpdated>2025-10-13T01:31:00Z</fac:lastUpdated>
        <egi:status>outOfOrder</egi:status>
      </egi:refillPointStatus>
    </egi:energyInfrastructureStationStatus>
  </egi:energyInfrastructureSiteStatus>
  <egi:energyInfrastructureSiteStatus>
    <fac:reference targetClass="fac:FacilityObject" id="{YARD}" version="1" />
    <fac:lastUpdated>2025-10-13T01:32:00Z</fac:lastUpdated>
    <egi:energyInfrastructureStationStatus>
      <fac:reference targetClass="fac:FacilityObject" id="CP/2+" version="1" />
      <fac:lastUpdated>2025-10-13T01:32:00Z</fac:lastUpdated>
      <egi:refillPointStatus xsi:type="egi:ElectricChargingPointStatus">
        <fac:reference targetClass="fac:FacilityObject" id="{POINT}" version="1" />
        <fac:lastUpdated>2025-10-13T01:32:00Z</fac:lastUpdated>
        <egi:status>available</egi:status>
      </egi:refillPointStatus>
    </egi:energyInfrastructureStationStatus>
  </egi:energyInfrastructureSiteStatus>
</d2:payload>"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    with party(tmp_path_factory.mktemp("harbour")) as (one, ask):
        yield one, ask


def indented(body):
    tree = ET.fromstring(body)  # noqa: S314 - our own
    ET.indent(tree)
    return ET.tostring(tree, encoding="unicode")


def test_each_refill_point_is_told_below_its_station_and_site(asked):
    _, ask = asked
    answer = ask("/datex2/status.xml")
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    assert indented(answer.content) == DOCUMENT.partition("\n")[2]


@pytest.mark.threat("P17")
def test_who_sees_some_sites_is_told_of_theirs_alone_and_of_no_driver(asked):
    _, ask = asked
    whole, part = ask("/datex2/status.xml").text, ask("/datex2/status.xml", sites=["Yard"]).text
    assert "CP1" not in part
    assert "CP/2+" in part
    assert "TAG" not in whole
    assert ask("/datex2/status.xml", authorization="Bearer nothing").status_code == 401


def test_each_state_is_told_in_the_words_of_the_standard():
    assert STATUS == {
        "available": "available",
        "preparing": "occupied",
        "charging": "charging",
        "suspended": "occupied",
        "finishing": "occupied",
        "reserved": "reserved",
        "unavailable": "unavailable",
        "faulted": "outOfOrder",
        "offline": "unknown",
        "unknown": "unknown",
    }
