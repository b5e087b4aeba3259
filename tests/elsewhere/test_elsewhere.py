"""What the README shows for other callers. `.ci/run` runs curl and Node themselves; here goes what needs neither."""

import http.client
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from tests.client.conftest import Service, rules, service

__all__ = ["rules", "service"]  # fixtures of another folder's

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
SHOWN = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL))
REQUESTS = {
    "curl": re.search(r"-d '(.*?)'", SHOWN["curl"]),
    "fetch.mjs": re.search(r"JSON\.stringify\((.*?)\),\n\}\);", SHOWN["fetch.mjs"], re.DOTALL),
}


def test_the_shell_pipe(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text(SHOWN["articles.jsonl"], "utf-8")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    run = subprocess.run(
        ["/bin/sh", "-ec", SHOWN["pipe"]],
        cwd=tmp_path,
        env=os.environ | {"PATH": path},
        capture_output=True,
        check=True,
    )
    assert run.stdout.split(b"\n") == [b"The ferry is running again.", b"", b"The ferry is running again.", b""]


@pytest.mark.parametrize("name", REQUESTS)
def test_what_is_posted(service: Service, name: str) -> None:
    found = REQUESTS[name]
    assert found
    sent = re.sub(r",\s*\}", "}", re.sub(r"^\s*(\w+):", r'"\1":', found[1], flags=re.MULTILINE))
    assert "http://127.0.0.1:8000/v1/strip" in SHOWN[name]
    connection = http.client.HTTPConnection("127.0.0.1", service.port)
    connection.request("POST", "/v1/strip", json.dumps(json.loads(sent)), {"Content-Type": "application/json"})
    answer = json.loads(connection.getresponse().read())
    connection.close()
    assert answer["body"] == "The ferry is running again.\n"
    assert [cut["kind"] for cut in answer["removed"]] == ["donation_appeal"]


def test_the_compose_file_goes_with_the_dockerfile() -> None:
    compose = YAML(typ="safe").load(SHOWN["compose.yaml"])
    docker = (ROOT / "Dockerfile").read_text("utf-8")
    exposed, rules_folder = re.search(r"EXPOSE (\d+)", docker), re.search(r"ENDMARK_RULES=(\S+)", docker)
    assert exposed
    assert rules_folder
    services = compose["services"]
    assert services["scraper"]["environment"]["ENDMARK_URL"] == f"http://endmark:{exposed[1]}"
    assert services["endmark"]["volumes"] == [f"./my-rules:{rules_folder[1]}:ro"]
    assert services["scraper"]["depends_on"].keys() <= services.keys()
    assert "HEALTHCHECK" in docker  # else `service_healthy` never comes
