"""Units: the currencies, measures and kinds of people that numbers are counted in, as tables of words."""

import re

_CURRENCIES = {
    "EUR": "€ eur euro euros євро евро", "USD": "$ us$ usd dollar dollars dolarów dolary доларів доллара долларов",
    "GBP": "£ gbp pound pounds funtów", "PLN": "zł pln zloty zlotys złoty złotys złotych zlote złote",
    "UAH": "₴ uah hryvnia hryvnias hryvnya гривень гривні", "CAD": "c$ ca$ cad", "AUD": "a$ aud",
    "RUB": "₽ rub rb rbs rouble roubles ruble rubles рублей rubli", "CHF": "chf francs", "NOK": "nok nkr",
    "SEK": "sek skr kronor",
    "DKK": "dkk dkr", "JPY": "¥ jpy yen", "CNY": "cny yuan renminbi", "CZK": "czk kč koruna korunas koruny crowns",
    "HUF": "huf forint forints ft", "RON": "ron lei", "BGN": "bgn lev leva levs", "TRY": "₺ try lira liras",
    "ISK": "isk kronur", "RSD": "rsd dinar dinars", "GEL": "₾ gel lari", "MDL": "mdl", "BYN": "byn",
    "ILS": "₪ ils shekels shekel", "INR": "₹ inr rupees", "KRW": "₩ krw won",
}  # fmt: skip
CURRENCY_OF = {word: code for code, words in _CURRENCIES.items() for word in words.split()} | {
    f"{nation} {coin}": code
    for code, nation, coins in (
        ("NOK", "norwegian", "krone kroner crowns"), ("SEK", "swedish", "krona kronor crowns"),
        ("DKK", "danish", "krone kroner crowns"), ("CZK", "czech", "koruna korunas crowns"), ("CHF", "swiss", "francs"),
        ("RON", "romanian", "lei"), ("MDL", "moldovan", "lei"), ("BGN", "bulgarian", "lev leva"),
        ("TRY", "turkish", "lira liras"), ("CAD", "canadian", "dollars"), ("AUD", "australian", "dollars"),
        ("HUF", "hungarian", "forints"), ("ISK", "icelandic", "krona kronur"), ("RSD", "serbian", "dinars"),
    )
    for coin in coins.split()
}  # fmt: skip
"""The codes of currencies (ISO 4217) by the signs and small words that name them."""
_AMBIGUOUS = frozenset({"won", "try", "gel", "ron", "ft", "lek"})
CURRENCY_WORDS = "|".join(
    re.escape(word).replace(r"\ ", r"\s+")
    for word in sorted(CURRENCY_OF, key=len, reverse=True)
    if word not in _AMBIGUOUS
)
"""Signs and words of currencies behind a number, as a pattern."""
SIGNS_BEFORE = (
    r"(?:US|CA?|A|NZ)\$|[€$£₴₽¥₺₾₪₹₩]|(?:EUR|USD|GBP|PLN|UAH|CHF|NOK|SEK|DKK|CZK|HUF|RON|BGN|TRY|ISK|RSD|JPY|CNY|NKr|SKr|"
    r"DKr|Rbs?)(?=[\s\d])"
)
"""Signs of currencies before a number, as a pattern."""
LENGTHS = frozenset(
    "day week month year hour minute second decade fortnight century kilometre kilometer km mile metre meter mm cm "
    "millimetre millimeter centimetre centimeter nm nautical-mile tonne ton kg kilogram kilogramme kilo gram "
    "kiloton megaton barrel megawatt gigawatt kilowatt terawatt mw gw kw mwh gwh twh kwh kilowatt-hour "
    "megawatt-hour gigawatt-hour terawatt-hour volt kilovolt kv hectare acre litre liter gallon knot foot feet inch "
    "yard pound degree bcm mcm hz mhz ghz gb tb mb kbit gbit kph mph kmh percent "
    "jour semaine mois année heure kilomètre dni tygodni miesięcy lat godzin tag tage tagen woche wochen "
    "monate monaten jahre jahren stunden днів дні днів тижнів місяців років годин км".split()
)
"""Units that measure what stands behind them: `a 30-day truce` is a truce of 30 days."""
ATTACHED = (
    r"(?:mm|cm|km²|km2|km|nm|m²|kg|kW|MW|GW|TW|kWh|MWh|GWh|TWh|kV|kt|mph|kph|km/h|bcm|mcm|GHz|MHz|Hz|GB|TB|MB|hp|°C|°F|"
    r"lbs?|bps?|m?b/d|bpd|°|(?<=[0-9])C|(?<=[0-9])(?<![0-9]{3})p|hrs?|mins?|sq\s?km|"
    r"m(?=\s(?:long|wide|tall|high|deep|thick|away|apart|from|above|below|north|south|east|west|across)\b))"
)
"""Units that stand at a number without a space, or with one: `155mm`, `-15 °C`."""
OF_PEOPLE = (
    r"killed|wounded|injured|dead|died|hurt|missing|arrested|detained|displaced|drowned|perished|evacuated|rescued|"
    r"unaccounted|hospitalised|hospitalized|fled|homeless|captured|lost\s+their\s+lives|took\s+part|gathered|"
    r"protested|marched|rallied|demonstrated|imprisoned|sentenced|expelled|asked|polled|surveyed|interviewed|"
    r"charged|convicted|acquitted|jailed|held\s+(?:over|after)|"
    r"(?:rally|march|protest|gather|flee|die)\s+(?:in|on|after|as|at|against|from)"
)
"""What is said of people whom a number alone counts: `40 were killed`, as a pattern."""
MEMBERED = frozenset(
    "strong member nation country man woman person people ship vehicle page seat party state point piece tank aircraft "
    "brigade bed lane-mile lane judge truck drone missile warhead round clause paragraph room bedroom engine carriage "
    "delegate troop vote step article nations".split()
)
"""What a number may count before a hyphen: `a 27-nation bloc`; `two-speed` and `three-way` count nothing."""
COLLECTIVE = frozenset(
    "people men women children crew staff dead wounded injured missing police personnel military infantry cavalry "
    "aircraft team garrison group troupe cattle sheep killed detained arrested youth elderly faithful".split()
)
"""What has parts without an ending that says so: `two of the crew`."""
NO_THINGS = frozenset(
    """
    official diplomat analyst expert observer source adviser advisor lawmaker witness insider way thing reason side hand
    example voice moment kind sort word answer option question problem lesson result sign another year's day critic
    person commentator of idea aim area aspect issue
    """.split()
)
"""What `one` stands before without counting it: `one official said`."""
