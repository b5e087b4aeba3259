"""What other extractors answer to pages without annotations: several that agree are a teacher.

python -m tests.training.html.votes CORPUS… > votes.jsonl      (gzip it for `python -m tests.training.html`)
"""

import gzip
import json
import sys
from collections.abc import Callable
from typing import Any

import lxml.html
import trafilatura
from boilerpy3.extractors import ArticleExtractor
from readability import Document
from resiliparse.extract.html2text import extract_plain_text


def _trafilatura(html: str) -> object:
    return trafilatura.extract(html, include_comments=False)


def _trafilatura_precise(html: str) -> object:
    return trafilatura.extract(html, include_comments=False, favor_precision=True)


def _readability(html: str) -> object:
    return "\n".join(lxml.html.fromstring(Document(html).summary()).itertext())


def _resiliparse(html: str) -> object:
    return extract_plain_text(html, main_content=True)


def _boilerpipe(html: str) -> object:
    return ArticleExtractor().get_content(html)


EXTRACTORS: tuple[Callable[[str], object], ...] = (
    _trafilatura,
    _trafilatura_precise,
    _readability,
    _resiliparse,
    _boilerpipe,
)


def _answers(record: dict[str, Any]) -> list[str]:
    found: list[object] = []
    for extract in EXTRACTORS:
        try:
            found.append(extract(record["html"]))
        except (ValueError, TypeError, AttributeError, RuntimeError, lxml.etree.LxmlError) as error:
            sys.stderr.write(f"{record['id']}: {extract.__name__}: {error}\n")
    return [answer for answer in found if isinstance(answer, str) and answer]


def main() -> None:
    """Print a line for each page that no paragraphs are known of."""
    for corpus in sys.argv[1:]:
        with gzip.open(corpus, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                if not record.get("paragraphs"):
                    sys.stdout.write(json.dumps({"id": record["id"], "answers": _answers(record)}) + "\n")


if __name__ == "__main__":
    main()
