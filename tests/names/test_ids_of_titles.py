"""Ids of titles: in Latin letters, whatever script the title is in, and bounded."""

import pytest

from app.language.folding import fold
from app.language.romanising import romanise, slugify
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from schemas import Draft
from tests import examples

SLUGS = {
    "Talks in Genève": "talks-in-geneve",
    "Володимир Зеленський": "volodymyr-zelenskyi",
    "В'ячеслав Кириленко": "viacheslav-kyrylenko",
    "Згорани, Розгін": "zghorany-rozghin",
    "Знам’янка": "znamianka",
    "Єнакієве": "yenakiieve",
    "Їжакевич": "yizhakevych",
    "Короп'є": "koropie",
    "Йосипівка і Стрий": "yosypivka-i-stryi",
    "Юрій Щербак": "yurii-shcherbak",
    "Яготин, Ічня": "yahotyn-ichnia",
    "Нью-Йорк і Львів": "niu-york-i-lviv",
    "Владимир Путин": "vladimir-putin",
    "Сергей Шойгу": "sergey-shoygu",
    "Подъём в Ельце": "podem-v-eltse",
    "Ђинђић": "djindjic",
    "Κυριάκος Μητσοτάκης": "kyriakos-mitsotakis",
    "İlham Əliyev": "ilham-eliyev",
    "გიორგი": "giorgi",
    "习近平": "xijinping",
    "김정은": "gimjeongeun",
    "Łódź–Gdańsk": "lodz-gdansk",
    "Straße": "strasse",
    "½ share": "1-2-share",
    "★ ☆ 🙂": "",
    "…": "",
}  # fmt: skip


@pytest.mark.parametrize("title", SLUGS)
def test_a_title_in_any_script_gives_an_id(title: str) -> None:
    assert slugify(title) == SLUGS[title]


@pytest.mark.parametrize(
    ("name", "draft", "ids"),
    [
        ("actors", examples.actor("★", kind="person"), ["person", "person-2", "person-3"]),
        ("actors", examples.actor("★", kind="think-tank"), ["think-tank", "think-tank-2", "think-tank-3"]),
        ("developments", examples.development("!"), ["meeting", "meeting-2", "meeting-3"]),
        ("conditions", examples.condition("—"), ["condition", "condition-2", "condition-3"]),
        ("sources", examples.source("?"), ["report", "report-2", "report-3"]),
        ("briefings", examples.briefing("…"), ["briefing", "briefing-2", "briefing-3"]),
    ],
)
def test_a_title_without_letters_gives_what_the_record_is(
    database: Database, name: str, draft: Draft, ids: list[str]
) -> None:
    with writing(database, COLLECTIONS, by="test", shares_names=True) as writer:
        assert [writer.create(name, draft).record.id for _ in range(3)] == ids


def test_folding_keeps_apart_what_differs() -> None:
    for one, other in (
        ("パリ", "バリ"),
        ("1.5", "15"),
        ("e.g", "egg"),
        ("No. 5", "No 5"),
        ("a-b", "ab"),
        ("re-sign", "resign"),
    ):
        assert fold(one) != fold(other)


def test_romanising_a_long_text_is_bounded() -> None:
    assert len(slugify("щ" * 300)) == 80
    assert romanise("Ω" * 3) == "ooo"
