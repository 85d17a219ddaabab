"""
What is secret, and what tells of a person?

One table, by OCPP's own fields (1.6 with its security whitepaper, 2.0.1, 2.1) and by kind of name, wherever
it stands: as a field of a message, as the name of a setting, or inside what a vendor sends. SECURITY.md shows
it.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Way: TypeAlias = Literal["hash", "mask"]
"""hash: the same value stays the same, and nobody can tell which it was. mask: `***`."""


class Field(NamedTuple):
    """Fields of OCPP, and what becomes of their values."""

    names: str
    """One after the other, as the next four are."""
    way: Way
    what: str
    within: str = ""
    """Only inside a field of such a name; empty: anywhere."""
    not_within: str = ""
    """Not inside a field of such a name."""
    only_in: str = ""
    """Only in calls of these actions; empty: in all."""
    not_in: str = ""
    """Not in calls of these actions."""


class Kind(NamedTuple):
    """Names that say what they hold, of fields and settings alike, whoever chose them."""

    what: str
    way: Way
    stems: str
    """Found anywhere in the name, written together and small."""
    words: str
    """Found as the last word of it: `userPin` and `user_pin_code` are pins, `shipping`, `pinPad` are not."""


FIELDS: tuple[Field, ...] = (
    Field("idTag parentIdTag idToken idTokens groupIdToken additionalIdToken", "hash", "tokens"),
    Field("additionalInfo", "hash", "what is added to a token", not_within="statusInfo attributeStatusInfo"),
    Field("prioritizedEMAIDs", "hash", "contracts of a car"),
    Field("customerIdentifier", "hash", "customers"),
    Field("data", "mask", "what a charger reports of a customer", only_in="NotifyCustomerInformation"),
    Field("content", "mask", "messages to one driver",
          within="personalMessage personalMessageExtra updatedPersonalMessage updatedPersonalMessageExtra"),
    Field("exiRequest exiResponse", "mask", "contract certificates and their keys on the way to a car"),
    Field("certificate", "mask", "a car's contract certificate", not_in="InstallCertificate"),
    Field("serialNumber", "hash", "serial numbers of contract and customer certificates",
          within="iso15118CertificateHashData customerCertificate ocspRequestData certificateStatusRequests "
                 "certificateStatus"),
    Field("ocspResult", "mask", "what an authority says of such a certificate"),
    Field("csr", "mask", "certificate requests, which may hold a challenge password"),
    Field("evInverterSerialNumber", "hash", "serial numbers of cars"),
    Field("basicAuthPassword apnPassword apnUserName simPin", "mask", "access to networks"),
    Field("user group password key", "mask", "access to private networks", within="vpn"),
    Field("pspRef receiptId vatNumber", "hash", "payments"),
    Field("receiptUrl", "mask", "where a receipt can be read"),
    Field("name address1 address2 city postalCode", "mask", "who pays", within="vatCompany company"),
)  # fmt: skip

KINDS: tuple[Kind, ...] = (
    Kind(
        "passwords, keys and pins",
        "mask",
        "password passwd passphrase passcode secret credential authorizationkey privatekey sharedkey apikey "
        "accesskey encryptionkey masterkey wifikey networkkey wepkey wpakey aeskey hmackey simpin pincode "
        "authkey accesstoken refreshtoken authtoken apitoken bearer basicauth",
        "pwd pass psk pin pins puk otp cvv cvc jwt authorization",
    ),
    Kind(
        "cards, contracts, cars and accounts",
        "hash",
        "idtag idtoken emaid evccid vehicleid masterpassgroupid customerid contractid driverid userid "
        "username accountid accountnumber cardnumber cardid carduid taguid rfidtag licenseplate licenceplate "
        "numberplate platenumber evmac macev evccmac vehiclemac evid email",
        "token tokens rfid uid vin evcc plate pan card mail",
    ),
    Kind(
        "names, addresses and telephone numbers",
        "mask",
        "phonenumber mobilenumber telephone msisdn firstname lastname surname fullname drivername "
        "customername holdername cardholder birthdate dateofbirth birthday homeaddress billingaddress "
        "postalcode zipcode vehiclecertificate",
        "phone mobile iban street",
    ),
)

CLEAR_ENDINGS = (
    "length size supported enabled available required count max min limit format type types status timeout "
    "interval retries attempts info expiry expired expires date"
)
"""A name with such a last word tells of a thing, and does not hold it: `pinLength`, `idTokenInfo`."""
ALWAYS = "password passwd authorizationkey privatekey sharedkey secret simpin"
"""Hidden whatever the last word is."""
LAST_WORDS = "id uid no nr number num code value text str string hex data"
"""What may come behind such a word and changes nothing."""

PARTS = frozenset({"id", "uid", "value", "number", "code"})
"""What a field that holds a person's mark may be made of: `"card": {"number": ...}`."""
NAMING = frozenset({"key", "name"})
"""A field that says which setting its neighbours are the value of."""
HELD = frozenset({"value", "attributevalue", "actualvalue", "valueslist", "val"})
"""Fields that hold the value of a setting."""
TEXTS = frozenset(
    {
        "info",
        "vendorerrorcode",
        "techinfo",
        "techcode",
        "additionalinfo",
        "failurereason",
        "extrainfo",
        "vendorinfo",
        "location",
        "remotelocation",
    }
)
"""Fields of OCPP in which a charger says something in its own words, or names an address: `name=value`."""
FREE = frozenset({"data", "customdata"})
"""Fields in which a vendor may put anything."""


class Clear(NamedTuple):
    """Texts of OCPP that are kept as they were said."""

    names: str
    what: str


IN_CLEAR: tuple[Clear, ...] = (
    Clear(
        "chargeBoxSerialNumber chargePointModel chargePointSerialNumber chargePointVendor model "
        "vendorName serialNumber firmwareVersion meterSerialNumber meterType iccid imsi identity "
        "connectorType",
        "the charger, its parts and its SIM card (they are no person's)",
    ),
    Clear(
        "id instance unit value v actualValue attributeValue valuesList unknownKey name key type "
        "encodingMethod signingMethod publicKey",
        "settings and readings whose names are none of those above, and how evidence is signed",
    ),
    Clear(
        "transactionId controlId supersededIds customTrigger tariffId tariffIds",
        "numbers of transactions and orders",
    ),
    Clear(
        "info vendorId vendorErrorCode reasonCode additionalInfo techCode techInfo failureReason "
        "extraInfo vendorInfo statusInfo messageId data content language language1 language2",
        "errors, notices and what vendors send; in them only what looks like a secret or a person is hidden",
    ),
    Clear(
        "location remoteLocation fileName filename checksum signature signingCertificate ocppCsmsUrl "
        "responderURL urls server apn preferredNetwork",
        "addresses and files, without the log-in of a URL",
    ),
    Clear(
        "certificate certificateChain issuerNameHash issuerKeyHash iso15118SchemaVersion",
        "certificates of authorities and of the charger, which it shows to everybody",
    ),
    Clear(
        "evInverterHwVersion evInverterManufacturer evInverterModel evInverterSwVersion",
        "makes and models of cars",
    ),
    Clear(
        "chargingLimitSource country currency digestValue startTimeOfDay endTimeOfDay validFromDate "
        "validToDate overstayRuleDescription paymentBrand paymentRecognition priceAlgorithm "
        "priceScheduleDescription priceScheduleSignature salesTariffDescription serviceName taxRuleName",
        "tariffs and limits",
    ),
)
