"""Metrics: what a process counts, in a form that Prometheus reads."""

from prometheus_client.parser import text_string_to_metric_families

from tests.clients import CheckedClient


def counted(client: CheckedClient) -> dict[tuple[str, str, str], float]:
    """The samples by name, method and status."""
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert answer.headers["cache-control"] == "no-store"
    return {
        (sample.name, sample.labels.get("method", ""), sample.labels.get("status", "")): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if "le" not in sample.labels
    }


def test_answers_are_counted_by_method_and_status_and_kept_ones_apart(client: CheckedClient) -> None:
    before = counted(client)
    assert client.get("/v1/actors?limit=3").status_code == 200
    assert client.get("/v1/actors?limit=3").status_code == 200
    assert client.get("/v1/actors/nobody-at-all").status_code == 404
    after = counted(client)

    def more(name: str, method: str = "", status: str = "") -> float:
        return after[name, method, status] - before.get((name, method, status), 0)

    # The first request for the metrics themselves is one that the second tells of.
    assert more("tracker_answers_total", "GET", "200") == 2
    assert more("tracker_answers_total", "GET", "404") == 1
    assert more("tracker_answer_seconds_count", "GET") == 3
    assert more("tracker_kept_answers_total") == 1
    assert after["tracker_kept_answers_bytes", "", ""] > 0
    assert after["tracker_snapshot", "", ""] == client.get("/readyz").json()["snapshot"]


def test_a_made_up_method_is_counted_among_the_others(client: CheckedClient) -> None:
    for number in range(3):
        client.raw.request(f"MADEUP{number}", "/v1/actors")
    names = {method for name, method, _ in counted(client) if name == "tracker_answers_total"}
    assert "other" in names
    assert not any(method.startswith("MADEUP") for method in names)
