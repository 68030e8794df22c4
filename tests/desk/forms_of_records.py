"""Forms of records as a browser would send them: every field of a page, with some of them typed anew."""

import re
from html.parser import HTMLParser

from tests.desk.signing import Field, Person


class _FormParser(HTMLParser):
    """Reads the fields of the form with an id."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form
        self.fields: list[Field] = []
        self._inside = False
        self._area: str | None = None
        self._select = ""
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("id") == self.form
        if not self._inside:
            return
        if tag == "input" and "name" in given and (given.get("type") != "checkbox" or "checked" in given):
            self.fields.append((given["name"], given.get("value", "")))
        if tag == "textarea":
            self._area = given["name"]
            self.fields.append((given["name"], ""))
        if tag == "select":
            self._select, self._options = given["name"], []
        if tag == "option" and self._select:
            self._options.append((given.get("value", ""), "selected" in given))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.fields[-1] = (self._area, (self.fields[-1][1] + data).removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        if tag == "select" and self._inside and self._select:
            chosen = next((value for value, is_chosen in self._options if is_chosen), self._options[0][0])
            self.fields.append((self._select, chosen))
            self._select = ""
        if tag == "form":
            self._inside = False


def fields_in(page: str, form: str = "record") -> list[Field]:
    """The fields of a page's form, as they are sent without touching any."""
    parser = _FormParser(form)
    parser.feed(page)
    assert parser.fields, page
    return parser.fields


def typed(page: str, *typing: Field, form: str = "record") -> list[Field]:
    """The fields of a page's form, in which something was typed: what is called as a field takes its place."""
    names = {name for name, _ in typing}
    return [*(field for field in fields_in(page, form) if field[0] not in names), *typing]


def faults_beside(page: str) -> dict[str, str]:
    """What is said beside each field that is wrong."""
    found = re.findall(r'<span class="fault" id="([^"]*)-fault1">([^<]*)', page)
    return {name: " ".join(said.split()) for name, said in found}


def row_of(page: str, field: str) -> str:
    """The list and number of the row, `evidence.0`, in which a field stands that holds this."""
    name = next(name for name, value in fields_in(page) if value == field)
    return name.rpartition(".")[0]


def save(person: Person, path: str, *typing: Field, status: int = 303) -> str:
    """Open a form, type into it, and save it; where it leads, or the page where it is refused."""
    answer = person.post(path, typed(person.get(path), *typing), status=status)
    return answer.headers["location"] if status == 303 else answer.text
