"""Metrics: what a process counts, in a form that Prometheus reads."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from tests.clients import CheckedClient

MONITORING = Path(__file__).parents[2] / "docs" / "monitoring"


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


def test_the_state_of_queues_limits_database_and_webhooks_is_told(client: CheckedClient) -> None:
    text = client.get("/metrics").text
    for queue in ("quick", "costly", "writes", "bodies"):
        assert f'tracker_waiting{{queue="{queue}"}} 0.0' in text
    assert re.search(r"^tracker_database_seconds [0-9.e-]+$", text, re.MULTILINE)
    assert re.search(r"^tracker_webhook_lag_seconds 0.0$", text, re.MULTILINE)
    assert re.search(r"^tracker_wal_bytes [0-9.e+]+$", text, re.MULTILINE)


def test_the_metrics_take_a_key_where_one_is_set(seeded: Database) -> None:
    url = seeded.url.render_as_string(hide_password=False)
    settings = Settings.model_validate({"database_url": url, "metrics_key": "sesame", "limit_requests": "1 per hour"})
    with TestClient(create_app(settings)) as client:
        for wrong in ({}, {"Authorization": "Bearer other"}, {"Authorization": "Basic sesame"}):
            assert client.get("/metrics", headers=wrong).status_code == 401
        assert [client.get("/v1/actors?limit=4").status_code, client.get("/v1/actors?limit=5").status_code] == [
            200,
            429,
        ]
        told = client.get("/metrics", headers={"Authorization": "Bearer sesame"})
        assert 'tracker_refused_total{quota="requests"} 1.0' in told.text
    assert "sesame" not in repr(settings)


def test_the_alerts_and_the_dashboard_ask_for_what_is_told(client: CheckedClient) -> None:
    families = {family.name for family in text_string_to_metric_families(client.get("/metrics").text)}
    told = {f"{name}{ending}" for name in families for ending in ("", "_total", "_bucket", "_count", "_sum")}
    dashboard = json.loads((MONITORING / "dashboard.json").read_text("utf-8"))
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    asked += re.findall(r"expr: (.*)", (MONITORING / "alerts.yaml").read_text("utf-8"))
    assert len(asked) > 12
    names = {name for expression in asked for name in re.findall(r"\b(?:tracker|process)_[a-z_]+", expression)}
    assert names - told == set()


def test_the_alerts_are_rules_that_prometheus_takes() -> None:
    if shutil.which("promtool") is None:
        pytest.skip("there is no promtool on this machine; .ci/run installs Debian's, with prometheus")
    subprocess.run(["promtool", "check", "rules", MONITORING / "alerts.yaml"], check=True, timeout=60)
