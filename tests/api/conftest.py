"""An application over one site's rules, and the same under a real gunicorn."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from endmark import RuleBook
from endmark.api import create_app
from endmark.api.rule_set import Rules, RuleSet
from endmark.api.settings import Settings

RULES = """\
site: The Example
hosts: [example.com]
languages: [en]
rules:
  - id: appeal
    kind: donation_appeal
    line: "Please support The Example today!"
  - id: end
    kind: end_mark
    line: {regex: "-+ end -+"}
  - id: watched
    kind: tags
    line: "Filed under bridges"
    status: shadow
"""
MAX_BYTES = 4096


@pytest.fixture(scope="session")
def rules_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "sites").mkdir()
    (folder / "sites" / "example.com.yaml").write_text(RULES, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def book(rules_folder: Path) -> RuleBook:
    return RuleBook.only(rules_folder)


@pytest.fixture
def client(book: RuleBook) -> Iterator[FlaskClient]:
    app = create_app(Settings(max_bytes=MAX_BYTES), Rules(RuleSet(book, 0)))
    with app.test_client() as client:
        yield client


@pytest.fixture
def unlimited(book: RuleBook) -> Iterator[FlaskClient]:
    with create_app(Settings(), Rules(RuleSet(book, 0))).test_client() as client:
        yield client
