"""How the proof sheet words a piece of evidence: its value, where it was read, and by whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from reportgen.audit.proof import Calculation, Evidence, Head, Source
from reportgen.period import Period
from reportgen.place import ON_ITS_SIDE, UPRIGHT, Lines, Place
from reportgen.quantity.dates import print_date

_MOST_SPANS = 12
_LONGEST_TEXT = 30
"""What a cell shows of a text; the whole of it stands in its source."""


def value_words(evidence: Evidence) -> str:
    """An exact value in words, with all its digits and without its unit."""
    match evidence.value:
        case None:
            return "（敏感，不列出）" if evidence.sensitive else "缺"
        case Decimal() as value:
            words = f"{value:f}"
            return words.rstrip("0").removesuffix(".") if "." in words else words
        case date() as day:
            return print_date(day)
        case text:
            return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"


def called(evidence: Evidence) -> str:
    """What a row calls it; a value made in the template has no name, and its formula stands beside."""
    calculated = isinstance(evidence.origin, Calculation) and not (evidence.indicator or evidence.title)
    return ("文中算得" if calculated else evidence.name) + ("（目标）" if evidence.target else "")


def with_unit(evidence: Evidence) -> str:
    """A value with its unit, shortened to what a line can hold: 1360户, 77.5813…%."""
    words = value_words(evidence)
    if isinstance(evidence.value, Decimal):
        whole, point, rest = words.partition(".")
        words = f"{whole}.{rest[:4]}…" if len(rest) > 6 else f"{whole}{point}{rest}"
        words += evidence.unit
    return words


def where_and_when(evidence: Evidence, head: Head) -> str:
    """Area and period, as far as they are not the report's own."""
    period = period_words(evidence)
    return "　".join(word for word, own in ((evidence.area, head.area), (period, head.period)) if word and word != own)


def period_words(evidence: Evidence) -> str:
    """The period in words: 2023年上半年."""
    return _period_words(evidence.period)


@lru_cache(maxsize=256)
def _period_words(short: str) -> str:
    try:
        return Period.parse(short).title if short else ""
    except ValueError:
        return short


def source_words(origin: Source) -> str:
    """Where a value was read, without the folders: 2023上半年.xlsx〔防止返贫监测〕C7."""
    if origin.place is None:
        return origin.path
    file = origin.place.file.rpartition("/")[2]
    words = str(Place(file, origin.place.line, origin.place.sheet, origin.place.cell, origin.place.paragraph))
    return words + row_words(origin.rows, ON_ITS_SIDE if origin.turned else UPRIGHT) if origin.rows else words


def row_words(rows: tuple[int, ...], lines: Lines = UPRIGHT) -> str:
    """Name rows, neighbours drawn together.

    >>> row_words((3, 4, 5, 9)), row_words((3, 4, 5, 9), ON_ITS_SIDE)
    ('第3—5、9行（共4行）', 'C—E、I列（共4列）')
    """
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    named = (dict.fromkeys(map(lines.number, span)) for span in spans[:_MOST_SPANS])
    words = "、".join("—".join(ends) for ends in named)
    more = "等" if len(spans) > _MOST_SPANS else ""
    return f"{lines.rows(words + more)}（共{len(rows)}{lines.row}）"


def provider(origin: Source | Calculation) -> str:
    """Who says so and who filled it in, one a line."""
    if isinstance(origin, Calculation):
        return ""
    return "\n".join(word for word in (origin.source, origin.reported_by) if word)
