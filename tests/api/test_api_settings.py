import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from endmark.api import create_app
from endmark.api.serving import serve
from endmark.api.settings import Settings, SettingsError
from endmark.errors import RuleError


@pytest.fixture
def never_listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gunicorn.app.base.BaseApplication.run", lambda _: pytest.fail("it started"))


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("ENDMARK_")]:
        monkeypatch.delenv(name)


Set = Callable[[str, str], None]


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch) -> Set:
    return monkeypatch.setenv


def test_nothing_set() -> None:
    settings = Settings.from_environment()
    assert settings.max_bytes == 5_242_880
    assert settings.rules == ()
    assert 1 <= settings.processes <= 4


def test_what_is_set_is_used(environ: Set) -> None:
    environ("ENDMARK_MAX_BYTES", " 17 ")
    environ("ENDMARK_RULES", os.pathsep.join(["/one", "", "/two"]))
    environ("ENDMARK_WORKERS", "9")
    environ("ENDMARK_MAX_SECONDS", "0.5")
    environ("ENDMARK_API_KEYS", "0123456789abcdef, fedcba9876543210")
    environ("ENDMARK_DOCS", "off")
    environ("ENDMARK_LOG_LEVEL", "")
    settings = Settings.from_environment()
    assert (settings.max_bytes, settings.processes, settings.max_seconds) == (17, 9, 0.5)
    assert settings.rules == (Path("/one"), Path("/two"))
    assert [key.get_secret_value() for key in settings.api_keys] == ["0123456789abcdef", "fedcba9876543210"]
    assert not settings.docs
    assert settings.log_level == "info"


@pytest.mark.parametrize("value", ["0", "-1", "5MB", "1e6", "1_000", "٣", "9" * 5000, "0x10"])
@pytest.mark.parametrize("name", ["ENDMARK_MAX_BYTES", "ENDMARK_WORKERS", "ENDMARK_MAX_DEPTH"])
def test_no_count(environ: Set, name: str, value: str) -> None:
    environ(name, value)
    with pytest.raises(SettingsError, match=f"{name} is .*whole number"):
        Settings.from_environment()


@pytest.mark.parametrize("value", ["0", "-1", "0.0", "5s", "inf", "nan", "1e9"])
def test_no_seconds(environ: Set, value: str) -> None:
    environ("ENDMARK_MAX_SECONDS", value)
    with pytest.raises(SettingsError, match=r"ENDMARK_MAX_SECONDS is .*number of seconds.* \(for example 20\)"):
        Settings.from_environment()


def test_every_mistake_is_told_at_once(environ: Set) -> None:
    environ("ENDMARK_DOCS", "perhaps")
    environ("ENDMARK_LOG_LEVEL", "loud")
    with pytest.raises(SettingsError, match=r"(?s)ENDMARK_DOCS is 'perhaps'.*ENDMARK_LOG_LEVEL is 'loud'.*'debug'"):
        Settings.from_environment()


def test_a_short_key_is_refused_and_not_repeated(environ: Set) -> None:
    environ("ENDMARK_API_KEYS", "0123456789abcdef,hunter2")
    with pytest.raises(SettingsError, match=r"ENDMARK_API_KEYS.*16 characters") as told:
        Settings.from_environment()
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("ENDMARK_MAX_BYTE", "did you mean ENDMARK_MAX_BYTES?"),
        ("ENDMARK_max_bytes", "did you mean ENDMARK_MAX_BYTES?"),
        ("ENDMARK_COLOUR", "endmark serve --help"),
    ],
)
def test_an_unknown_name_is_an_error(environ: Set, name: str, hint: str) -> None:
    environ(name, "1")
    with pytest.raises(SettingsError, match=f"{name} is no setting; .*{re.escape(hint)}"):
        Settings.from_environment()


@pytest.mark.parametrize(
    "name",
    [
        "ENDMARK_URL",
        "ENDMARK_CORPUS",
        "ENDMARK_SERVICE_HOST",
        "ENDMARK_SERVICE_PORT_HTTP",
        "ENDMARK_PORT",
        "ENDMARK_PORT_8000_TCP_ADDR",
    ],
)
def test_what_others_call_endmark_is_left_alone(environ: Set, name: str) -> None:
    environ(name, "tcp://10.0.0.1:8000")
    assert Settings.from_environment() == Settings()


def test_the_environment_is_what_the_factory_reads(rules_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDMARK_MAX_BYTES", "10")
    monkeypatch.setenv("ENDMARK_RULES", str(rules_folder))
    client = create_app().test_client()
    assert client.post("/v1/strip", data=b"a" * 11, content_type="text/plain").status_code == 413
    monkeypatch.delenv("ENDMARK_RULES")
    builtin = create_app().test_client()
    assert client.get("/version").get_json()["sites"] == builtin.get("/version").get_json()["sites"] + 1


def test_an_empty_folder_changes_nothing(tmp_path: Path) -> None:
    book = Settings(rules=(tmp_path,)).load_book()
    assert [f.name for f in book.files] == [f.name for f in Settings().load_book().files]


@pytest.mark.usefixtures("never_listening")
def test_a_missing_folder_stops_the_start(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    with pytest.raises(SettingsError, match="nowhere: no such folder"):
        create_app(Settings(rules=(missing,)))
    with pytest.raises(SettingsError, match="nowhere: no such folder"):
        serve(rules_folders=[missing])


@pytest.mark.usefixtures("never_listening")
def test_broken_rules_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "example.org.yaml").write_text("site: [", encoding="utf-8")
    with pytest.raises(RuleError, match=r"example\.org\.yaml:\d+:\d+: "):
        serve(rules_folders=[tmp_path])
