"""The shape of the code: imports point one way, and no module does two jobs."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import endmark

PACKAGE = Path(endmark.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

# What each part may import, beside itself. `""` is the package's own face, `from endmark import …`.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "metadata": set(),
    "page": {"metadata"},
    "rendering": {"page"},
    "model": {"errors", "metadata", "page", "rendering"},
    "submission": {"errors", "model"},
    "json_lines": {"errors", "submission"},
    "native": set(),
    "folding": {"errors", "model", "native"},
    "reading": {"errors", "page", "model", "folding", "native"},
    "selectors": {"page"},
    "judging": {"errors", "metadata", "page", "model", "folding", "selectors", "native"},
    "rules": {"errors", "page", "model", "folding", "selectors", "reading", "judging"},
    "cutting": {"model", "judging"},
    "rounds": {"model", "reading", "judging", "cutting"},
    "strip": {"errors", "model", "folding", "reading", "judging", "rules", "cutting", "rounds"},
    "explain": {"errors", "page", "model", "folding", "reading", "judging", "rules", "rounds", "strip"},
    "": {"errors", "metadata", "model", "reading", "rules", "strip"},
    "saved": {"errors", "model", "reading", "submission"},
    "exchange": {"model", "rules", "selectors"},
    "hits": {"errors", "model", "folding", "rules"},
    "replaying": {"model", "rules", "strip", "saved"},
    "checking": {"errors", "model", "folding", "rules", "strip"},
    "attempts": {"errors"},
    "scrapy": {"errors", "model", "reading", "rules", "strip", "attempts", "client"},
    "spark": {"errors", "model", "rules", "attempts", "bulk"},
    "client": {"errors", "model", "metadata", "reading"},
    "bulk": {"errors", "model", "reading", "rules", "strip", "submission", "json_lines", "attempts"},
    "suggesting": {
        "errors",
        "page",
        "model",
        "folding",
        "reading",
        "selectors",
        "judging",
        "rules",
        "strip",
        "saved",
        "checking",
    },
    "api": {"errors", "metadata", "model", "reading", "rules", "strip", "submission", "hits"},
    "cli": {
        "errors",
        "model",
        "reading",
        "rules",
        "strip",
        "explain",
        "submission",
        "json_lines",
        "saved",
        "checking",
        "suggesting",
        "replaying",
        "exchange",
        "hits",
        "bulk",
        "api",
    },
    "pytest_plugin": {"errors", "rules", "checking", "cli"},
}
ONLY_IN = {
    "flask": {"api"},
    "gunicorn": {"api"},
    "werkzeug": {"api"},
    "click": {"cli"},
    "rich": {"cli"},
    "selectolax": {"metadata", "page", "selectors", "reading", "rendering"},
    "lxml": {"selectors"},
    "nh3": {"rendering"},
    "html_to_markdown": {"rendering"},
    "charset_normalizer": {"reading"},
    "webencodings": {"reading"},
    "bs4": {"reading"},
    "rapidfuzz": {"judging", "suggesting"},
    "ruamel": {"rules"},
    "pydantic": {"rules", "api"},
    "pydantic_settings": {"api"},
    "prometheus_client": {"api"},
    "watchfiles": {"api"},
    "opentelemetry": {"api"},
    "flask_swagger_ui": {"api"},
    "pytest": {"pytest_plugin"},
    "fastwarc": {"bulk"},
    "httpx": {"client"},
    "scrapy": {"scrapy"},
    "twisted": {"scrapy"},
    "itemadapter": {"scrapy"},
    "pyarrow": {"bulk", "spark"},
    "pyspark": {"spark"},
}


def module_name(file: Path) -> str:
    name = ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts)
    return name.removesuffix(".__init__")


def part(module: str) -> str:
    """The part a module belongs to: `endmark.rules.book` is of `rules`."""
    _, _, inner = module.partition(".")
    return inner.partition(".")[0]


def imports(file: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative imports hide where they point"
            yield from submodules(node) or [str(node.module)]


def submodules(node: ast.ImportFrom) -> list[str]:
    """What `from endmark.rules import book` imports are modules, not names."""
    named = [f"{node.module}.{alias.name}" for alias in node.names]
    return [name for name in named if is_module(name)]


def is_module(name: str) -> bool:
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def test_the_modules_are_found_and_every_part_has_its_place() -> None:
    assert {part(module_name(file)) for file in MODULES} == set(MAY_IMPORT)


@pytest.mark.parametrize("file", MODULES, ids=module_name)
def test_imports_point_one_way(file: Path) -> None:
    own = part(module_name(file))
    reached = {part(name) for name in imports(file) if name.split(".")[0] == "endmark"}
    assert reached - {own} <= MAY_IMPORT[own]


@pytest.mark.parametrize("file", MODULES, ids=module_name)
def test_a_library_is_used_in_one_part_only(file: Path) -> None:
    libraries = {name.split(".")[0] for name in imports(file)}
    strangers = {name for name in libraries & ONLY_IN.keys() if part(module_name(file)) not in ONLY_IN[name]}
    assert not strangers


def test_library_and_command_do_without_any_extra() -> None:
    # In a process of its own, where none of an extra's libraries can be imported.
    program = """
import sys
for name in ("flask", "gunicorn", "werkzeug", "httpx", "scrapy", "twisted", "pyarrow", "fastwarc", "pyspark"):
    sys.modules[name] = None
from endmark import strip
from endmark.cli import main
assert strip("The bridge is closed.").body == "The bridge is closed."
main(["strip", "--help"])
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)
    assert (run.returncode, run.stderr) == (0, b"")
    assert b"Usage:" in run.stdout


@pytest.mark.parametrize("file", MODULES, ids=module_name)
def test_no_module_does_two_jobs(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400
