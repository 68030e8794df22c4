"""Search: words in any form, phrases, exclusion and beginnings, the same on both databases, and never an error."""

import string
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.language.tokens import tokens_of
from app.main import create_app
from app.search.terms import NothingToFind, parse_terms
from app.settings import Settings
from app.store.database import Database
from tests import draws
from tests.clients import CheckedClient
from tests.databases import Server
from tests.search.texts import write_texts


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("drone", {"drones"}),
        ("DRONES", {"drones"}),
        ("café", {"drones"}),
        ("cafe", {"drones"}),
        ("Radoslaw", {"drones"}),
        ("radosław's", {"drones"}),
        ("eire", {"drones"}),
        ("negotiate", {"talks"}),
        ("negotiation failed", {"talks"}),
        ("talks missile", {"long"}),
        ("talks -missile", {"talks"}),
        ("-missile", {"drones", "talks", "cyrillic"}),
        ('"missile depot"', {"missile"}),
        ('"depot missile"', set()),
        ('"missile strike"', {"missile"}),
        ('"strike a missile"', set()),
        ('-"missile depot" missile', {"long"}),
        ("state-of-the-art", {"drones"}),
        ("state-of-the-ar*", {"drones"}),
        ("state-of-an-ar*", set()),
        ("art-of-the-state", set()),
        ("20.04", {"talks"}),
        ("04.20", set()),
        ("don't", {"missile"}),
        ("o’neill", {"missile"}),
        ("neg*", {"talks"}),
        ("negotiati*", {"talks"}),
        ("negotiators*", {"talks"}),
        ("negotiatorsx*", set()),
        ("miss* str*", {"missile"}),
        ("-neg* talks", {"long"}),
        ("россия", {"cyrillic"}),
        ("УКРАЇНА", {"cyrillic"}),
        ("Женеве", {"cyrillic"}),
        ("北京", {"cyrillic"}),
        ("北*", {"cyrillic"}),
        ("x̄", {"cyrillic"}),
        ('unbalanced "missile depot', set()),
        ('missile "depot', {"missile"}),
        ("missile AND depot", set()),
        ("missile OR drone", set()),
        ("NEAR(missile depot)", set()),
        ("title:missile", set()),
        ("mis", set()),
        ("missile missile", {"missile", "long"}),
    ],
)  # fmt: skip
def test_a_question_finds(client: CheckedClient, question: str, found: set[str]) -> None:
    answer = client.get("/v1/developments", params={"q": question})
    assert {record["id"] for record in answer.json()["data"]} == found
    assert answer.json()["meta"]["total"] == len(found)
    hits = client.get("/v1/search", params={"q": question}).json()
    assert {hit["record"]["id"] for hit in hits["data"]} == found


HOSTILE = [
    *string.punctuation,
    *(f"missile{mark}" for mark in string.punctuation),
    *(f"{mark}missile" for mark in string.punctuation),
    *"NEAR( NEAR/2 AND ^missile missile^2 {missile} col:missile missile:* -- -* ** missile** ((((( $$ missile_".split(),
    *"& | ! !missile <-> missile<->depot :: ::tsvector \\ \\' a\\:b 🙂 🙂🙂 ß ﬁ ½ ² İ ſ · ·missile שלום مرحبا".split(),
    "a NEAR b", "OR NOT", "'; DROP TABLE x; --", '""', '"""', '"missile', "missile & depot", "\t\n missile", "ab " * 6,
    "x" * 200, "\u202emissile", "\u0301", "a\u0301*", "מרחק عالم",
]  # fmt: skip


@pytest.mark.usefixtures("texts")
def test_no_question_is_an_error_of_the_engine(client: CheckedClient) -> None:
    for question in HOSTILE:
        for path in ("/v1/developments", "/v1/search"):
            answer = client.get(path, params={"q": question})
            assert answer.status_code in (200, 422), (question, answer.text)
            if answer.status_code == 422:
                assert answer.json()["errors"][0]["name"] == "q"


def test_both_engines_answer_any_question_alike(servers: dict[str, Server]) -> None:
    chance = draws.of("questions")
    marks = [*string.punctuation, *"  --**", "é", "ß", "北", "🙂", "ط", "missile", "talk", " drone "]
    questions = [
        "".join(chance.choices([*marks, *string.ascii_letters], k=chance.randint(1, 12)))
        for _ in range(draws.many(100))
    ]
    with both(servers) as clients:
        statuses = set()
        for question in [*questions, *HOSTILE, " ", "talks", "missile", "mis* -talk", '"a missile"']:
            for sort in ("relevance", "-title"):
                one, other = (each.get("/v1/search", params={"q": question, "sort": sort}) for each in clients)
                assert one.status_code == other.status_code
                statuses.add(one.status_code)
                if one.status_code == 200:
                    assert ranking(one.json()) == ranking(other.json())
    assert statuses == {200, 422}


@contextmanager
def both(servers: dict[str, Server]) -> Iterator[list[TestClient]]:
    """Clients of the same texts on each database."""
    with ExitStack() as stack:
        clients = []
        for server in servers.values():
            url = server.url("empty")
            database = Database(url)
            write_texts(database)
            database.close()
            clients.append(stack.enter_context(TestClient(create_app(Settings(database_url=url)))))
        yield clients


def ranking(page: dict[str, Any]) -> list[tuple[str, int, Any]]:
    return [(hit["record"]["id"], hit["score"], hit["record"]["highlights"]) for hit in page["data"]]


@pytest.mark.parametrize("question", ["", " ", "a " * 21, "x" * 201, "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u"])
def test_a_question_without_text_or_with_too_many_words_is_refused(reader: CheckedClient, question: str) -> None:
    for path in ("/v1/developments", "/v1/search"):
        response = reader.get(path, params={"q": question})
        repeated = question.startswith("a ")
        assert response.status_code == (200 if repeated else 422)


def test_twenty_terms_are_taken() -> None:
    assert len(parse_terms(" ".join(string.ascii_letters[:20]))) == 20
    with pytest.raises(NothingToFind):
        parse_terms(" ".join(string.ascii_letters[:21]))


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("question", ["missile", '"missile depot"', "negotiat*", "cafe radoslaw", "Don't", "x̄"])
def test_highlights_say_where_the_words_stand(client: CheckedClient, question: str) -> None:
    wanted = parse_terms(question)
    for record in client.data(f"/v1/developments?q={question}"):
        assert record["highlights"]
        for highlight in record["highlights"]:
            text = record[highlight["pointer"].removeprefix("/")]
            assert text[highlight["start"] : highlight["end"]] == highlight["text"]
            (first, *_) = tokens_of(highlight["text"])
            assert any(
                first.stem in term.stems or (term.prefix and first.word.startswith(term.prefix)) for term in wanted
            )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Russia's drones", ["russia", "drones"]),
        ("the allies’ fleet", ["the", "allies", "fleet"]),
        ("don't", ["don", "t"]),
        ("U.S.", ["us"]),
        ("½ ﬁx Ⅻ", ["1", "2", "fix", "xii"]),
        ("snake_case", ["snake", "case"]),
        ("a" * 150, ["a" * 100]),
        ("e\u0301te\u0301 x\u0304y", ["ete", "xy"]),
        ("nu\u00adclear fall\u200bout", ["nuclear", "fallout"]),
    ],
)
def test_words_are_told_apart(text: str, words: list[str]) -> None:
    assert [token.word for token in tokens_of(text)] == words
