"""Spellings: what searches must find each other, what must not, in tables that both databases answer alike."""

import pytest

from app.language.spelling import british
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from tests import examples
from tests.clients import CheckedClient

TOGETHER = """
F-16|F-16s F-16|F16 F‑16|F–16s F−16|F-16 MiG-29|MiG-29s Su-35|Su-35s T-72|T-72s T72|T-72s T72s|T-72 S-400|S400
S-300s|S-300
Kh-101|Kh-101s Shahed-136|Shahed-136s Leopard-2|Leopard-2s COVID-19|COVID19 Iskander-M|IskanderM G7|G-7 747|747s
AK-47s|AK47
U.S.|US US-led|U.S.-led U.K.|UK E.U.|EU U.N.|UN N.A.T.O.|NATO U.S.A.|USA J.D._Vance|JD_Vance p.m.|pm D.C.|DC U.S|US
U.S.'s|US И.О.|ИО US_led|U.S.-led
1000|1,000 12,500|12500 1,000,000|1000000 1\u00a0000|1,000 2\u202f500|2500 10\u2009000|10,000 1,000.50|1000.50
12,000-strong|12000-strong T-80s|T-80
3.5bn|3.5_bn 5km|5_km 155mm|155_mm 155-mm|155mm €2bn|2_bn 90m|90_m 24h|24_h 2.5%|2.5_% 40km/h|40_km/h £3.5bn|3.5_bn
10GW|10_GW 24-hour|24_hour 3-D|3D
co-operation|cooperation cease-fire|ceasefire re-armament|rearmament counter-attack|counterattack
counter-drone|counter_drone
peace-keeping|peacekeeping anti-aircraft|antiaircraft air-strike|airstrike mine-sweeper|minesweeper e-mail|email
co-ordinated|coordinated pre-war|prewar post-war|postwar multi-national|multinational co‑operation|cooperation
non-proliferation|nonproliferation long-range|long_range state-of-the-art|state_of_the_art
"security_co-operation"|"security_cooperation" "U.S.-led_co-operation"|"US-led_cooperation"
defense|defence center|centre labor|labour organization|organisation organized|organised mobilization|mobilisation
modernizing|modernising analyze|analyse program|programme harbor|harbour neighbors|neighbours armored|armoured
theater|theatre maneuvers|manoeuvres caliber|calibre canceled|cancelled fueled|fuelled signaling|signalling
skeptical|sceptical artifact|artefact judgment|judgement fulfillment|fulfilment license|licence offense|offence
kilometers|kilometres gray|grey aluminum|aluminium catalog|catalogue destabilize|destabilise paralyzed|paralysed
favorable|favourable honor|honour sulfur|sulphur plow|plough aging|ageing enrollment|enrolment traveling|travelling
defense-industrial|defence-industrial co-operation_program|cooperation_programme
Russia’s|Russia O'Neill|O’Neill Мін'юст|Мінʼюст Kraków|Krakow
"""
APART = """
US|USA US|use UK|Ukraine EU|Europe UN|unit F-16|F-15 F-16|F-160 F-16|16_F MiG-29|MiG-2 T-72|T-90 S-400|S-300 S-400|400_S
1000|10,000 1,000|100 1,00|100 12,34|1234 10-12|1012 2014–2022|20142022 3.5|35 3.5bn|35_bn 3.5bn|3.5_m 5th|5
1990s|1990 30s|30
cooperation|operation ceasefire|fire cease|ceasefire co_op|coop air-strike|strike_air A._B.|AB e.g.|egg
resign|design peace|piece prize|price size|seize prize|prise tire|tyre story|storey curb|kerb draft|draught check|cheque
organization|organ defense|defend program|progress center|cent labor|lab offense|offender analyst|analog
Iran|Iraq Austria|Australia Niger|Nigeria Kursk|Kurdish missile|miss NATO|nation
パリ|バリ 北京|京北 東京|北京 ロシア|ベラルーシ 日本|本日
"""
WITHIN = {
    "弾道ミサイル発射後の会談が北京で行われた": "ミサイル 弾道ミサイル 会談 北京 会談が北京 \"北京で\" ﾐｻｲﾙ ミサ*",
    "中国外交部发言人表示乌克兰局势": "外交部 中国 发言人 乌克兰 乌克兰局势 中国外交部发言人表示乌克兰局势",
    "ประชุมสันติภาพ": "สันติภาพ ประชุม",
    "NATOの部隊": "nato 部隊",
    "mid-1990s": "1990s mid 1990s*",
}  # fmt: skip
"""Words of texts that put no space between words."""


def pairs(table: str) -> list[tuple[str, str]]:
    """Pairs as they are asked, `_` for a space; a text is the same without quotes."""
    every = [tuple(pair.replace("_", " ").split("|")) for pair in table.split(" ") for pair in pair.split("\n") if pair]
    return [(one, other) for one, other in every]


@pytest.fixture
def words(database: Database, client: CheckedClient) -> CheckedClient:
    """A client of a database with a record for every word of the tables, in a title or in a summary."""
    every = [word for pair in pairs(TOGETHER) + pairs(APART) for word in pair] + list(WITHIN)
    with writing(database, COLLECTIONS, by="test") as writer:
        for number, word in enumerate(dict.fromkeys(every)):
            fields = {"title" if number % 2 else "summary": f"Before {word.replace(chr(34), '')} behind"}
            writer.create("developments", examples.development(**{"title": "T", **fields, "id": f"d-{number}"}))
    return client


def holding(client: CheckedClient, question: str) -> set[str]:
    """The texts that a question finds, each with what it is highlighted by."""
    answer = client.raw.get("/v1/developments", params={"q": question, "limit": "200"})
    assert answer.status_code == 200, (question, answer.text)
    found = set()
    for record in answer.json()["data"]:
        assert record["highlights"], (question, record)
        for highlight in record["highlights"]:
            text = record[highlight["pointer"][1:]]
            assert text[highlight["start"] : highlight["end"]] == highlight["text"]
        found |= {record[name][7:-7] for name in ("title", "summary") if record[name].startswith("Before ")}
    assert len(found) == answer.json()["meta"]["total"]
    return found


def test_there_are_enough_pairs() -> None:
    assert len(pairs(TOGETHER)) >= 80
    assert len(pairs(APART)) >= 40


def test_what_is_spelt_otherwise_is_found(words: CheckedClient) -> None:
    missing = [
        (one, other)
        for pair in pairs(TOGETHER)
        for one, other in (pair, pair[::-1])
        if other.replace('"', "") not in holding(words, one)
    ]
    assert missing == []


def test_what_is_another_word_is_not_found(words: CheckedClient) -> None:
    found = {one: holding(words, one) for pair in pairs(APART) for one in pair}
    assert [one for one, texts in found.items() if one not in texts] == []
    # Words that a space parts are asked for apart, wherever they stand.
    assert {(one, other) for pair in pairs(APART) for one, other in (pair, pair[::-1]) if other in found[one]} == {
        ("16 F", "F-16"),
        ("400 S", "S-400"),
        ("strike air", "air-strike"),
    }


def test_words_are_found_where_no_space_parts_them(words: CheckedClient) -> None:
    for text, within in WITHIN.items():
        assert [word for word in within.split() if text not in holding(words, word)] == []
    assert holding(words, "外交部乌克兰") == set()


def test_what_hyphens_join_is_excluded_begun_and_highlighted(words: CheckedClient) -> None:
    both = {"co-operation", "cooperation", "co‑operation", "security co-operation", "security cooperation"}
    assert both <= holding(words, "cooperat*")
    assert both <= holding(words, "co-oper*")
    assert both.isdisjoint(holding(words, "security -cooperation"))
    assert both.isdisjoint(holding(words, "security -co-oper*"))
    assert not both & holding(words, "operation -co-operation")
    answer = words.raw.get("/v1/developments", params={"q": "cooperation", "limit": "200"}).json()
    texts = {each["text"] for record in answer["data"] for each in record["highlights"]}
    assert texts == {"co-operation", "cooperation", "co‑operation"}


@pytest.mark.parametrize("sign", ['"', "-", "*", "--", '""', "!!", "★ ☆", "-*", '"-"'])
def test_signs_alone_find_nothing(reader: CheckedClient, sign: str) -> None:
    for path in ("/v1/developments", "/v1/actors", "/v1/search"):
        answer = reader.get(path, params={"q": sign})
        assert (answer.status_code, answer.json()["meta"]["total"], answer.json()["data"]) == (200, 0, [])
        beside = reader.get(path, params={"q": f"russia {sign} nuclear"}).json()["meta"]["total"]
        assert beside == reader.get(path, params={"q": "russia nuclear"}).json()["meta"]["total"]


def test_an_answer_without_a_hit_names_the_nearest_words(database: Database, client: CheckedClient) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("developments", examples.development("Missiles over the depot", id="d", summary="A drone fell."))
        writer.create("sources", examples.source("Submarine watch", id="s"))
    for path, question, nearest in (
        ("developments", "missle", {"missle": ["missiles"]}),
        ("developments", "drnoe depot", {"drnoe": ["drone"]}),
        ("developments", '"drnoe depto" -missile', {"drnoe": ["drone"], "depto": ["depot"]}),
        ("developments", "Sumbarine", None),
        ("sources", "Sumbarine", {"sumbarine": ["submarine"]}),
        ("search", "Sumbarine missle", {"sumbarine": ["submarine"], "missle": ["missiles"]}),
        ("search?collection=sources", "missle", None),
        ("developments", "depot zzzzqq", None),
        ("developments", "depot -drone", None),
        ("developments", "missl* -", None),
        ("developments", "-", None),
        ("developments?as_of=0", "missle", None),
    ):
        address = f"/v1/{path}{'&' if '?' in path else '?'}q={question}"
        assert client.get(address).json()["meta"].get("did_you_mean") == nearest, address
    page = client.raw.get("/developments?q=missle", headers={"Accept": "text/html"}).text
    assert "Did you mean missiles for “missle”?" in page


@pytest.mark.parametrize(
    ("american", "word"),
    [
        ("defense", "defence"), ("defenses", "defences"), ("colored", "coloured"), ("organizations", "organisations"),
        ("realize", "realise"), ("analyzed", "analysed"), ("size", "size"), ("prize", "prize"), ("seized", "seized"),
        ("defence", "defence"), ("horizon", "horizon"), ("citizen", "citizen"), ("wizard", "wizard"),
    ],
)  # fmt: skip
def test_american_words_are_spelt_as_british_ones(american: str, word: str) -> None:
    assert british(american) == word
