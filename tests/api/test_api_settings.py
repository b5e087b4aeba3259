import os
from pathlib import Path

import pytest

from endmark.api import create_app
from endmark.api.serving import serve
from endmark.api.settings import DEFAULT_MAX_BYTES, Settings, SettingsError
from endmark.errors import RuleError


@pytest.fixture
def never_listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gunicorn.app.base.BaseApplication.run", lambda _: pytest.fail("it started"))


def test_nothing_set() -> None:
    settings = Settings.from_environment({})
    assert settings.max_bytes == DEFAULT_MAX_BYTES == 5_242_880
    assert settings.rules == ()
    assert 1 <= settings.workers <= 4


def test_all_set() -> None:
    folders = os.pathsep.join(["/one", "", "/two"])
    environ = {"ENDMARK_MAX_BYTES": " 17 ", "ENDMARK_RULES": folders, "ENDMARK_WORKERS": "9"}
    assert Settings.from_environment(environ) == Settings(17, (Path("/one"), Path("/two")), 9)


@pytest.mark.parametrize("value", ["0", "-1", "5MB", "1e6", "1_000", "٣", "9" * 5000, "0x10"])
@pytest.mark.parametrize("name", ["ENDMARK_MAX_BYTES", "ENDMARK_WORKERS"])
def test_no_count(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is .*whole number"):
        Settings.from_environment({name: value})


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
        create_app(settings=Settings(rules=(missing,)))
    with pytest.raises(SettingsError, match="nowhere: no such folder"):
        serve(rules_folders=[missing])


@pytest.mark.usefixtures("never_listening")
def test_broken_rules_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "example.org.yaml").write_text("site: [", encoding="utf-8")
    with pytest.raises(RuleError, match=r"example\.org\.yaml:\d+:\d+: "):
        serve(rules_folders=[tmp_path])
