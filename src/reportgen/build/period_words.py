"""How a period is written inside a file name, a sheet's title or a caption, and how that is moved to another period."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.period import Kind, Period

_TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})")


def moved(text: str, old: Period, new: Period) -> str:
    """Write `new` wherever the text says `old`; what stands in Jinja tags follows by itself and is left.

    >>> moved("data/{{ 年 }}上半年.xlsx", Period.parse("2023H1"), Period.parse("2023H2"))
    'data/{{ 年 }}下半年.xlsx'
    >>> moved("2023年统计表", Period.parse("2023"), Period.parse("2024"))
    '2024年统计表'
    """
    pieces = _TAG.split(text)
    out: list[str] = []
    for index, piece in enumerate(pieces):
        if index % 2:
            out.append(piece)
            continue
        # A tag before the piece stands for the year, as digits would.
        after_year = index > 0
        for pattern, put in _rules(old, new):
            piece = re.sub(pattern, put, piece)
        if old.kind is Kind.YEAR is not new.kind and after_year:
            piece = re.sub(r"^年(?!度|[上下]半年)", f"年{_part(new)}", piece)
        if old.kind is not Kind.YEAR is new.kind and after_year and not piece.startswith("年"):
            piece = re.sub(r"^(?=[.\w])", "年", piece) if pieces[index] != piece else piece
        out.append(piece)
    return "".join(out)


def _part(period: Period) -> str:
    """The part of its year, in words; nothing for a whole year."""
    return period.title.removeprefix(f"{period.year}年")


def _rules(old: Period, new: Period) -> Iterator[tuple[str, str]]:
    """Patterns and what replaces them, the longest form first."""
    year, to_year = str(old.year), str(new.year)
    if old.kind is Kind.YEAR:
        if new.kind is not Kind.YEAR:
            yield rf"(?<!\d){year}年度?(?![上下]半年|第|\d)", new.title
        yield rf"(?<!\d){year}(?!\d)", to_year
        return
    to_short = str(new).removeprefix(to_year)
    yield rf"(?<!\d){re.escape(str(old))}(?!\d)", str(new)
    yield rf"(?<!\d){re.escape(old.title)}", new.title
    words = re.escape(_part(old))
    if old.kind is Kind.QUARTER:
        words = f"第?{words.removeprefix('第')}"
    yield rf"(?<!\d){year}{words}", f"{to_year}{_part(new)}" if _part(new) else f"{to_year}年"
    yield rf"(?<!\d){words}", _part(new)
    if old.kind is not Kind.MONTH:
        yield rf"(?<![A-Za-z\d]){re.escape(str(old).removeprefix(year))}(?![A-Za-z\d])", to_short
    yield rf"(?<!\d){year}(?!\d)", to_year
