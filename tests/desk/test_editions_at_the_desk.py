"""Editions at the desk over HTTP: assembled, arranged and checked, and nothing of that kept before it is saved."""

import re

from app.store.database import Database
from tests.desk.drafting import (
    FEBRUARY,
    TALKS,
    arrange,
    assemble,
    begin,
    fields_of,
    revision_of,
    statements_of,
    token_of,
)
from tests.desk.signing import Person, all_fields, every_hidden, key, typed_into
from tests.editors import Editor

ONE, TWO = ("They met in Geneva.", TALKS), ("They talked in Geneva.", TALKS)


def test_a_draft_is_assembled_by_period_and_filters(person: Person) -> None:
    way = assemble(person)
    fields = fields_of(person.get(way))
    assert (fields["title"], fields["from"], fields["until"]) == ("Nuclear February", *FEBRUARY.values())
    assert len(statements_of(person.get(way))) > 5
    assert '<span class="good">ready</span>' in person.get("/desk/drafts")


def test_what_is_wrong_with_what_is_asked_for_is_said_beside_it(person: Person) -> None:
    person.sign_in()
    asked = {**token_of(person), "do": "assemble", "from": "2026-02-28", "to": "2026-02-01", "theme": ["nuclear"]}
    told = person.post("/desk/drafts", asked, status=422).text
    assert "Must not be before from." in told
    told = person.post("/desk/drafts", {**asked, "from": "", "actor": "Nobody at all"}, status=422).text
    assert "Type it: a day as 2026-02-01." in told
    told = person.post("/desk/drafts", {**asked, "from": "2026-01-01", "actor": "Rusia"}, status=422).text
    assert 'id="actor-fault"' in told
    assert 'value="Rusia"' in told
    assert 'value="nuclear" checked' in told
    assert "Type a title." in person.post("/desk/drafts", {**token_of(person), "title": ""}, status=422).text


def test_statements_are_moved_added_and_removed_and_nothing_of_it_is_kept(person: Person) -> None:
    way = begin(person, ONE, TWO)
    before = revision_of(person, way)
    page = person.get(way)
    page = arrange(person, way, page, "down-0")
    assert statements_of(page) == [TWO[0], ONE[0]]
    page = arrange(person, way, page, "section-add")
    page = arrange(person, way, page, "down-1", **{"section-1-heading": "Later"})
    assert fields_of(page)["statement-1-section"] == "1"
    page = arrange(person, way, page, "check", **{"statement-0-section": "1"})
    assert [value for name, value in all_fields(page, "edition") if name.endswith("-section")] == ["1", "1", "1"]
    page = arrange(person, way, page, "add-0", **{"statement-2-text": "Typed, and cites nothing."})
    assert statements_of(page)[0] == ""
    assert re.search(r'name="statement-0-text"[^>]* autofocus', page)
    assert "Cite at least one record" in page
    page = arrange(person, way, page, "remove-3")
    assert statements_of(page) == ["", TWO[0], ONE[0]]
    page = arrange(person, way, page, "section-remove-1")
    assert "section-1-heading" not in fields_of(page)
    for nothing in ("up-0", "down-2", "up-99", "section-up-5", "section-remove-0", "sideways", "add-99"):
        assert [each for each in statements_of(arrange(person, way, page, nothing)) if each] == [TWO[0], ONE[0]]
    assert "Not saved yet" in page
    assert revision_of(person, way) == before
    person.post(way, all_fields(page, "edition"))
    assert statements_of(person.get(way)) == [TWO[0], ONE[0]]


def test_records_are_cited_by_id_and_by_words_of_a_title(person: Person) -> None:
    way = begin(person, ONE)
    page = arrange(person, way, person.get(way), "check", **{"statement-0-cite": "full-withdrawal"})
    assert fields_of(page)["statement-0-cites"] == f"{TALKS} conditions/full-withdrawal"
    page = arrange(person, way, page, "check", **{"statement-0-cite": "rearmament uneven"})
    found = re.findall(r'value="(cite-0-[^"]*)"', page)
    assert found
    assert fields_of(page)["statement-0-cite"] == "rearmament uneven"
    page = arrange(person, way, page, found[0])
    assert fields_of(page)["statement-0-cites"].split()[-1] == found[0].removeprefix("cite-0-")
    assert fields_of(page)["statement-0-cite"] == ""
    page = arrange(person, way, page, "uncite-0-conditions/full-withdrawal")
    assert "full-withdrawal" not in fields_of(page)["statement-0-cites"]
    fields = typed_into(all_fields(page, "edition"), **{"statement-0-cite": "xyzzy plugh"})
    refused = person.post(way, fields, status=422).text
    assert "No record has this id or these words" in refused
    assert revision_of(person, way) == 2


def test_findings_are_told_beside_what_is_typed_and_nothing_is_kept(person: Person) -> None:
    way = begin(person, ONE)
    fields = typed_into(all_fields(person.get(way), "edition"), **{"statement-0-text": "They met 310 times in Quito."})
    told = person.post(f"{way}/findings", fields, status=200).text
    assert "<!doctype" not in told
    beside = told.partition('id="statement-0-findings"')[2].partition("</div>")[0]
    assert "Names the number &#39;310&#39;, which is not in what it cites." in beside
    assert "Quito" in beside
    assert "<strong>2</strong> things keep" in told
    assert revision_of(person, way) == 2
    blank = person.post(f"{way}/findings", typed_into(fields, title="", **{"from": "yesterday"}), status=200).text
    assert "Type a title." in blank
    assert 'id="from-findings">\n<p class="fault">' in blank


def test_what_cannot_be_saved_is_said_beside_its_field(person: Person) -> None:
    way = begin(person, ONE)
    page = person.get(way)
    typed = {"title": "", "until": "2026-02-30", "statement-0-cites": "developments/nothing-of-the-kind"}
    refused = person.post(way, typed_into(all_fields(page, "edition"), **typed), status=422).text
    assert 'id="title-fault">Type a title.' in refused
    assert 'id="until-fault"' in refused
    refused = person.post(
        way, typed_into(all_fields(page, "edition"), **dict(list(typed.items())[2:])), status=422
    ).text
    assert 'href="#statement-0-text">Names developments/nothing-of-the-kind' in refused
    assert fields_of(refused)["statement-0-cites"] == typed["statement-0-cites"]


def test_more_digits_than_a_number_may_have_are_told_beside_their_field(person: Person) -> None:
    way, digits = begin(person, ONE), "1" * 4_400
    fields = typed_into(all_fields(person.get(way), "edition"), claimed=digits, **{"statement-0-section": digits})
    assert 'id="claimed-fault"' in person.post(way, fields, status=422).text
    asked = {**token_of(person), **FEBRUARY, "do": "assemble", "min_origins": digits}
    assert 'id="min_origins-fault"' in person.post("/desk/drafts", asked, status=422).text


def test_what_can_be_no_id_is_told_and_an_address_with_nonsense_shows_the_first_page(person: Person) -> None:
    way = begin(person, ONE)
    for cited in ("actors/\N{SUPERSCRIPT TWO}", "developments/a/b"):
        fields = typed_into(all_fields(person.get(way), "edition"), **{"statement-0-cites": cited})
        assert "single hyphens" in person.post(f"{way}/findings", fields, status=200).text
    for against in ("%00", "%C2%B2", "a/b"):
        assert "no edition to hold it against" in person.get(f"{way}/preview?as=diff&against={against}")
    for cursor in ("%00", "x" * 3_000):
        assert "Correct it" in person.get(f"/desk/editions?cursor={cursor}")


def test_a_statement_shows_the_records_that_it_rests_on_with_their_passages(person: Person) -> None:
    editor = Editor(person.client, person.token)
    editor.create("sources", {"id": "report", "title": "Report"})
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "text/plain"}
    text = "On that day the ministers met in Oslo, as agreed."
    assert person.client.put("/v1/sources/report/text", content=text.encode(), headers=headers).status_code == 200
    evidence = [{"source": "report", "exact": "the ministers met in Oslo"}]
    editor.create("developments", {"id": "oslo", "title": "Oslo", "summary": "Ministers met.", "evidence": evidence})
    page = person.get(begin(person, ("Ministers met.", "developments/oslo")))
    records = page.partition('<details class="records">')[2].partition("</details>")[0]
    assert "<p>Ministers met.</p>" in records
    assert "<blockquote><p>the ministers met in Oslo</p></blockquote>" in records
    assert 'class="state verified"' in records
    assert "<code>developments/oslo</code>" in records


def test_a_key_that_may_only_look_sees_drafts_as_they_will_be_read(person: Person, seeded: Database) -> None:
    way = begin(person, ONE)
    person.sign_in(key(seeded, "looks", "drafts:read"))
    assert person.ask("GET", way).headers["location"] == f"{way}/preview"
    for path in ("/desk/drafts", f"{way}/preview", f"{way}/publish", "/desk/editions"):
        page = person.get(path)
        assert re.findall(r'<form action="([^"]*)"', page) == ["/desk/out"]
        assert "/history" not in page
    token = dict(every_hidden(page, "/desk/out"))
    for path in (way, f"{way}/arrange", f"{way}/findings", f"{way}/publish", f"{way}/delete", "/desk/drafts"):
        person.post(path, token, status=403)
    person.sign_in(key(seeded, "stranger", "sources:write"))
    person.get("/desk/drafts", status=403)
    person.sign_in(key(seeded, "reads and writes", "drafts:read", "sources:write"))
    history = re.findall(r'href="([^"]*/history)"', person.get("/desk/editions"))
    assert history
    person.get(history[0])
