"""Who pays, from where, on what device. Most of it is personal data: of a shopper, log nothing but ids."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from tollbridge.domain.secret import Secret


class Country(StrEnum):
    """ISO 3166-1 alpha-2."""

    US = "US"
    AF = "AF"
    AX = "AX"
    AL = "AL"
    DZ = "DZ"
    AS = "AS"
    AD = "AD"
    AO = "AO"
    AI = "AI"
    AQ = "AQ"
    AG = "AG"
    AR = "AR"
    AM = "AM"
    AW = "AW"
    AU = "AU"
    AT = "AT"
    AZ = "AZ"
    BS = "BS"
    BH = "BH"
    BD = "BD"
    BB = "BB"
    BY = "BY"
    BE = "BE"
    BZ = "BZ"
    BJ = "BJ"
    BM = "BM"
    BT = "BT"
    BO = "BO"
    BQ = "BQ"
    BA = "BA"
    BW = "BW"
    BV = "BV"
    BR = "BR"
    IO = "IO"
    BN = "BN"
    BG = "BG"
    BF = "BF"
    BI = "BI"
    KH = "KH"
    CM = "CM"
    CA = "CA"
    CV = "CV"
    KY = "KY"
    CF = "CF"
    TD = "TD"
    CL = "CL"
    CN = "CN"
    CX = "CX"
    CC = "CC"
    CO = "CO"
    KM = "KM"
    CG = "CG"
    CD = "CD"
    CK = "CK"
    CR = "CR"
    CI = "CI"
    HR = "HR"
    CU = "CU"
    CW = "CW"
    CY = "CY"
    CZ = "CZ"
    DK = "DK"
    DJ = "DJ"
    DM = "DM"
    DO = "DO"
    EC = "EC"
    EG = "EG"
    SV = "SV"
    GQ = "GQ"
    ER = "ER"
    EE = "EE"
    ET = "ET"
    FK = "FK"
    FO = "FO"
    FJ = "FJ"
    FI = "FI"
    FR = "FR"
    GF = "GF"
    PF = "PF"
    TF = "TF"
    GA = "GA"
    GM = "GM"
    GE = "GE"
    DE = "DE"
    GH = "GH"
    GI = "GI"
    GR = "GR"
    GL = "GL"
    GD = "GD"
    GP = "GP"
    GU = "GU"
    GT = "GT"
    GG = "GG"
    GN = "GN"
    GW = "GW"
    GY = "GY"
    HT = "HT"
    HM = "HM"
    VA = "VA"
    HN = "HN"
    HK = "HK"
    HU = "HU"
    IS = "IS"
    IN = "IN"
    ID = "ID"
    IR = "IR"
    IQ = "IQ"
    IE = "IE"
    IM = "IM"
    IL = "IL"
    IT = "IT"
    JM = "JM"
    JP = "JP"
    JE = "JE"
    JO = "JO"
    KZ = "KZ"
    KE = "KE"
    KI = "KI"
    KP = "KP"
    KR = "KR"
    KW = "KW"
    KG = "KG"
    LA = "LA"
    LV = "LV"
    LB = "LB"
    LS = "LS"
    LR = "LR"
    LY = "LY"
    LI = "LI"
    LT = "LT"
    LU = "LU"
    MO = "MO"
    MK = "MK"
    MG = "MG"
    MW = "MW"
    MY = "MY"
    MV = "MV"
    ML = "ML"
    MT = "MT"
    MH = "MH"
    MQ = "MQ"
    MR = "MR"
    MU = "MU"
    YT = "YT"
    MX = "MX"
    FM = "FM"
    MD = "MD"
    MC = "MC"
    MN = "MN"
    ME = "ME"
    MS = "MS"
    MA = "MA"
    MZ = "MZ"
    MM = "MM"
    NA = "NA"
    NR = "NR"
    NP = "NP"
    NL = "NL"
    NC = "NC"
    NZ = "NZ"
    NI = "NI"
    NE = "NE"
    NG = "NG"
    NU = "NU"
    NF = "NF"
    MP = "MP"
    NO = "NO"
    OM = "OM"
    PK = "PK"
    PW = "PW"
    PS = "PS"
    PA = "PA"
    PG = "PG"
    PY = "PY"
    PE = "PE"
    PH = "PH"
    PN = "PN"
    PL = "PL"
    PT = "PT"
    PR = "PR"
    QA = "QA"
    RE = "RE"
    RO = "RO"
    RU = "RU"
    RW = "RW"
    BL = "BL"
    SH = "SH"
    KN = "KN"
    LC = "LC"
    MF = "MF"
    PM = "PM"
    VC = "VC"
    WS = "WS"
    SM = "SM"
    ST = "ST"
    SA = "SA"
    SN = "SN"
    RS = "RS"
    SC = "SC"
    SL = "SL"
    SG = "SG"
    SX = "SX"
    SK = "SK"
    SI = "SI"
    SB = "SB"
    SO = "SO"
    ZA = "ZA"
    GS = "GS"
    SS = "SS"
    ES = "ES"
    LK = "LK"
    SD = "SD"
    SR = "SR"
    SJ = "SJ"
    SZ = "SZ"
    SE = "SE"
    CH = "CH"
    SY = "SY"
    TW = "TW"
    TJ = "TJ"
    TZ = "TZ"
    TH = "TH"
    TL = "TL"
    TG = "TG"
    TK = "TK"
    TO = "TO"
    TT = "TT"
    TN = "TN"
    TR = "TR"
    TM = "TM"
    TC = "TC"
    TV = "TV"
    UG = "UG"
    UA = "UA"
    AE = "AE"
    GB = "GB"
    UM = "UM"
    UY = "UY"
    UZ = "UZ"
    VU = "VU"
    VE = "VE"
    VN = "VN"
    VG = "VG"
    VI = "VI"
    WF = "WF"
    EH = "EH"
    YE = "YE"
    ZM = "ZM"
    ZW = "ZW"


class DocumentKind(StrEnum):
    """Kinds of identity documents that processors ask for, by country."""

    CPF = "CPF"  # Brazil, of a person
    CNPJ = "CNPJ"  # Brazil, of a company
    PSN = "PSN"  # personal identification number
    OTHER = "OTHER"


class CustomerDocument(Struct, frozen=True, kw_only=True):
    """An identity document of the shopper: Brazil's payments and payouts want one."""

    document_type: DocumentKind | None = None
    document_number: Secret | None = None


class Customer(Struct, frozen=True, kw_only=True):
    """The shopper, as the merchant knows them. All of it is optional; processors differ in what they insist on."""

    name: str | None = None
    email: Secret | None = None
    id: str | None = None  # ours
    connector_customer_id: str | None = None  # the processor's
    phone_number: Secret | None = None  # without the country code
    phone_country_code: str | None = None  # with the plus sign, as "+49"
    first_name: str | None = None
    last_name: str | None = None
    salutation: str | None = None
    customer_document_details: CustomerDocument | None = None


class Address(Struct, frozen=True, kw_only=True):
    """Where someone lives or receives goods."""

    first_name: Secret | None = None
    last_name: Secret | None = None
    line1: Secret | None = None
    line2: Secret | None = None
    line3: Secret | None = None
    city: Secret | None = None
    state: Secret | None = None  # of a country: the processor's spelling, mostly ISO 3166-2's last part
    zip_code: Secret | None = None
    country_alpha2_code: Country | None = None
    email: Secret | None = None
    phone_number: Secret | None = None  # without the country code
    phone_country_code: str | None = None  # with the plus sign, as "+49"


class PaymentAddress(Struct, frozen=True, kw_only=True):
    """Where the goods go, and where the bank's letters go: issuers compare the second with their records."""

    shipping_address: Address | None = None
    billing_address: Address | None = None


class BrowserInformation(Struct, frozen=True, kw_only=True):
    """What the shopper's browser is. 3DS passes it to the issuer, risk checks weigh it; an app fills the last three."""

    color_depth: int | None = None  # bits a pixel
    screen_height: int | None = None  # pixels, as the width
    screen_width: int | None = None
    java_enabled: bool | None = None
    java_script_enabled: bool | None = None
    language: str | None = None  # BCP 47, as "de-AT"
    time_zone_offset_minutes: int | None = None  # as JavaScript's getTimezoneOffset(): -60 in Berlin's winter
    accept_header: str | None = None  # of HTTP, as are the next three
    user_agent: str | None = None
    accept_language: str | None = None
    referer: str | None = None
    ip_address: str | None = None  # of the shopper: IPv4 or IPv6
    os_type: str | None = None
    os_version: str | None = None
    device_model: str | None = None
