"""What is shipped to run it by says what the service does: names, paths, users and times."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from ruamel.yaml import YAML

from endmark import RuleBook
from endmark.api.serving import OPTIONS
from endmark.api.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "service" / "deploy"
README = (ROOT / "README.md").read_text("utf-8")
SETTINGS = {setting.name for setting in Settings.table()}


def documents(name: str) -> list[dict[str, Any]]:
    return list(YAML(typ="safe", pure=True).load_all((DEPLOY / name).read_text("utf-8")))


@pytest.fixture(scope="module")
def pod() -> dict[str, Any]:
    [deployment] = [found for found in documents("kubernetes.yaml") if found["kind"] == "Deployment"]
    template: dict[str, Any] = deployment["spec"]["template"]["spec"]
    return template


def test_every_setting_that_a_file_names_is_one() -> None:
    for file in (*DEPLOY.glob("*.yaml"), ROOT / "Dockerfile"):
        assert set(re.findall(r"\bENDMARK_[A-Z_]+\b", file.read_text("utf-8"))) <= SETTINGS


def test_the_pod_is_locked_down(pod: dict[str, Any]) -> None:
    [container] = pod["containers"]
    user = re.search(r"^USER (\d+):(\d+)$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    assert user
    assert (pod["securityContext"]["runAsUser"], pod["securityContext"]["runAsGroup"]) == (int(user[1]), int(user[2]))
    assert container["securityContext"] == {
        "readOnlyRootFilesystem": True,
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["resources"]["limits"].keys() == {"cpu", "memory"}
    assert pod["enableServiceLinks"] is False  # else ENDMARK_PORT and more would be in the environment


def test_probes_ask_what_is_answered(pod: dict[str, Any], client: FlaskClient) -> None:
    [container] = pod["containers"]
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        assert client.get(container[probe]["httpGet"]["path"]).status_code == 200
        assert container[probe]["httpGet"]["port"] == container["ports"][0]["name"]


def test_a_pod_has_time_to_answer_what_is_in_flight(pod: dict[str, Any]) -> None:
    [compose] = documents("compose.yaml")
    graceful = int(str(OPTIONS["graceful_timeout"]))
    sleep = re.search(r"sleep\((\d+)\)", str(pod["containers"][0]["lifecycle"]))
    assert sleep
    assert pod["terminationGracePeriodSeconds"] > graceful + int(sleep[1])
    assert int(compose["services"]["endmark"]["stop_grace_period"].removesuffix("s")) > graceful


def test_rules_of_the_config_map_land_where_they_are_loaded(pod: dict[str, Any], tmp_path: Path) -> None:
    [config] = [found for found in documents("kubernetes.yaml") if found["kind"] == "ConfigMap"]
    [volume] = [volume for volume in pod["volumes"] if volume["name"] == "rules"]
    for item in volume["configMap"]["items"]:
        file = tmp_path / item["path"]
        file.parent.mkdir(exist_ok=True)
        file.write_text(config["data"][item["key"]], "utf-8")
    assert len(RuleBook.only(tmp_path).sites) == len(config["data"])
    [mount] = [mount for mount in pod["containers"][0]["volumeMounts"] if mount["name"] == "rules"]
    assert f"ENDMARK_RULES={mount['mountPath']}\n" in (ROOT / "Dockerfile").read_text("utf-8")


def test_the_composed_service_is_locked_down() -> None:
    [compose] = documents("compose.yaml")
    service = compose["services"]["endmark"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["mem_limit"]
    assert (DEPLOY / service["build"]).resolve() == ROOT


def test_the_readme_lists_every_setting_as_it_is() -> None:
    configure = README.partition("\n### Configure\n")[2].partition("\n### ")[0]
    rows = dict(re.findall(r"^\| `(ENDMARK_[A-Z_]+)` \| (.*\|.*) \|$", configure, re.MULTILINE))
    assert rows == {setting.name: f"{setting.meaning} | {setting.default}" for setting in Settings.table()}


def test_the_readme_names_every_endpoint(client: FlaskClient) -> None:
    paths = json.loads(client.get("/openapi.json").data)["paths"]
    for path in paths:
        assert path.replace("{host}", "HOST") in README


def test_the_readme_names_every_metric(client: FlaskClient) -> None:
    for name in re.findall(r"^# HELP (endmark_\w+)", client.get("/metrics").text, re.MULTILINE):
        assert name in README or name.endswith("_created")  # the client library's own
