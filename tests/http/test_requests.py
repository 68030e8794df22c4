"""Requests: what is wrong is named with what is allowed, whatever it is, and never fails the service."""

import string
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reading.question.known import parameters_of
from app.resources import RESOURCES
from tests import draws
from tests.clients import CheckedClient
from tests.editors import Editor, draft

NAMES = [resource.name for resource in RESOURCES]


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_parameter_is_refused_with_those_there_are(reader: CheckedClient, name: str) -> None:
    for path in (f"/v1/{name}", f"/v1/{name}/{reader.ids(f'/v1/{name}')[0]}"):
        (fault,) = reader.refused(f"{path}?as_off=1")["errors"]
        assert (fault["name"], fault["in"], fault["suggestions"][0]) == ("as_off", "query", "as_of")
        assert "allowed are" in fault["message"]


def test_everything_that_is_wrong_is_named_at_once(reader: CheckedClient) -> None:
    problem = reader.refused(
        "/v1/developments?theme=nuclr,cyber,enrgy&limit=0&acter=x&sort=dat&sort=date&from=2026-02-30"
    )
    faults = [(fault["name"], fault.get("suggestions")) for fault in problem["errors"]]
    assert ("theme", ["nuclear"]) in faults
    assert ("theme", ["energy"]) in faults
    assert {name for name, _ in faults} == {"theme", "limit", "acter", "sort", "from"}


@pytest.mark.parametrize(
    "query",
    [
        *(
            f"limit={value}"
            for value in ("0", "201", "-1", "1.5", "1e2", "1_0", "٣", "", "10" * 30, f"{10**30}", "%201")
        ),
        *(f"sort={value}" for value in ("__class__", "summary", "--date", "date,title", "")),
        *(f"credibility_max={value}" for value in ("0", "7", "A", f"{2**63}", f"-{2**63}", "NaN")),
        *(f"from={value}" for value in ("2026", "26-02-2026", "2026-13-01", "0001-01-01", "9999-12-31", "now", "")),
        *(f"theme={value}" for value in ("Nuclear", "nuclear,", ",", "", "nuclear,,cyber", "nuclear nuclear")),
        *(f"disputed={value}" for value in ("1", "yes", "True", "", "true,false")),
        *(f"fields={value}" for value in ("nope", "id,nope", "id.x", "")),
        *(f"include={value}" for value in ("nope", "actor", "")),
        *(f"country={value}" for value in ("pl", "POL", "XX")),
        *(f"condition={value}" for value in ("A B", "a--b", "x" * 97)),
        *(f"source={value}" for value in ("../etc", "a%00b")),
        *(f"publisher={value}" for value in ("%00", "%07", "a%0Ab%00", "%EF%BF%BE", "x" * 201)),
        *(f"actor={value}" for value in ("%ED%A0%80", "%FF", "%00", "%1B[31m", "x" * 201)),
        "actor=" + ",".join(f"a{number}" for number in range(51)),
        "actor=" + ",".join(["nato"] * 51),
        "from=2026-02-02&to=2026-02-01",
        "limit=5&limit=5",
        "as_of=1&as_of=1",
        "count=maybe",
        "%ED%A0%80=1",
        "%00=1",
        "=1",
        "&".join(f"p{number}=1" for number in range(501)),
    ],
)
def test_a_wrong_value_is_refused(reader: CheckedClient, query: str) -> None:
    assert reader.refused(f"/v1/developments?{query}")["errors"]


def test_the_fault_of_an_unknown_field_names_the_nearest(reader: CheckedClient) -> None:
    (fault,) = reader.refused("/v1/developments?fields=id,sumary")["errors"]
    assert fault["suggestions"][0] == "summary"


@pytest.mark.parametrize(
    "path", ["/v2/actors", "/actors/", "/v1/actors/", "/v1", "/v1/v1/actors", "/v1/actors/a/b", "/x"]
)
def test_a_path_of_nothing_is_not_found(reader: CheckedClient, path: str) -> None:
    reader.refused(path, 404)


@pytest.mark.parametrize(
    "record", ["no-such-record", "UPPER", "%00", "%ED%A0%80", "..%2F..", "a" * 500, "%F0%9F%99%82", "'"]
)
@pytest.mark.parametrize("name", NAMES)
def test_an_id_of_nothing_is_not_found(reader: CheckedClient, name: str, record: str) -> None:
    reader.refused(f"/v1/{name}/{record}", 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/developments", "GET, HEAD, POST"),
        ("/developments", "GET, HEAD, POST"),
        ("/v1/developments/x", "DELETE, GET, HEAD, PATCH"),
        ("/v1/developments/x/merge", "POST"),
        ("/v1/search", "GET, HEAD"),
        ("/", "GET, HEAD"),
        ("/healthz", "GET, HEAD"),
        # What stands there is no record's id, and takes nothing that a record does.
        ("/v1/actors/batch", "POST"),
        ("/v1/actors/resolve", "GET, HEAD"),
        ("/v1/briefings/draft", "POST"),
        ("/v1/briefings/latest", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_refused_with_the_right_ones(
    reader: CheckedClient, path: str, allowed: str, method: str
) -> None:
    response = reader.get(path, method=method)
    if method in allowed.split(", "):
        assert response.status_code == 401
    else:
        assert (response.status_code, response.headers["allow"]) == (405, allowed)


ODD = st.text(st.characters(codec="utf-8"), max_size=30) | st.text(string.punctuation, max_size=10)


@pytest.mark.parametrize("name", NAMES)
@draws.tries(60)
@given(data=st.data())
def test_no_query_fails_the_service(reader: CheckedClient, name: str, data: st.DataObject) -> None:
    resource = next(resource for resource in RESOURCES if resource.name == name)
    known = sorted(parameters_of(resource.query))
    params = data.draw(st.dictionaries(st.sampled_from(known) | ODD, ODD, max_size=4))
    response = reader.get(f"/v1/{name}", params=params)
    assert response.status_code in (200, 414, 422), response.text


@draws.tries(60)
@given(record=st.text(st.characters(codec="utf-8", exclude_characters="/?#."), min_size=1, max_size=60))
def test_no_id_fails_the_service(reader: CheckedClient, record: str) -> None:
    assert reader.get(f"/v1/actors/{quote(record, safe='')}").status_code in (200, 404, 414)


@pytest.mark.parametrize(
    ("query", "word"), [("actor_scope=members", "only with actor"), ("sort=relevance", "only with q")]
)
def test_what_needs_another_parameter_says_so(reader: CheckedClient, query: str, word: str) -> None:
    (fault,) = reader.refused(f"/v1/developments?{query}")["errors"]
    assert word in fault["message"]
    assert "suggestions" not in fault


def test_a_length_is_told_in_characters_and_nothing_unseen_is_a_name(editor: Editor) -> None:
    body = draft("sources") | {"url": None}
    (long,) = editor.send("POST", "/v1/sources", body | {"title": "a" * 301}, status=422).json()["errors"]
    assert long["message"] == "must have at most 300 characters, and has 301"
    (short,) = editor.send("POST", "/v1/sources", body | {"title": ""}, status=422).json()["errors"]
    assert short["message"] == "must have at least 1 characters, and has 0"
    for unseen in ("\u200b", "\u2060\u00ad", "\u0301"):
        (refused,) = editor.send("POST", "/v1/sources", body | {"title": unseen}, status=422).json()["errors"]
        assert refused["pointer"] == "/title"


def test_what_was_merged_is_included_as_what_it_became_or_was_published_as(editor: Editor) -> None:
    for name in ("one", "two"):
        editor.create("developments", {"id": name, "title": name})
    statement = {"text": "It happened.", "cites": ["developments/one"]}
    editor.create("briefings", {"id": "b", "title": "B", "lead": [statement]})
    editor.send("POST", "/v1/briefings/b/publish", status=200)
    editor.send("POST", "/v1/developments/one/merge", {"into": "two"}, status=200)
    for query, shown in (("", "one"), ("&at=now", "two")):
        answer = editor.client.get(f"/v1/briefings/b?include=developments{query}").json()
        assert list(answer["included"]["developments"]) == [shown]
