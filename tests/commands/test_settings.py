"""Settings: printed whole, and what is wrong with one is named."""

import re
from pathlib import Path

import pytest

from app.main import from_environment
from app.settings import Settings, Unknown
from tests.commands.running import run


def test_settings_are_printed_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", "postgresql://her:hidden@db.example.org/tracker?sslpassword=hidden")
    monkeypatch.setenv("TRACKER_PUBLIC_URL", f"https://example.org/{'long' * 50}")
    monkeypatch.setenv("TRACKER_SECRET", "hidden" * 8)
    printed = run("settings", status=0).stdout
    assert "\nTRACKER_SECRET=***\n" in printed
    for name, field in Settings.model_fields.items():
        assert re.search(rf"^TRACKER_{name.upper()}(=| is not set$)", printed, re.MULTILINE), name
        assert " ".join(str(field.description).split()) in " ".join(printed.split())
    assert f"TRACKER_PUBLIC_URL=https://example.org/{'long' * 50}\n" in printed
    assert "her:***@db.example.org/tracker" in printed
    assert "hidden" not in printed


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("TRACKER_DATABSE_URL", "TRACKER_DATABASE_URL"), ("tracker_pool", "TRACKER_POOL_SIZE"), ("TRACKER_PORT", None)],
)
def test_a_mistyped_setting_is_named_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, unused: str, tmp_path: Path, name: str, nearest: str | None
) -> None:
    monkeypatch.setenv(name, "8001")
    said = run("migrate", status=2, url=unused).stderr
    assert said.startswith(f"{name} is no setting. ")
    assert (f"Did you mean {nearest}?" if nearest else "tracker settings") in said
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Unknown, match=name):
        from_environment()


def test_what_a_platform_sets_is_no_mistake(monkeypatch: pytest.MonkeyPatch, unused: str) -> None:
    for name, value in (
        ("PORT", "tcp://10.0.0.1:8000"),
        ("PORT_8000_TCP_ADDR", "10.0.0.1"),
        ("SERVICE_HOST", "x"),
        ("DB_SERVICE_HOST", "x"),
    ):
        monkeypatch.setenv(f"TRACKER_{name}", value)
    run("migrate", status=0, url=unused)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"POOL_SIZE": "many"}, "TRACKER_POOL_SIZE: must be a whole number"),
        ({"PUBLIC_URL": "example.org"}, "TRACKER_PUBLIC_URL: "),
        ({"ALLOWED_HOSTS": "https://example.org"}, "TRACKER_ALLOWED_HOSTS: 'https://example.org' is no host"),
        ({"ALLOWED_HOSTS": "*"}, "TRACKER_ALLOWED_HOSTS: '*' is no host"),
        ({"LOG_LEVEL": "[/loud]"}, "TRACKER_LOG_LEVEL: must be one of debug"),
        ({"DATABASE_URL": "mysql://x"}, "TRACKER_DATABASE_URL: must be sqlite:///a-file or postgresql://…"),
        ({"DATABASE_URL": "sqlite:///x.db?mode=memory"}, "TRACKER_DATABASE_URL: must be sqlite:///a-file"),
        ({"SECRET": "guessed, guessed"}, "TRACKER_SECRET: must have at least 32 characters"),
        ({"READ_DATABASE_URL": "sqlite:///x.db"}, "TRACKER_READ_DATABASE_URL: replicas need postgresql://"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], said: str) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"TRACKER_{name}", value)
    printed = run("settings", status=2).stderr
    assert printed.startswith(said)
    assert "guessed" not in printed
