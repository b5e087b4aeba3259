"""`endmark new`: the files of a site, to be filled in or made from an article in which somebody marked what must go."""

from pathlib import Path

import click

from endmark.checking import differences
from endmark.cli import placing, streams
from endmark.cli.failures import Failure
from endmark.cli.parameters import HostName
from endmark.errors import RuleError
from endmark.rules.book import RuleBook
from endmark.rules.fixtures import Fixture, has_header, header_line, marked, parse_fixture
from endmark.rules.loading import load_folder
from endmark.rules.utf8_files import decoded
from endmark.strip import strip
from endmark.suggesting.marked import Rule, rules_for

_EPILOG = """\b
Examples:
  endmark new gazette.example
  endmark new gazette.example marked.txt --url https://gazette.example/2025/bridge

\b
In FILE, what must go stands between markers, each thing with its heading and its buttons in one pair:
  The bridge is open again.
  <!--endmark:donation_appeal-->The Gazette has no owner. If you can, please support us.
  Not now<!--/endmark-->

\b
Exit codes:
  0  the files are written, and the fixtures come out as they expect
  1  a file cannot be used or is there already, or a fixture does not come out yet
  2  called wrongly
"""
_PASTE = (
    "Paste here what readers see:\nits heading, its sentences, the words on its buttons, the line that closes it.\n"
)
_STORY = "The bridge is open again, the council said on Monday. It had been closed for three weeks.\n"
_QUOTING = "“Paste here what readers see,” said the poster beside the bridge.\n"


@click.command("new", epilog=_EPILOG)
@click.argument("host", type=HostName())
@click.argument("file", required=False, metavar="[FILE|-]")
@click.option("--url", help="Where the article was found.  [default: an address of HOST]")
def command(*, host: str, file: str | None, url: str | None) -> None:
    """Start the rules of a site: rules/sites/HOST.yaml, and fixtures in fixtures/HOST/.

    Without FILE they are an example to be overwritten. FILE is an article in which what must go is marked as in a
    fixture: each thing that is marked becomes a rule, and the article two fixtures, as it is and without what it marks.
    A site that has rules gets these added.
    """
    url = url or f"https://{host}/article"
    if file:
        cuts, whole, rules = _from_article(file, host, url)
    elif placing.site_path(host).exists():
        raise Failure(f"{placing.site_path(host)} is there already; name a FILE in which what is new is marked")
    else:
        cuts, whole, rules = _example(host, url)
    fixtures = [cuts, whole]
    files = [(fixture.path, header_line(fixture.header) + marked(fixture)) for fixture in fixtures]
    placing.write([placing.rule_file(host, [((), rule) for rule in rules], add=True), *files])
    _try(fixtures)


def _from_article(file: str, host: str, url: str) -> tuple[Fixture, Fixture, list[Rule]]:
    """What is marked in an article: as fixtures, and as rules."""
    with streams.open_input(file) as opened:
        source = decoded(Path(file), opened.read()).removeprefix("\ufeff")
    header = {"url": url, "source": "pasted"}
    given = parse_fixture(Path(file), source if has_header(source) else header_line(header) + source)
    if not given.expected:
        raise Failure(f"{file}: nothing is marked; put what must go between <!--endmark:KIND--> and <!--/endmark-->")
    rules, problems = rules_for(given, _ids(host))
    if problems:
        raise RuleError(tuple(problems))
    stem = "pasted" if file == streams.STDIN else Path(file).stem
    return (
        _fixture(host, f"{stem}-cuts", marked(given), given.header),
        _fixture(host, f"{stem}-whole", given.body, given.header),
        rules,
    )


def _ids(host: str) -> list[str]:
    """The ids of the rules that a site has here."""
    path = placing.site_path(host)
    files = load_folder(placing.RULES)[0] if path.exists() else ()
    return [rule.id for file in files if file.name == f"sites/{path.name}" for rule in file.model.rules]


def _example(host: str, url: str) -> tuple[Fixture, Fixture, list[Rule]]:
    header = {"url": url, "source": "composed"}
    paste = f"<!--endmark:donation_appeal-->{_PASTE.rstrip()}<!--/endmark-->\n"
    return (
        _fixture(host, "example-cuts", _STORY + paste, header),
        _fixture(host, "example-whole", _STORY + _QUOTING, header),
        [{"id": "appeal", "kind": "donation_appeal", "passage": _PASTE}],
    )


def _fixture(host: str, stem: str, text: str, header: dict[str, str]) -> Fixture:
    return parse_fixture(placing.fixture_path(host, stem), header_line(header) + text)


def _try(fixtures: list[Fixture]) -> None:
    """Say what does not come out as the new fixtures expect, with the rules that are there now."""
    book = RuleBook.load(placing.RULES)
    found = [
        problem
        for fixture in fixtures
        for problem in differences(fixture, strip(fixture.document, url=fixture.url, site=fixture.site, book=book))
    ]
    for problem in found:
        click.echo(str(problem))
    if found:
        raise SystemExit(1)
