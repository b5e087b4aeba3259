"""Labelled texts of real pages (`text-*.jsonl.gz`), laid out as judging sees them."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from endmark import read
from endmark.judging.generic.layout import Layout, lay_out
from endmark.judging.generic.marking import Marking
from endmark.judging.generic.phrasebook import Heard, Phrasebook, words_by_block
from endmark.judging.generic.wording import Grams, grams_of
from endmark.judging.sheet import Sheet

BITS = 17  # of the table of word weights
BOILERPLATE = ("tail", "inline", "head")
# Sites that share furniture are held out together.
FAMILIES = {
    "funke": "waz.de morgenpost.de abendblatt.de braunschweiger-zeitung.de",
    "postmedia": "nationalpost.com ottawacitizen.com canada.com theprovince.com financialpost.com",
    "springer": "welt.de bild.de",
    "nine": "9news.com.au nine.com.au",
    "conde nast": "wired.com newyorker.com",
    "vox": "theverge.com vox.com dawgsbynature.com",
    "caxton": "citizen.co.za eyethunews.co.za dizindaba.co.za durbanlocal.co.za ilanganews.co.za",
    "independent media": "isolezwe.co.za isolezwesixhosa.co.za",
    "styria": "diepresse.com kleinezeitung.at",
    "penske": "rollingstone.com hollywoodreporter.com",
    "dow jones": "wsj.com barrons.com",
    "paramount": "cbssports.com cbsnews.com",
    "fox": "foxnews.com foxbusiness.com",
    "dvh": "zeit.de tagesspiegel.de",
}
_FAMILY_OF = {site: family for family, sites in FAMILIES.items() for site in sites.split()}
_TITLE_BLOCKS = 4  # blocks above the story that may be its title: nothing is learned from them


@dataclass(frozen=True)
class Page:
    """One scraper's text of one page, block by block. `labels` are body, head, tail, inline, mixed or ignore."""

    host: str
    site: str
    family: str
    source: str
    name: str
    labels: NDArray[np.str_]
    layout: Layout
    marking: Marking
    grams: Grams

    @property
    def is_title(self) -> NDArray[np.bool_]:
        """The blocks right above the story."""
        found = np.zeros(len(self.labels), dtype=np.bool_)
        body = np.flatnonzero(self.labels == "body")
        if len(body):
            found[max(0, body[0] - _TITLE_BLOCKS) : body[0]] = True
        found &= self.labels == "head"
        return found


def load(path: Path, phrases: Phrasebook) -> list[Page]:
    """The pages of a corpus, marked with phrases."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [page for row in file for page in _pages(json.loads(row), phrases)]


def _pages(row: dict[str, Any], phrases: Phrasebook) -> Iterator[Page]:
    lines, separator = row["lines"], row["sep"]
    sheet = Sheet(read(separator.join(line["text"] for line in lines)))
    if not sheet.blocks:
        return
    ends = np.cumsum([len(line["text"]) + len(separator) for line in lines])
    of_block = ends.searchsorted([block.left for block in sheet.blocks], side="right")
    layout = lay_out(sheet)
    yield Page(
        host=urlsplit(row["url"]).hostname or "",
        site=row["site"],
        family=family_of(row["site"]),
        source=row["source"],
        name=row["page"],
        labels=np.array([lines[i]["label"] for i in of_block]),
        layout=layout,
        marking=Marking.of(words_by_block(sheet, layout), layout, phrases, Heard()),
        grams=grams_of(layout, BITS),
    )


def family_of(site: str) -> str:
    """The publisher of a site, or the site itself."""
    return _FAMILY_OF.get(site, site)
