"""Nations: the names of states in one word each, and what their people and their things are called.

A line is a code (ISO 3166-1 alpha-2, or of its own where a state has parts), names, a colon, and what is called after
them. Words that only belong to a name of several words (`United`, `New`, `Republic`) are left out.
"""

from collections.abc import Mapping

from app.language.folding import fold

_LINES = """
AD Andorra: Andorran
AE Emirates UAE: Emirati Emiratis
AF Afghanistan: Afghan Afghans
AG Antigua: Antiguan
AL Albania: Albanian
AM Armenia: Armenian
AO Angola: Angolan
AR Argentina: Argentine Argentinian
AT Austria: Austrian Austro
AU Australia: Australian
AZ Azerbaijan: Azerbaijani Azeri
BA Bosnia Herzegovina: Bosnian Herzegovinian
BB Barbados: Barbadian
BD Bangladesh: Bangladeshi
BE Belgium: Belgian Belgo
BF Burkina: Burkinabe
BG Bulgaria: Bulgarian
BH Bahrain: Bahraini
BI Burundi: Burundian
BJ Benin: Beninese
BN Brunei: Bruneian
BO Bolivia: Bolivian
BR Brazil: Brazilian
BS Bahamas: Bahamian
BT Bhutan: Bhutanese
BW Botswana: Botswanan
BY Belarus: Belarusian Belarussian
BZ Belize: Belizean
CA Canada: Canadian
CD Congo DRC: Congolese
CG Congo: Congolese
CH Switzerland: Swiss
CI Ivoire: Ivorian
CL Chile: Chilean
CM Cameroon: Cameroonian
CN China: Chinese Sino
CO Colombia: Colombian
CR Rica: Rican
CU Cuba: Cuban
CV Verde:
CY Cyprus: Cypriot
CZ Czechia: Czech
DE Germany: German Germano
DJ Djibouti: Djiboutian
DK Denmark: Danish Dane
DM Dominica:
DO Dominican:
DZ Algeria: Algerian
EC Ecuador: Ecuadorian
EE Estonia: Estonian
EG Egypt: Egyptian
ER Eritrea: Eritrean
ES Spain: Spanish Spaniard Hispano
ET Ethiopia: Ethiopian
FI Finland: Finnish Finn
FJ Fiji: Fijian
FM Micronesia: Micronesian
FR France: French Frenchman Frenchmen Franco
GA Gabon: Gabonese
GB Britain UK: British Briton Brits Anglo
GB-ENG England: English Englishman
GB-SCT Scotland: Scottish Scots Scot
GB-WLS Wales: Welsh
GD Grenada: Grenadian
GE Georgia: Georgian
GH Ghana: Ghanaian
GM Gambia: Gambian
GN Guinea: Guinean
GQ Guinea: Guinean
GR Greece: Greek Greco Hellenic
GT Guatemala: Guatemalan
GW Guinea Bissau: Guinean
GY Guyana: Guyanese
HN Honduras: Honduran
HR Croatia: Croatian Croat
HT Haiti: Haitian
HU Hungary: Hungarian Magyar
ID Indonesia: Indonesian
IE Ireland: Irish Irishman Hiberno
IL Israel: Israeli
IN India: Indian Indo
IQ Iraq: Iraqi
IR Iran: Iranian
IS Iceland: Icelandic Icelander
IT Italy: Italian Italo
JM Jamaica: Jamaican
JO Jordan: Jordanian
JP Japan: Japanese Nippo
KE Kenya: Kenyan
KG Kyrgyzstan: Kyrgyz
KH Cambodia: Cambodian Khmer
KI Kiribati:
KM Comoros: Comorian
KP Korea DPRK: Korean
KR Korea ROK: Korean
KW Kuwait: Kuwaiti
KZ Kazakhstan: Kazakh Kazakhstani
LA Laos: Laotian
LB Lebanon: Lebanese
LI Liechtenstein: Liechtensteiner
LK Lanka: Lankan
LR Liberia: Liberian
LS Lesotho: Basotho
LT Lithuania: Lithuanian
LU Luxembourg: Luxembourger Luxembourgish
LV Latvia: Latvian
LY Libya: Libyan
MA Morocco: Moroccan
MC Monaco: Monegasque
MD Moldova: Moldovan
ME Montenegro: Montenegrin
MG Madagascar: Malagasy
MK Macedonia: Macedonian
ML Mali: Malian
MM Myanmar Burma: Burmese
MN Mongolia: Mongolian
MR Mauritania: Mauritanian
MT Malta: Maltese
MU Mauritius: Mauritian
MV Maldives: Maldivian
MW Malawi: Malawian
MX Mexico: Mexican
MY Malaysia: Malaysian
MZ Mozambique: Mozambican
NA Namibia: Namibian
NE Niger: Nigerien
NG Nigeria: Nigerian
NI Nicaragua: Nicaraguan
NL Netherlands Holland: Dutch Dutchman
NO Norway: Norwegian
NP Nepal: Nepali Nepalese
NR Nauru: Nauruan
NZ Zealand: Zealander
OM Oman: Omani
PA Panama: Panamanian
PE Peru: Peruvian
PG Papua: Papuan
PH Philippines: Filipino Philippine
PK Pakistan: Pakistani
PL Poland: Polish Pole Poles Polono
PS Palestine: Palestinian
PT Portugal: Portuguese Luso
PW Palau: Palauan
PY Paraguay: Paraguayan
QA Qatar: Qatari
RO Romania: Romanian
RS Serbia: Serbian Serb Serbs
RU Russia: Russian Russo
RW Rwanda: Rwandan
SA Saudi: Saudis
SC Seychelles: Seychellois
SD Sudan: Sudanese
SE Sweden: Swedish Swede
SG Singapore: Singaporean
SI Slovenia: Slovenian Slovene
SK Slovakia: Slovak Slovakian
SL Leone: Leonean
SM Marino: Sammarinese
SN Senegal: Senegalese
SO Somalia: Somali
SR Suriname: Surinamese
SS Sudan: Sudanese
SV Salvador: Salvadoran
SY Syria: Syrian
SZ Eswatini Swaziland: Swazi
TD Chad: Chadian
TG Togo: Togolese
TH Thailand: Thai
TJ Tajikistan: Tajik
TL Timor: Timorese
TM Turkmenistan: Turkmen
TN Tunisia: Tunisian
TO Tonga: Tongan
TR Turkey Turkiye: Turkish Turk
TT Trinidad: Trinidadian
TW Taiwan: Taiwanese
TZ Tanzania: Tanzanian
UA Ukraine: Ukrainian Ukraino
UG Uganda: Ugandan
US America USA: American Americano
UY Uruguay: Uruguayan
UZ Uzbekistan: Uzbek
VA Vatican:
VE Venezuela: Venezuelan
VN Vietnam: Vietnamese
VU Vanuatu: Vanuatuan
WS Samoa: Samoan
XK Kosovo: Kosovar Kosovan
YE Yemen: Yemeni
ZA Africa: African
ZM Zambia: Zambian
ZW Zimbabwe: Zimbabwean
"""


def _codes_by_word() -> dict[str, frozenset[str]]:
    codes: dict[str, set[str]] = {}
    for line in _LINES.strip().splitlines():
        code, *words = line.replace(":", " ").split()
        for word in words:
            codes.setdefault(fold(word), set()).add(code)
            codes.setdefault(f"{fold(word)}s", set()).add(code)
    return {word: frozenset(each) for word, each in codes.items()}


NATIONS: Mapping[str, frozenset[str]] = _codes_by_word()
"""The codes of the states that a folded word names or that something is called after."""
STATES = frozenset(fold(word) for line in _LINES.strip().splitlines() for word in line.partition(":")[0].split()[1:])
"""The words that name a state itself."""
