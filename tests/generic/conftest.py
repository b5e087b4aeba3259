"""Rule folders of a test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from endmark import RuleBook


@pytest.fixture
def book(tmp_path: Path) -> Callable[[dict[str, str]], RuleBook]:
    """Makes a book of nothing but the files given: names in the rules folder, and what they say."""

    def made(files: dict[str, str]) -> RuleBook:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return RuleBook.only(tmp_path)

    return made
