"""What was typed for one thing on a page of many is still there when another is sent, whatever comes of that."""

from app.store.database import Database
from tests.desk.signing import Person, hidden
from tests.desk.test_texts_at_the_desk import MOVES, STAYS, WAY, attach, evidence_of, mender

__all__ = ["mender"]
OTHER = "It took long. They will meet again. Nobody came."


def test_words_for_one_passage_stay_while_another_is_mended(mender: Person) -> None:
    page = attach(mender, OTHER)
    assert "3 to mend" in page
    fields = hidden(page, WAY)
    typed = {"mend-0-exact": "It took long.", "mend-1-exact": "They will meet again.", "mend-1-prefix": "long. "}
    shown = mender.post(f"{WAY}/mend", {**fields, **typed, "text": "A longer one.", "mend": "0"}, status=200).text
    assert "2 to mend" in shown
    assert "The passage is written. What else you typed is still here." in shown
    assert "They will meet again.</textarea>" in shown
    assert 'value="long."' in shown
    assert "A longer one.</textarea>" in shown
    record = fields["mend-0-record"].partition("/")[2]
    assert evidence_of(mender, record)["exact"] == "It took long."
    again = hidden(shown, WAY)
    place = next(name for name, value in again.items() if value == fields["mend-1-record"]).removesuffix("record")
    sent = {**again, f"{place}exact": "They will meet again.", "mend": place.split("-")[1]}
    mender.post(f"{WAY}/mend", sent)
    assert evidence_of(mender, fields["mend-1-record"].partition("/")[2])["exact"] == "They will meet again."


def test_words_for_passages_stay_while_a_text_is_tried_refused_and_attached(mender: Person) -> None:
    typed = {"mend-1-exact": "They will meet again."}
    fields = {**hidden(attach(mender, OTHER), WAY), **typed}
    for sent, status in (({"act": "try", "text": OTHER}, 200), ({"act": "attach", "text": ""}, 422)):
        assert "They will meet again.</textarea>" in mender.post(WAY, {**fields, **sent}, status=status).text
    shown = mender.post(WAY, {**fields, "act": "attach", "text": f"{OTHER} So it is."}, status=200).text
    assert "The text is attached." in shown
    assert "They will meet again.</textarea>" in shown
    assert shown.count("So it is.</textarea>") == 1  # the text that is attached, and not the one to attach


def test_without_a_button_the_only_passage_that_is_typed_is_meant(mender: Person) -> None:
    fields = hidden(attach(mender, OTHER), WAY)
    assert "press the button" in mender.post(f"{WAY}/mend", fields, status=422).text
    both = {"mend-0-exact": "It took long.", "mend-1-exact": "Nobody came."}
    page = mender.post(f"{WAY}/mend", {**fields, **both}, status=422).text
    assert "It took long.</textarea>" in page
    assert "Nobody came.</textarea>" in page
    mender.post(f"{WAY}/mend", {**fields, "mend-1-exact": "Nobody came."})
    assert evidence_of(mender, fields["mend-1-record"].partition("/")[2])["exact"] == "Nobody came."


def test_words_for_a_passage_that_somebody_else_has_mended_are_shown(mender: Person) -> None:
    fields = hidden(attach(mender, f"{STAYS} {MOVES} It took long."), WAY)
    mender.post(f"{WAY}/mend", {**fields, "mend-0-exact": "It took long."})
    page = mender.post(f"{WAY}/mend", {**fields, "mend-0-exact": "They agreed"}, status=412).text
    assert "is not to be mended any more" in page
    assert "They agreed</q>" in page


def test_words_for_every_passage_are_kept_while_somebody_signs_in(mender: Person, seeded: Database) -> None:
    typed = {"mend": "1", "mend-0-exact": "It took long.", "mend-1-exact": "Nobody came.", "text": "A new one."}
    fields = {**hidden(attach(mender, OTHER), WAY), **typed}
    with seeded.write() as connection:
        connection.exec_driver_sql("DELETE FROM desk_session")
    asked = mender.post(f"{WAY}/mend", fields, status=401).text
    shown = mender.post("/desk", mender.fields(asked, "/desk", key=mender.token), status=200).text
    for words in ("It took long.", "Nobody came.", "A new one."):
        assert f"{words}</textarea>" in shown
