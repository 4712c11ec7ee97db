"""Whether a document shows what must not leave the office: IDs, mobile and card numbers that nobody has hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from reportgen.document import Line, Role, Run, Trail
from reportgen.errors import Finding, Severity
from reportgen.fact import CellOrigin, Fact
from reportgen.place import Place
from reportgen.quantity.identifiers import Identifier, find_identifiers, without_identifiers

_AROUND = 12
_PARAGRAPH = re.compile(r"第(\d+)段")
_CELL = re.compile(r"(表\d+)第(\d+)行第(\d+)列")

Typed = Callable[[str], "Place | None"]
"""Gives the place of a template or spec where a text is typed; None where it is in none of them."""


def bare_identifiers(trail: Trail, names: Mapping[str, str], typed: Typed) -> tuple[Finding, ...]:
    """Find each bare ID, mobile or card number of a document, its title and its files' names; each stops the build.

    names  what else is made of the report's words: "标题" → its text, "文件名" → the file's name
    """
    findings: list[Finding] = []
    headings: dict[tuple[str, str], str] = {}
    for line in trail.lines:
        cell = _CELL.fullmatch(line.where) if line.role is Role.CELL else None
        if cell and cell[2] == "1":
            headings[cell[1], cell[3]] = line.text
        heading = headings.get((cell[1], cell[3]), "") if cell and cell[2] != "1" else ""
        findings += _of_line(line, heading, typed)
    # A title that shows one is a paragraph as well, and is mended there.
    told = {one.text for line in trail.lines for one in find_identifiers(line.text)}
    for what, text in names.items():
        alone = (one for one in find_identifiers(text) if one.text not in told)
        findings += (_finding(Place(what), what, one, text, typed(one.text)) for one in alone)
    return tuple(findings)


def _of_line(line: Line, heading: str, typed: Typed) -> Iterator[Finding]:
    text = line.text
    for one in find_identifiers(text, heading=heading):
        runs = [run for start, end, run in _spans(line) if start < one.end and end > one.start]
        facts = [fact for run in runs for fact in run.facts]
        if facts and all(_is_amount(fact) for fact in facts):
            continue
        match = _PARAGRAPH.fullmatch(line.where)
        place = Place("正文", paragraph=int(match[1])) if match else Place("正文")
        cells = _cells(facts)
        origin: Place | str | None = "、".join(cells) if cells else typed(one.text)
        yield _finding(place, "" if match else line.where, one, text, origin, facts)


def _finding(
    place: Place, where: str, one: Identifier, text: str, origin: Place | str | None, facts: list[Fact] | None = None
) -> Finding:
    before = without_identifiers(text[max(0, one.start - _AROUND) : one.start])
    after = without_identifiers(text[one.end : one.end + _AROUND])
    came = f"，来自{origin}" if origin else ""
    words = f"{where}有没有脱敏的{one.kind}“{one.hidden}”{came}：{before}【{one.hidden}】{after}"
    names = "、".join(dict.fromkeys(fact.title or fact.indicator for fact in facts or () if not fact.sensitive))
    advice = "不该印的请删去；要印的，请写成“…|脱敏”。"
    if names:
        advice = f"请在指标表里把“{names}”标为敏感（敏感: 是），模板里写成“…|脱敏”；不该印的请删去。"
    return Finding("PROOF-SENSITIVE", Severity.ERROR, place, words.replace("\n", ""), advice)


def _spans(line: Line) -> Iterator[tuple[int, int, Run]]:
    start = 0
    for run in line.runs:
        end = start + len(run.text)
        yield start, end, run
        start = end


def _is_amount(fact: Fact) -> bool:
    """Whether a fact is an amount or a count, however many digits it has: it has a unit, or was computed."""
    return isinstance(fact.value, Decimal) and (bool(fact.unit) or fact.derived)


def _cells(facts: list[Fact]) -> list[str]:
    """The cells that the facts were read from, three at most."""
    sources = (source.origin for fact in facts for source in fact.sources())
    places = dict.fromkeys(str(one.place) for one in sources if isinstance(one, CellOrigin))
    return list(places)[:3]
