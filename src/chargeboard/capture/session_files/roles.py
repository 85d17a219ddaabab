"""
What can a column be?

The words by which exports in five languages call it, with what may stand beside them, in ranks: columns of
the first rank that is met are the candidates.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple


class Role(StrEnum):
    """What a column tells of a session."""

    ID = "id"
    CHARGER = "charger"
    SOCKET = "socket"
    DATE = "date"
    START = "start"
    END_DATE = "end-date"
    END = "end"
    DURATION = "duration"
    ENERGY = "energy"
    METER_START = "meter-start"
    METER_END = "meter-end"
    ZONE = "zone"
    REASON = "reason"
    TOKEN = "token"  # noqa: S105 - a name


class Rank(NamedTuple):
    """How sure a heading is: it has one of `words` of each group, and nothing but these and `beside`."""

    groups: Sequence[frozenset[str]]
    beside: frozenset[str] | None
    """None: anything may stand beside."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_OF_SESSION = _set(
    "session sessions charging charge transaction cdr of the event record ladevorgang ladevorgangs sitzung "
    "transaktion lade de la del du sesion carga recarga recharge laadsessie sessie transactie van het"
)
_OF_TIME = _OF_SESSION | _set(
    "time date datetime timestamp at on local utc gmt zeit zeitpunkt datum uhrzeit heure "
    "hora fecha tijd tijdstip y et "
    "en und and europe"
)
_ID_WORDS = _set("id ids nr no number num nummer uuid guid identifier identity numero kennung key code")
_SESSION_NOUNS = _set("session sitzung sesion sessie laadsessie ladevorgang ladevorgangs recharge recarga")
_START = _set(
    "start started starts begin began begins beginn begonnen beginning startzeit startzeitpunkt startdatum "
    "starttime startdate startdatetime begintijd begindatum starttijd ladebeginn "
    "ladestart debut inicio comienzo"
)
_END = _set(
    "end ended ends ende beendet stop stopped finish finished endzeit endzeitpunkt enddatum endtime enddate "
    "enddatetime stoptime ladeende eindtijd einddatum einde stoptijd fin final termino"
)
_COMES = _set(
    "arrival arrived plugin plugged connected connection from von van desde ankunft eingesteckt in plug"
)
_GOES = _set(
    "departure departed plugout unplugged disconnected to until bis tot hasta abfahrt ausgesteckt out plug"
)
_METER = _set(
    "meter zahler zahlerstand register counter compteur contador teller tellerstand meterstand index reading"
)
_BEFORE = _START | _set("anfang initial before vor vorher inicial initiale first")
_AFTER = _END | _set("after nach nachher finale last")
_UNITS = _set("kwh wh mwh")
_ENERGY = _set(
    "energy energie energia kwh wh consumption verbrauch strommenge "
    "lademenge energiemenge consumo consommation "
    "verbruik kilowattstunden"
)
_OF_ENERGY = (
    _OF_SESSION
    | _UNITS
    | _set(
        "total delivered charged consumed used active import imported amount in "
        "geladen geladene abgegeben abgegebene "
        "gesamt livree entregada geleverd supplied dispensed usage value transferred"
    )
)
_DURATION = _set("duration dauer ladedauer standzeit stay duree duur laadduur duracion elapsed length")
_OF_DURATION = _OF_TIME | _set(
    "total in min mins minutes minuten h hh mm ss hours stunden s sec secs seconds sekunden"
)
_CHARGER_NOUNS = _set(
    "charger chargers chargepoint chargebox wallbox chargingstation station ladestation "
    "ladesaule saule borne "
    "laadpaal laadpunt cargador cp evse ladepunkt ocpp device"
)
_CHARGE_POINT = (_set("charge charging"), _set("point box station"))
_SOCKET = _set(
    "connector socket outlet plug port gun nozzle anschluss stecker steckdose connecteur prise conector toma "
    "aansluiting stekker"
)
_TOKEN = _set("token idtag rfid uid idtoken")
_CARD = _set("card karte ladekarte carte tarjeta laadpas pas badge tag")
_CONTRACT = _set("contract emaid evcoid vertrag")

RANKS: Final[Mapping[Role, Sequence[Rank]]] = {
    Role.METER_START: (
        Rank((_METER, _BEFORE), None),
        Rank((_UNITS, _BEFORE), _UNITS | _BEFORE | _OF_SESSION),
        Rank((_set("meterstart startmeter"),), None),
    ),
    Role.METER_END: (
        Rank((_METER, _AFTER), None),
        Rank((_UNITS, _AFTER), _UNITS | _AFTER | _OF_SESSION),
        Rank((_set("meterstop meterend stopmeter endmeter"),), None),
    ),
    Role.START: (
        Rank((_START,), _OF_TIME),
        Rank((_COMES,), _OF_TIME),
        Rank((_START,), None),
        Rank((_set("date datum fecha datetime timestamp zeitpunkt"),), _OF_TIME),
    ),
    Role.END: (Rank((_END,), _OF_TIME), Rank((_GOES,), _OF_TIME), Rank((_END,), None)),
    Role.DATE: (
        Rank((_START, _set("date day datum fecha tag dag jour dia")), None),
        Rank((_set("date day datum fecha tag dag jour dia"),), _OF_TIME),
    ),
    Role.END_DATE: (Rank((_END, _set("date day datum fecha tag dag jour dia")), None),),
    Role.DURATION: (
        Rank((_DURATION,), _OF_DURATION - _set("charging charge lade")),
        Rank((_DURATION,), _OF_DURATION),
        Rank((_set("charging charge"), _set("time")), _OF_DURATION),
    ),
    Role.ENERGY: (Rank((_ENERGY,), _OF_ENERGY), Rank((_ENERGY,), None)),
    Role.ID: (
        Rank((_SESSION_NOUNS, _ID_WORDS), _OF_SESSION),
        Rank((_set("transaction transaktion transactie transaccion"), _ID_WORDS), _OF_SESSION),
        Rank((_set("cdr"), _ID_WORDS), _OF_SESSION),
        Rank((_SESSION_NOUNS | _set("transaction cdr transaktion"),), _OF_SESSION),
        Rank((_ID_WORDS,), frozenset()),
        Rank((_set("sessionid transactionid cdrid"),), None),
    ),
    Role.CHARGER: (
        Rank((_CHARGER_NOUNS - _set("evse ladepunkt"), _ID_WORDS), None),
        Rank((*_CHARGE_POINT, _ID_WORDS), None),
        Rank((_CHARGER_NOUNS - _set("evse ladepunkt"),), frozenset()),
        Rank(_CHARGE_POINT, frozenset()),
        Rank((_CHARGER_NOUNS, _set("name label serial seriennummer")), None),
        Rank((*_CHARGE_POINT, _set("name label serial")), None),
        Rank((_set("evse ladepunkt"),), _ID_WORDS),
        Rank((_set("chargerid stationid chargepointid chargeboxid cpid"),), None),
    ),
    Role.SOCKET: (
        Rank((_SOCKET, _ID_WORDS), None),
        Rank((_SOCKET,), _OF_SESSION),
        Rank((_set("evse ladepunkt"),), _ID_WORDS),
        Rank((_SOCKET, _set("name label")), None),
        Rank((_set("ccs chademo plugnumber connectorid"),), frozenset()),
    ),
    Role.ZONE: (
        Rank((_set("timezone zeitzone tijdzone tz"),), None),
        Rank((_set("time horaire horaria zeit"), _set("zone zona fuseau")), None),
        Rank((_set("zone zona"),), frozenset()),
    ),
    Role.REASON: (
        Rank(
            (_set("reason grund raison reden motivo cause ursache"), _END | _set("termination abbruch")), None
        ),
        Rank((_set("stopgrund endgrund stopreason endreason"),), None),
        Rank((_set("reason"),), _OF_SESSION),
    ),
    Role.TOKEN: (
        Rank((_TOKEN,), None),
        Rank((_set("id"), _set("tag token")), None),
        Rank((_CARD,), _OF_SESSION | _ID_WORDS | _set("name label")),
        Rank((_CONTRACT,), None),
    ),
}
"""In the order in which columns are given out: each is one thing only."""

NOT: Final[Mapping[Role, frozenset[str]]] = {
    Role.START: _set("soc battery reason user by method meter kwh wh odometer km zahlerstand level"),
    Role.END: _set("soc battery reason user by method meter kwh wh odometer km zahlerstand grund level"),
    Role.METER_START: _set("soc battery time date odometer km"),
    Role.METER_END: _set("soc battery time date odometer km"),
    Role.DATE: _set("billing invoice created updated paid payment birth end stop"),
    Role.ENERGY: _set(
        "capacity price cost costs per rate tariff requested max min battery fee "
        "amount_due eur usd chf export solar "
        "preis kosten kapazitat meter start stop end begin exported required target source type mix"
    ),
    Role.DURATION: _set("idle parking blocking price cost fee limit max"),
    Role.ID: _set("tag card token user driver customer vehicle car location site"),
    Role.CHARGER: _set(
        "type typ model vendor address city location group operator site "
        "zip adresse standort maker manufacturer "
        "firmware status power owner max"
    ),
    Role.SOCKET: _set("type typ power standard format status max kw steckertyp amps current"),
    Role.REASON: _set("start"),
    Role.TOKEN: _set("type typ provider issuer expiry status price cost"),
}

_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=1024)
def words_of(heading: str) -> frozenset[str]:
    """The words of a heading without accents, in lower case."""
    parted = _CAMEL.sub(" ", heading.replace("kWh", " KWH "))
    plain = unicodedata.normalize("NFKD", parted.casefold())
    return frozenset(_WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))


def rank_of(heading: str, role: Role) -> int | None:
    """How sure it is that a column is that, 0 the surest; None: it is not."""
    words = words_of(heading)
    if not words or not words.isdisjoint(NOT.get(role, frozenset())):
        return None
    for place, rank in enumerate(RANKS[role]):
        if any(words.isdisjoint(group) for group in rank.groups):
            continue
        if rank.beside is None or words <= rank.beside.union(*rank.groups):
            return place
    return None
