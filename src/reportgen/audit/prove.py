"""How a trail becomes a proof: every number with its evidence or its class, and the words around it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reportgen.audit.evidence import EvidenceBook
from reportgen.audit.proof import Head, Kind, Number, Proof, Use
from reportgen.audit.typed import Known, Span, typed_numbers
from reportgen.document import Line, Role, Run, Trail
from reportgen.errors import Finding, Severity
from reportgen.fact import Fact
from reportgen.place import Place
from reportgen.quantity.identifiers import without_identifiers

_AROUND = 16
_SECTION = 16
_STOPS = "。；！？\n"
# A number cut in two would read as another number.
_HALF_BEFORE = re.compile(r"^[0-9.,%％]+")
_HALF_AFTER = re.compile(r"[0-9.,]+$")
_CELL = re.compile(r"(.*?表\d+)第(\d+)行第(\d+)列")
_DATA = (Kind.LITERAL, Kind.DECLARED)
"""What a number of somebody's own words is quoted as; a date or a numbering in them is that still."""
_NUMBERED = frozenset({Role.COPY_NO, Role.SECRECY, Role.NUMBER, Role.ISSUE_NO, Role.COPIES})
"""What numbers the document itself: 000001, 秘密★1年, 共印30份."""
_NUMBERING_COLUMNS = {"序号", "编号", "项次", "次序", "行次"}


def prove(
    trail: Trail,
    *,
    head: Head | None = None,
    names: Iterable[str] = (),
    literals: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
    book: EvidenceBook | None = None,
) -> Proof:
    """Make the proof of a document from its trail alone.

    names     names of areas and offices, whose numerals are no numbers
    literals  the report spec's `literals:`, text → reason
    files     sha256 of the source files by their place's file name, where known
    book      takes the evidence, where several proofs share it; each proof then holds all of the book so far
    """
    book = book or EvidenceBook()
    known = Known.of(names, literals or {})
    cells = _CellHeadings.of(trail)
    numbers: list[Number] = []
    declared: set[str] = set()
    section = ""
    for line in trail.lines:
        if line.role.level:
            section = _short(line.text)
        for number, key in _numbers_of(line, section, known, cells, book):
            numbers.append(number)
            declared.add(key)
    book.forget()
    unused = tuple(without_identifiers(key) for key in known.literals if key not in declared)
    return Proof(head or Head(), tuple(numbers), book.evidence, unused, dict(files or {}))


def proof_findings(proof: Proof) -> tuple[Finding, ...]:
    """Tell what a signer must know: numbers typed without a word of explanation, and declarations that nothing uses."""
    findings: list[Finding] = []
    document = proof.head.document or "正文"
    for number in proof.numbers:
        if number.kind is Kind.LITERAL:
            place = Place(document, paragraph=_paragraph(number))
            where = "" if place.paragraph else number.where
            around = f"{number.before}【{number.text}】{number.after}"
            words = f"{where}有手打数字“{number.text}”，没有出处：{around}"
            advice = "改由数据填入；确属有意手打的，在报告说明的“手打数字”（literals）里写上它和理由。"
            findings.append(Finding("PROOF-LITERAL", Severity.WARNING, place, words, advice))
    for key in proof.unused:
        words = f"“手打数字”（literals）里声明了“{key}”，文中没有这样的数字。"
        advice = "文字改过的，请照文中写法改；不再需要的，请删去。"
        place = Place(document)
        findings.append(Finding("PROOF-UNUSED-LITERAL", Severity.NOTICE, place, words, advice))
    return tuple(findings)


def _numbers_of(
    line: Line, section: str, known: Known, cells: _CellHeadings, book: EvidenceBook
) -> list[tuple[Number, str]]:
    """Give the numbers of one line in order, each with the key of `literals` that declares it, or ""."""
    text = line.text
    found: list[tuple[Span, Kind, tuple[Use, ...], str]] = []
    covered: list[Span] = []
    quoted: list[tuple[Span, Run]] = []
    start = 0
    for run in line.runs:
        span = (start, start := start + len(run.text))
        if _is_quoted(run):
            quoted.append((span, run))
        elif (run.facts or run.marked) and run.text:
            covered.append(span)
            kind = Kind.MISSING if run.marked or any(fact.is_missing for fact in run.facts) else Kind.TRACED
            found.append((span, kind, _uses(run, book), ""))
    for typed in typed_numbers(text, covered, known, cells.is_numbering(line)):
        span = (typed.start, typed.end)
        speaker = next((run for (first, last), run in quoted if first < span[1] and span[0] < last), None)
        if speaker is None:
            numbered = typed.kind is Kind.LITERAL and line.role in _NUMBERED
            found.append((span, Kind.NUMBERING if numbered else typed.kind, (), typed.declared))
        elif typed.kind in _DATA:
            found.append((span, Kind.QUOTED, _uses(speaker, book), ""))
        else:
            found.append((span, typed.kind, (), ""))
    around = cells.around(line)
    numbers = []
    for (first, last), kind, uses, key in sorted(found, key=lambda one: one[0]):
        before, after = (around, "") if around else _around(text, first, last)
        number = Number(
            line=line.number,
            where=line.where,
            start=first,
            end=last,
            text=text[first:last],
            kind=kind,
            before=before,
            after=after,
            section=section,
            uses=uses,
            reason=without_identifiers(known.literals.get(key, "")),
        )
        numbers.append((number, key))
    return numbers


def _is_quoted(run: Run) -> bool:
    """Whether a run prints somebody's own words, whose numbers are quoted one by one."""
    return not run.marked and any(fact.passage and not fact.is_missing and not fact.sensitive for fact in run.facts)


def _uses(run: Run, book: EvidenceBook) -> tuple[Use, ...]:
    return tuple(Use(book.key(fact), _rounding(fact, run.text)) for fact in run.facts)


def _rounding(fact: Fact, text: str) -> str:
    """How the fact was rounded where the text prints it; 同比增长3.8% prints neither of the facts behind it."""
    if fact.is_missing:
        return ""
    printed = fact.printed
    # 下降2.9% says the sign of -2.9% in a word.
    return printed.rounding if printed.text.lstrip("-") in text else ""


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and after, as far as the sentence goes, a few of them; "…" where some are left out."""
    before = text[max(0, start - _AROUND) : start]
    cut = max(before.rfind(stop) for stop in _STOPS)
    # A number that opens a sentence has no words before it in the sentence; then the end of the last one helps.
    if cut >= 0 and cut < len(before) - 1:
        before = before[cut + 1 :]
    elif start > _AROUND:
        before = "…" + _HALF_BEFORE.sub("", before)
    after = text[end : end + _AROUND]
    stops = [at for stop in _STOPS if (at := after.find(stop)) >= 0]
    if stops:
        after = after[: min(stops) + 1]
    elif end + _AROUND < len(text):
        after = _HALF_AFTER.sub("", after) + "…"
    return before.replace("\n", ""), after.replace("\n", "")


def _short(heading: str) -> str:
    title = heading.replace("\n", "").partition("。")[0]
    return title if len(title) <= _SECTION else title[: _SECTION - 1] + "…"


def _paragraph(number: Number) -> int | None:
    match = re.fullmatch(r"第(\d+)段", number.where)
    return int(match[1]) if match else None


@dataclass(slots=True)
class _Grid:
    """One table of the document: its cells by row and column, as they come."""

    rows: dict[int, dict[int, Line]] = field(default_factory=lambda: defaultdict(dict))


class _CellHeadings:
    """Knows, for each table cell of a trail, the headings of its column and row: the words around a number there."""

    def __init__(self, columns: Mapping[int, str], rows: Mapping[int, str]) -> None:
        self._columns = columns
        self._rows = rows

    @classmethod
    def of(cls, trail: Trail) -> _CellHeadings:
        grids: dict[str, _Grid] = {}
        for line in trail.lines:
            if line.role is Role.CELL and (match := _CELL.fullmatch(line.where)):
                grid = grids.setdefault(match[1], _Grid())
                grid.rows[int(match[2])][int(match[3])] = line
        columns: dict[int, str] = {}
        rows: dict[int, str] = {}
        for grid in grids.values():
            _label(grid, columns, rows)
        return cls(columns, rows)

    def around(self, line: Line) -> str:
        """ "青石镇　支出金额（万元）：" for a body cell; "" for any other line."""
        labels = [label for label in (self._rows.get(line.number), self._columns.get(line.number)) if label]
        return "　".join(labels) + "：" if labels else ""

    def is_numbering(self, line: Line) -> bool:
        """Whether the cell stands in a column that numbers the rows."""
        return re.sub(r"\s", "", self._columns.get(line.number, "")) in _NUMBERING_COLUMNS


def _label(grid: _Grid, columns: dict[int, str], rows: dict[int, str]) -> None:
    """Enter the headings of a table's body cells; its heading rows are those above the first that prints a fact."""
    first_body = next(
        (number for number, row in sorted(grid.rows.items()) if any(_has_fact(line) for line in row.values())),
        # A heading over several columns has a second row of them below it.
        3 if any(line.across > 1 for line in grid.rows[1].values()) else 2,
    )
    headings: dict[int, list[str]] = defaultdict(list)
    for number, row in sorted(grid.rows.items()):
        if number < first_body:
            for first, line in row.items():
                for column in range(first, first + line.across):
                    if line.text and line.text not in headings[column]:
                        headings[column].append(line.text)
            continue
        label = next((line.text for _, line in sorted(row.items()) if _is_label(line)), "")
        for column, line in row.items():
            columns[line.number] = "／".join(headings[column])
            rows[line.number] = "" if line.text == label else label


def _has_fact(line: Line) -> bool:
    return any(run.facts for run in line.runs)


def _is_label(line: Line) -> bool:
    return bool(line.text.strip()) and not _has_fact(line) and not re.fullmatch(r"[\d０-９.、\s]+", line.text)
