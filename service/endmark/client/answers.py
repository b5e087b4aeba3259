"""An answer to the result that it was made of: body, removed and kept give the document's text by their offsets."""

from collections.abc import Iterator, Mapping
from typing import Any

from endmark.metadata import Metadata
from endmark.model import Cut, Document, Kind, Position, Refusal, Result, Segment
from endmark.reading import lines

Answer = Mapping[str, Any]


def result_of(answer: Answer, url: str | None = None) -> Result:
    """The result. Raises KeyError, TypeError or ValueError for what is no answer of the service."""
    segments = tuple(_segments(answer))
    text = "".join(segment.text for segment in segments)
    if len(text) != answer["length"]:
        raise ValueError("the segments do not make up the text")
    result = Result(
        document=Document(text, lines.split, input=answer["input"]),
        segments=segments,
        refused=tuple(_refusal(refused) for refused in answer["refused"]),
        url=url,
        site=answer["site"],
        notes=tuple(answer["notes"]),
    )
    # A cached property: here it is known before it is asked for, and there is no page to read it from.
    vars(result)["metadata"] = answer["metadata"] and Metadata(**answer["metadata"])
    return result


def _segments(answer: Answer) -> Iterator[Segment]:
    """The body between the cuts, and the cuts."""
    body, read, end = answer["body"], 0, 0
    cuts = [(cut, kept) for kept in (False, True) for cut in answer["kept" if kept else "removed"]]
    for cut, kept in sorted(cuts, key=lambda item: int(item[0]["start"])):
        if gap := cut["start"] - end:
            yield Segment(start=end, end=cut["start"], text=body[read : read + gap])
        read += gap + kept * len(cut["text"])
        end = cut["end"]
        yield _cut_segment(cut, kept=kept)
    if read < len(body) or not cuts:
        yield Segment(start=end, end=end + len(body) - read, text=body[read:])


def _cut_segment(cut: Answer, *, kept: bool) -> Segment:
    return Segment(
        start=cut["start"],
        end=cut["end"],
        text=cut["text"],
        cut=_cut(cut),
        position=Position(cut["position"]),
        kept=kept,
        also=tuple(cut["also"]),
    )


def _cut(cut: Answer) -> Cut:
    told = {name: cut[name] for name in ("start", "end", "rule", "file", "reason")}
    return Cut(kind=Kind(cut["kind"]), **told)


def _refusal(refused: Answer) -> Refusal:
    return Refusal(cut=_cut(refused), guard=refused["guard"])
