"""Gazetteer: cities and regions with the codes of their states, and what seas and regions are called by."""

import re
from collections.abc import Mapping

from app.language.folding import fold

_CITIES = """
AE Abu Dhabi, Dubai; AM Yerevan; AT Vienna, Wien; AU Canberra; AZ Baku; BE Brussels, Bruxelles, Antwerp; BG Sofia;
BY Minsk, Brest, Gomel; CA Ottawa, Toronto; CH Geneva, Bern, Zurich, Davos, Genf, Genève, Lugano;
CN Beijing, Shanghai, Peking; CZ Prague, Brno; DE Berlin, Munich, Hamburg, Bonn, Ramstein, Kiel, Rostock, Cologne;
DK Copenhagen, Aarhus; EE Tallinn, Narva, Tartu; EG Cairo; ES Madrid, Barcelona; FI Helsinki, Turku;
FR Paris, Brest, Strasbourg, Toulon, Marseille, Lyon; GB London, Edinburgh, Belfast, Cardiff, Faslane, Portsmouth;
GE Tbilisi; GR Athens; HR Zagreb; HU Budapest; IE Dublin, Cork, Shannon; IL Jerusalem, Tel Aviv; IN New Delhi, Delhi;
IR Tehran; IS Reykjavik; IT Rome, Milan, Naples, Turin, Venice; JP Tokyo; KZ Astana; LT Vilnius, Kaunas, Klaipėda;
LU Luxembourg; LV Riga, Daugavpils; MD Chișinău, Chisinau, Tiraspol; MK Skopje; MT Valletta;
NL The Hague, Amsterdam, Rotterdam, Hague; NO Oslo, Bergen, Tromsø, Narvik, Trondheim, Kirkenes;
PL Warsaw, Kraków, Krakow, Cracow, Gdańsk, Gdansk, Rzeszów, Rzeszow, Poznań, Wrocław, Lublin, Łódź, Gdynia, Szczecin,
Białystok, Warszawa, Warszawie; PT Lisbon; QA Doha; RO Bucharest, Constanța, Cluj; RS Belgrade;
RU Moscow, Saint Petersburg, St Petersburg, Kursk, Belgorod, Kaliningrad, Murmansk, Rostov, Bryansk, Voronezh, Sochi,
Novorossiysk, Ryazan, Engels, Tula, Saratov, Moskva, Москва; SA Riyadh, Jeddah;
SE Stockholm, Gothenburg, Malmö; SI Ljubljana; SK Bratislava; TR Ankara, Istanbul, Antalya;
UA Kyiv, Kiev, Kharkiv, Odesa, Odessa, Lviv, Dnipro, Mykolaiv, Zaporizhzhia, Kherson, Donetsk, Luhansk, Mariupol,
Bakhmut, Avdiivka, Pokrovsk, Kramatorsk, Sloviansk, Kupiansk, Sumy, Chernihiv, Poltava, Kryvyi Rih, Chornobyl,
Zhytomyr, Vinnytsia, Toretsk, Chasiv Yar, Vovchansk, Kostiantynivka, Izium, Izmail, Sevastopol, Melitopol, Enerhodar,
Київ, Києві, Харків, Одеса, Львів, Покровськ, Покровська; US Washington, New York, Anchorage, Brussels; UZ Tashkent
"""
_REGIONS = """
UA Crimea, Donbas, Donbass, the Donbas, Zaporizhzhia region; RU Siberia; DK Greenland; NO Svalbard; MD Transnistria;
SE Gotland; FI Åland; US Alaska
"""
_FORMS = """
DE Berlina Berlinie Berlinu Берліні Берліна Берлине; PL Warszawy Warszawą Krakau Krakowie Krakowa Варшаві Варшави;
RU Moskwie Moskwy Moskau Moscou Москві Москве; UA Kijowie Kijowa Kiew Kyjiw Києві Киеве;
FR Paryżu Paryża Парижі Париже; GB Londynie Londynu Londres Лондоні Лондоне; CH Genewie Genewy Женеві Женеве;
BE Brukseli Bruksela Brüssel Брюсселі Брюсселе; IT Rzymie Rom Римі; EE Tallinnie Таллінні; IE Dublinie Дубліні;
US Waszyngtonie Вашингтоні; LT Wilnie Wilna Вільнюсі; AT Wiedniu Wien Відні; TR Stambule Стамбулі
"""


def _codes(lines: str, sign: str) -> dict[str, str]:
    codes: dict[str, str] = {}
    for line in lines.split(";"):
        code, _, names = line.strip().partition(" ")
        for name in names.split(sign):
            if name.strip():
                codes.setdefault(fold(name.strip()), code)
    return codes


CITIES: Mapping[str, str] = {**_codes(_FORMS, " "), **_codes(_CITIES, ",")}
"""The codes of the states in which cities lie, by folded names, in some other languages too."""
REGIONS: Mapping[str, str] = _codes(_REGIONS, ",")
"""The codes of the states to which regions belong, by folded names."""
WATERS = (
    "Sea|Ocean|Atlantic|Pacific|Arctic|Gulf|Strait|Straits|Channel|Bay|Canal|River|Peninsula|Island|Islands|Corridor|"
    "Gap|Lagoon|Archipelago|Fjord|Cape|Delta"
)
"""What the names of seas, rivers and coasts end in."""
_IN_CITY = re.compile(
    r"(?<![\w-])(?:in|near|outside|around|into|through|w|we|koło|pod|nach|bei|nahe|à|в|у|під|біля|под|возле)\s+"
    r"(?:central\s+|downtown\s+)?\Z",
    re.IGNORECASE,
)
_WAY_TO_CITY = re.compile(
    r"\b(?:flew|fly|flies|travel(?:led|ed|s)?|went|goes|returned|visit(?:ed|s|ing)?|arrived|trip|journey|flights?|came|"
    r"invited)\s+(?:back\s+)?(?:(?:to|from|in|for)\s+)?\Z"
)
_OFF_STATE = re.compile(r"(?<!\w)(?:off|near)\s+(?:(?:northern|southern|eastern|western)\s+)?\Z", re.IGNORECASE)


def city_named(words: str) -> str | None:
    """The code of the state of a city; None where the words name no city that is known here."""
    return CITIES.get(fold(words))


def stands_in(before: str, *, is_city: bool) -> bool:
    """Whether what stands before a name says that something is there: `in` before a city, `off` before a state."""
    patterns = (_IN_CITY, _WAY_TO_CITY) if is_city else (_OFF_STATE,)
    return any(pattern.search(before) for pattern in patterns)
