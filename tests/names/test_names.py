"""Names: however they are spelt, whichever way round and in whatever script, they mean who they mean; and their ids."""

import pytest

from app.errors import Conflict
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from schemas import ActorDraft
from tests import examples
from tests.clients import CheckedClient
from tests.editors import Editor

SPELT = {
    "russia": "Russia|RUSSIA|the Russian Federation|Moscow|moscow|Москва|Россия|РОССИЯ|Российская Федерация|Росія|росія"
    "|Російська Федерація|РФ|Р.Ф.|Kremlin|the Kremlin|The  Kremlin|RU|RUS|R.U.S.|Q159|Russian\u00a0government",
    "ukraine": "Ukraine|the Ukraine|Україна|Украіна|УКРАЇНА|Украина|Kyiv|Kiev|Київ|Киев|UA|UKR|Q212",
    "united-states": "United States|the United States|The United States of America|US|U.S.|U.S|the U.S.|the US|USA"
    "|U.S.A."
    "|Сполучені Штати|Сполучені Штати Америки|Соединенные Штаты Америки|Соединённые Штаты|США|С.Ш.А.|Washington",
    "european-union": "European Union|the European Union|EU|the EU|E.U.|the E.U.|ЄС|Європейський Союз|ЕС"
    "|Европейский союз",
    "nato": "NATO|N.A.T.O.|n.a.t.o.|the N.A.T.O.|Nato|НАТО|Н.А.Т.О.|OTAN|O.T.A.N.|the North Atlantic Alliance",
    "e5": "E5|the E5|the E5 group|E5\u2009group",
    "france": "France|Франція|Франция|République française|Republique francaise|the French Republic|FR",
    "germany": "Deutschland|Німеччина|Германия|the Federal Republic of Germany|DE",
    "poland": "Polska|Польща|Польша|Rzeczpospolita Polska|the Republic of Poland",
    "ireland": "Éire|Eire|Ірландія|Ирландия",
    "estonia": "Eesti|Eesti Vabariik|Естонія|Эстония",
    "italy": "Italia|Італія|Италия|Repubblica Italiana",
    "united-kingdom": "UK|U.K.|the UK|the U.K.|Велика Британія|Великобритания|Сполучене Королівство"
    "|Соединенное Королевство"
    "|Great Britain|GB|G.B.",
    "kaja-kallas": "Kaja Kallas|Kallas, Kaja|KALLAS, Kaja|Kallas,  Kaja|Kallas|Кая Каллас|Каллас, Кая"
    "|Prime Minister Kallas"
    "|Prime Minister Kaja Kallas|Estonian Prime Minister Kallas|former Prime Minister Kallas|Premier Kallas|Ms Kallas"
    "|Ms. Kaja Kallas|High Representative Kallas|Vice-President Kallas|Vice‑President Kallas|Vice–President Kallas",
    "jens-stoltenberg": "Stoltenberg, Jens|Єнс Столтенберг|Йенс Столтенберг|Столтенберг, Йенс"
    "|Secretary General Stoltenberg"
    "|Secretary-General Stoltenberg|Secretary\u2010General Stoltenberg|former NATO Secretary General Jens Stoltenberg",
    "mark-rutte": "Rutte|Mr Rutte|Mr. Rutte|Rutte, Mark|Марк Рютте|Рютте, Марк|NATO Secretary General Mark Rutte",
    "emmanuel-macron": "Macron, Emmanuel|President Macron|President Emmanuel Macron|French President Macron"
    "|Еммануель Макрон"
    "|the French President Emmanuel Macron|Эммануэль Макрон|Эмманюэль Макрон|Макрон, Эмманюэль|Monsieur Macron",
    "radoslaw-sikorski": "Radosław Sikorski|Radoslaw Sikorski|Sikorski, Radosław|Sikorski, Radek|Радослав Сікорський"
    "|Радослав Сикорский|Сикорский, Радослав|Foreign Minister Sikorski|Polish Foreign Minister Radosław Sikorski"
    "|Minister of Foreign Affairs Sikorski|Minister Sikorski",
    "institute-for-the-study-of-war": "ISW|I.S.W.|the ISW|the Institute for the Study of War",
    "nbot": "NBot|nbot.ai|NBOT.AI",
}  # fmt: skip
"""Names of the seed's actors, each as it means one of them whole."""

ALIKE = {
    "President Kallas": "kaja-kallas",
    "Chancellor Rutte": "mark-rutte",
    "Deputy Prime Minister Kallas": "kaja-kallas",
    "Kallas Kaja": "kaja-kallas",
    "Kaya Kallas": "kaja-kallas",
    "Каја Калас": "kaja-kallas",
    "Yens Stoltenberg": "jens-stoltenberg",
    "Ένς Στόλτενμπεργκ": "jens-stoltenberg",
    "Εμανουέλ Μακρόν": "emmanuel-macron",
    "ემანუელ მაკრონი": "emmanuel-macron",
    "Emanuel Makron": "emmanuel-macron",
    "Radoslav Sikorskyi": "radoslaw-sikorski",
    "Радаслаў Сікорскі": "radoslaw-sikorski",
    "Ukrayina": "ukraine",
    "Rosiia": "russia",
    "Rossiya": "russia",
    "Rossija": "russia",
    "Германія": "germany",
    "ポーランド": "poland",
    "Zzzz Qqqq": None,
}
"""Names that mean nobody whole, and the likest candidate for each."""


def test_there_are_enough_names() -> None:
    assert sum(len(names.split("|")) for names in SPELT.values()) + len(ALIKE) >= 120


@pytest.mark.parametrize("actor", SPELT)
def test_every_spelling_of_a_name_means_its_actor(reader: CheckedClient, actor: str) -> None:
    names = SPELT[actor].split("|")
    answer = reader.get("/v1/actors/resolve", params={"name": names})  # type: ignore[dict-item]  # repeated
    found = answer.json()["data"]
    assert {each["name"]: each["match"] for each in found} == dict.fromkeys(map(str.strip, names), actor)
    assert {(each["candidates"][0]["id"], each["candidates"][0]["score"]) for each in found} == {(actor, 100)}
    assert reader.get(answer.json()["links"]["self"]).json()["data"] == found


def test_what_means_nobody_whole_has_the_likest_candidate(reader: CheckedClient) -> None:
    answer = reader.get("/v1/actors/resolve", params={"name": list(ALIKE)})  # type: ignore[dict-item]  # repeated
    found = {each["name"]: each for each in answer.json()["data"]}
    assert {name: each["match"] for name, each in found.items()} == dict.fromkeys(ALIKE)
    assert {name: each["candidates"][0]["id"] if each["candidates"] else None for name, each in found.items()} == ALIKE
    assert all(candidate["score"] < 100 for each in found.values() for candidate in each["candidates"])


def test_a_filter_takes_either_order_and_names_the_nearest_otherwise(reader: CheckedClient) -> None:
    listed = reader.get("/v1/developments", params={"actor": "Macron\\, Emmanuel,the E.U."}).json()
    assert listed["meta"]["resolved"] == {"Macron, Emmanuel": "emmanuel-macron", "the E.U.": "european-union"}
    for name, actor in (("Chancellor Rutte", "mark-rutte"), ("Εμανουέλ Μακρόν", "emmanuel-macron")):
        answer = reader.get("/v1/developments", params={"actor": name})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["suggestions"][0] == actor


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("В'ячеслав Кириленко", "Vyacheslav Kyrylenko"),
        ("В’ячеслав Кириленко", "Viacheslav Kyrylenko"),
        ("Vyacheslav Kyrylenko", "Вʼячеслав Кириленко"),
        ("Volodymyr Zelenskyy", "Володимир Зеленський"),
        ("Володимир Зеленський", "Volodymyr Zelenskyi"),
        ("Vladimir Putin", "Владимир Путин"),
        ("Владимир Путин", "Vladimir Putin"),
        ("Сергей Лавров", "Sergey Lavrov"),
        ("Kyriakos Mitsotakis", "Κυριάκος Μητσοτάκης"),
        ("Giorgi Kobakhidze", "გიორგი კობახიძე"),
        ("Ilham Əliyev", "Ilham Aliyev"),
        ("习近平", "Xi Jinping"),
        ("Nikol Pashinyan", "Նիկոլ Փաշինյան"),
        ("Александр Лукашенко", "Aleksandr Lukashenko"),
    ],
)
def test_a_name_in_another_script_finds_candidates(
    database: Database, client: CheckedClient, name: str, asked: str
) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        made = writer.create("actors", ActorDraft(name=name, kind="person")).record.id
        writer.create("actors", ActorDraft(name="Somebody Else", kind="person"))
    ((candidate, *_),) = (each["candidates"] for each in client.data(f"/v1/actors/resolve?name={asked}"))
    assert (candidate["id"], 70 < candidate["score"] < 100) == (made, True)
    (fault,) = client.refused(f"/v1/developments?actor={asked}")["errors"]
    assert fault["suggestions"][0] == made


def test_a_part_of_a_name_makes_its_owner_the_likeliest(database: Database, client: CheckedClient) -> None:
    asked = {
        "Jean-Noël Barrot": "Barrot",
        "Abdel Fattah al-Sisi": "Sisi",
        "Ursula von der Leyen": "leyen",
        "Сергей Викторович Лавров": "Lavrov",
    }
    with writing(database, COLLECTIONS, by="test") as writer:
        for name in ("NBot", "Radosław Sikorski", "Russia"):
            writer.create("actors", ActorDraft(name=name, kind="group"))
        made = {name: writer.create("actors", ActorDraft(name=name, kind="person")).record.id for name in asked}
    for name, part in asked.items():
        (found,) = client.data(f"/v1/actors/resolve?name={part}")
        assert (found["match"], found["candidates"][0]["id"]) == (None, made[name])


def test_the_id_of_a_merged_actor_is_resolved_as_filters_take_it(editor: Editor) -> None:
    editor.create("actors", {"id": "gamma", "name": "Gamma Three", "kind": "person"})
    editor.create("actors", {"id": "delta", "name": "Delta Four", "kind": "person"})
    editor.send("POST", "/v1/actors/gamma/merge", {"into": "delta"}, status=200)
    (found,) = editor.client.get("/v1/actors/resolve?name=gamma").json()["data"]
    assert (found["match"], found["candidates"][0]["id"]) == ("delta", "delta")
    assert editor.client.get("/v1/developments?actor=gamma").json()["meta"]["resolved"] == {"gamma": "delta"}


@pytest.mark.parametrize(
    ("one", "others"),
    [
        ("Jean-Noël Barrot", [f"Jean{sign}Noel Barrot" for sign in "‐‑‒–—―−－﹣"]),
        ("O'Neill", [f"O{sign}Neill" for sign in "’‘ʼ`´′ʹʻ＇‛"]),
        ("Ministry of Defence (U.K.)", ["The Ministry of Defence (UK)", "the ministry  of defence (U.K)"]),
        ("J.D. Vance", ["JD Vance", "J.D Vance"]),
        ("Мін'юст", ["Мін’юст", "Мінʼюст", "МІН`ЮСТ"]),
    ],
)
def test_spellings_that_look_alike_are_one_name(database: Database, one: str, others: list[str]) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        record = writer.create("actors", examples.actor(one, id="one")).record
        for other in others:
            with pytest.raises(Conflict) as caught:
                writer.create("actors", examples.actor(other, id="other"))
            assert [fault.pointer for fault in caught.value.faults] == ["/name"], other
        writer.replace("actors", record.id, examples.actor(one, id="one", aliases=others))
