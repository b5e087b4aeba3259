"""One article on the command line: the options that say what it is, and reading it."""

from pathlib import PurePath
from typing import BinaryIO

import click

from endmark.cli import streams
from endmark.cli.failures import Failure
from endmark.cli.parameters import KindList
from endmark.errors import InputError
from endmark.model import Document, Format, Kind
from endmark.reading import read

_PAGES = {".html", ".htm", ".xhtml"}

file_argument = click.argument("file", required=False, metavar="[FILE|-]")
url_option = click.option("--url", help="Where the article was found; its host chooses the site's rules.")
site_option = click.option("--site", metavar="HOST", help="The site whose rules to use, whatever the URL says.")
keep_option = click.option(
    "--keep",
    type=KindList(),
    multiple=True,
    metavar="KIND",
    callback=lambda _context, _option, kinds: frozenset[Kind]().union(*kinds),
    help="Leave this kind in the body and report it all the same (repeatable, or with commas).",
)
charset_option = click.option(
    "--charset", metavar="NAME", help="The input's encoding. Else: its byte order mark, or detected."
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),  # of an enum, click would take the names
    default=Format.TEXT.value,
    show_default=True,
    callback=lambda _context, _option, form: Format(form),
    help="The body as text, as a safe HTML fragment with absolute links, or as Markdown.",
)
figures_option = click.option(
    "--figures", is_flag=True, help="With html and markdown: the pictures between the body's paragraphs, with captions."
)
html_option = click.option(
    "--html", is_flag=True, help="The input is a web page (.html, .htm and .xhtml files always are)."
)


def read_article(source: BinaryIO, file: str | None, *, charset: str | None, html: bool) -> Document:
    """The article that the named file holds. A failure that names the file if it cannot be used."""
    name = "standard input" if file in {None, streams.STDIN} else str(file)
    try:
        return read(source.read(), charset=charset, html=html or PurePath(name).suffix.lower() in _PAGES)
    except InputError as error:
        raise Failure(f"{name}: {error}") from error
