"""Cutting text into sentences and words, and words of six languages to put in their place."""

import re
from dataclasses import dataclass
from itertools import pairwise

_SENTENCE_END = re.compile(r"(?<=[^\s.!?…])[.!?…]+[\"”»“’')\]]*\s+|[。！？]+[」』）]*\s*")
_WORD = re.compile(r"[一-鿿々]+[ぁ-ゖ]*|[ァ-ヺー]+|[ぁ-ゖ]+|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_CJK = re.compile(r"[぀-ヿ一-鿿가-힣]")


def sentences(line: str) -> list[str]:
    """The sentences of a line; joined they are the line."""
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(line)), len(line)]
    return [line[a:b] for a, b in pairwise(cuts) if line[a:b].strip()]


def words(line: str) -> list[tuple[int, int]]:
    """Where each word stands. Japanese words are told by their script: kanji with its ending, kana, Latin."""
    return [match.span() for match in _WORD.finditer(line)]


def word_starts(line: str) -> list[int]:
    """Where a text cut off at its start may begin: after a space, or at a Japanese word."""
    if _CJK.search(line):
        return [start for start, _ in words(line)]
    return [0, *(match.end() for match in re.finditer(r"\s+", line) if match.end() < len(line))]


def letters(text: str) -> int:
    """How much a text says: its letters, a CJK sign counting for two."""
    return sum(c.isalpha() for c in text) + len(_CJK.findall(text))


@dataclass(frozen=True)
class Vocabulary:
    """Words that may stand in an appeal's place: single words, sentences, and foreign blocks."""

    words: tuple[str, ...]
    sentences: tuple[str, ...]
    foreign: tuple[str, ...]


_VOCABULARIES = {
    "en": Vocabulary(
        ("always", "further", "careful", "honest", "public", "stories", "together", "people", "remain"),
        ("This has not been an easy year.", "We ask for nothing more than that.", "Many of you wrote to us."),
        ("Advertisement", "Scroll to continue", "Story continues below advertisement"),
    ),
    "de": Vocabulary(
        ("immer", "weiter", "ehrlich", "sorgsam", "gemeinsam", "Menschen", "bleiben", "offen", "wieder"),
        (
            "Das war kein leichtes Jahr.",
            "Mehr verlangen wir nicht.",
            "Viele von Ihnen haben uns geschrieben.",
        ),
        ("Anzeige", "Artikel wird nach der Anzeige fortgesetzt", "Werbung"),
    ),
    "fr": Vocabulary(
        ("toujours", "encore", "honnête", "ensemble", "public", "parole", "demeure", "sincère", "souvent"),
        (
            "L’année n’a pas été facile.",
            "Nous ne demandons rien de plus.",
            "Vous êtes nombreux à nous écrire.",
        ),
        ("Publicité", "La suite après la publicité", "Annonce"),
    ),
    "es": Vocabulary(
        ("siempre", "todavía", "honesto", "juntos", "público", "palabra", "queda", "sincero", "adelante"),
        ("No fue un año fácil.", "No pedimos nada más que eso.", "Muchos de ustedes nos escribieron."),
        ("Publicidad", "La nota continúa después del anuncio", "Anuncio"),
    ),
    "ru": Vocabulary(
        ("всегда", "дальше", "честно", "вместе", "слово", "открыто", "люди", "снова", "бережно"),
        ("Этот год был нелёгким.", "Большего мы не просим.", "Многие из вас нам писали."),
        ("Реклама", "Продолжение после рекламы", "На правах рекламы"),
    ),
    "ja": Vocabulary(
        ("いつも", "誠実に", "一緒に", "言葉", "大切な", "静かに", "開かれた", "再び"),
        ("今年は楽な一年ではありませんでした。", "それ以上は望みません。", "多くのお便りをいただきました。"),
        ("広告", "広告の後に続きます", "スポンサーリンク"),
    ),
}


def vocabulary(language: str) -> Vocabulary:
    """A language's vocabulary; English for one that has none."""
    return _VOCABULARIES.get(language, _VOCABULARIES["en"])
