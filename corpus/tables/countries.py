"""Countries by their two letters (ISO 3166-1), as tables name them in English; and the letters by such a name."""

from __future__ import annotations

from corpus.text import words

_NAMES = """
AF Afghanistan|AL Albania|DZ Algeria|AD Andorra|AO Angola|AG Antigua and Barbuda|AR Argentina|AM Armenia|AU Australia
AT Austria|AZ Azerbaijan|BS Bahamas|BH Bahrain|BD Bangladesh|BB Barbados|BY Belarus|BE Belgium|BZ Belize|BJ Benin
BT Bhutan|BO Bolivia|BA Bosnia and Herzegovina|BW Botswana|BR Brazil|BN Brunei|BG Bulgaria|BF Burkina Faso|BI Burundi
KH Cambodia|CM Cameroon|CA Canada|CV Cape Verde|CF Central African Republic|TD Chad|CL Chile|CN China|CO Colombia
KM Comoros|CG Republic of Congo|CD Democratic Republic of Congo|CR Costa Rica|CI Ivory Coast|HR Croatia|CU Cuba
CY Cyprus|CZ Czech Republic|DK Denmark|DJ Djibouti|DM Dominica|DO Dominican Republic|EC Ecuador|EG Egypt
SV El Salvador|GQ Equatorial Guinea|ER Eritrea|EE Estonia|SZ eSwatini|ET Ethiopia|FJ Fiji|FI Finland|FR France
GA Gabon|GM Gambia|GE Georgia|DE Germany|GH Ghana|GR Greece|GD Grenada|GT Guatemala|GN Guinea|GW Guinea-Bissau
GY Guyana|HT Haiti|HN Honduras|HU Hungary|IS Iceland|IN India|ID Indonesia|IR Iran|IQ Iraq|IE Ireland|IL Israel
IT Italy|JM Jamaica|JP Japan|JO Jordan|KZ Kazakhstan|KE Kenya|KI Kiribati|KP North Korea|KR South Korea|XK Kosovo
KW Kuwait|KG Kyrgyzstan|LA Laos|LV Latvia|LB Lebanon|LS Lesotho|LR Liberia|LY Libya|LI Liechtenstein|LT Lithuania
LU Luxembourg|MG Madagascar|MW Malawi|MY Malaysia|MV Maldives|ML Mali|MT Malta|MH Marshall Islands|MR Mauritania
MU Mauritius|MX Mexico|FM Micronesia|MD Moldova|MC Monaco|MN Mongolia|ME Montenegro|MA Morocco|MZ Mozambique
MM Myanmar|NA Namibia|NR Nauru|NP Nepal|NL Netherlands|NZ New Zealand|NI Nicaragua|NE Niger|NG Nigeria
MK North Macedonia|NO Norway|OM Oman|PK Pakistan|PW Palau|PS Palestine|PA Panama|PG Papua New Guinea|PY Paraguay
PE Peru|PH Philippines|PL Poland|PT Portugal|QA Qatar|RO Romania|RU Russia|RW Rwanda|KN Saint Kitts and Nevis
LC Saint Lucia|VC Saint Vincent and the Grenadines|WS Samoa|SM San Marino|ST Sao Tome and Principe|SA Saudi Arabia
SN Senegal|RS Serbia|SC Seychelles|SL Sierra Leone|SG Singapore|SK Slovakia|SI Slovenia|SB Solomon Islands|SO Somalia
ZA South Africa|SS South Sudan|ES Spain|LK Sri Lanka|SD Sudan|SR Suriname|SE Sweden|CH Switzerland|SY Syria|TW Taiwan
TJ Tajikistan|TZ Tanzania|TH Thailand|TL East Timor|TG Togo|TO Tonga|TT Trinidad and Tobago|TN Tunisia|TR Turkey
TM Turkmenistan|TV Tuvalu|UG Uganda|UA Ukraine|AE United Arab Emirates|GB United Kingdom|US United States|UY Uruguay
UZ Uzbekistan|VU Vanuatu|VA Vatican City|VE Venezuela|VN Vietnam|EH Western Sahara|YE Yemen|ZM Zambia|ZW Zimbabwe
"""
_OTHERS = {
    "Türkiye": "TR",
    "Yemen (North Yemen)": "YE",
    "Russia (Soviet Union)": "RU",
    "DR Congo (Zaire)": "CD",
    "Congo": "CG",
    "Bosnia-Herzegovina": "BA",
    "Myanmar (Burma)": "MM",
    "Cambodia (Kampuchea)": "KH",
    "Zimbabwe (Rhodesia)": "ZW",
    "Madagascar (Malagasy)": "MG",
    "Serbia (Yugoslavia)": "RS",
    "United States of America": "US",
    "Syrian Arab Republic": "SY",
    "Russian Federation": "RU",
    "Iran (Islamic Republic of)": "IR",
    "State of Palestine": "PS",
    "West Bank and Gaza Strip": "PS",
    "Timor-Leste": "TL",
    "Czechia": "CZ",
    "Cabo Verde": "CV",
}

COUNTRIES = {entry[:2]: entry[3:] for line in _NAMES.split("\n") for entry in line.split("|") if entry}
"""Names by letters."""

_LETTERS = {" ".join(words(name)): code for code, name in COUNTRIES.items()}
_LETTERS |= {" ".join(words(name)): code for name, code in _OTHERS.items()}


def letters(name: str) -> str:
    """A country's two letters, by them or by its name; "" for one that is not known."""
    if len(name) == 2 and name.isascii() and name.isalpha():
        return name.upper()
    return _LETTERS.get(" ".join(words(name)), "")
