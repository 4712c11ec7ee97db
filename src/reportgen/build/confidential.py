"""Where an unhidden ID, mobile or card number of a finished document was typed, and that no message repeats one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportgen.audit.confidential import bare_identifiers
from reportgen.build.annexes import text_files
from reportgen.build.prepare import Prepared
from reportgen.build.produce import Product
from reportgen.document import trail
from reportgen.errors import Finding, FindingsError, Severity
from reportgen.place import Place
from reportgen.quantity.identifiers import without_identifiers
from reportgen.spec.text import read_text


def leaks(prepared: Prepared, product: Product) -> tuple[Finding, ...]:
    """Find what would leave the office in a report of one area: in its text, its tables, its title, its file name."""
    names = {"标题": product.document.title, "文件名": product.stem}

    def typed(text: str) -> Place | None:
        """The line of the report spec or of a template that holds a text."""
        report = prepared.report
        for file in (prepared.spec.name, *report.body_files, *text_files(report.document.attachments)):
            try:
                lines = read_text(prepared.folder / file, file).splitlines()
            except (FindingsError, OSError):
                continue
            for number, line in enumerate(lines, start=1):
                if text in line:
                    return Place(file, number)
        return None

    return (*bare_identifiers(trail(product.document), names, typed), *_named_files(prepared))


def _named_files(prepared: Prepared) -> Iterator[Finding]:
    """Files and sheets that are called by somebody's number: the proof names them for every figure."""
    told: set[tuple[str, str]] = set()
    for table in (*prepared.data.tables, *prepared.data.records):
        for what, name in (("文件", table.entry.file), ("工作表", table.sheet)):
            hidden = without_identifiers(name)
            if hidden != name and (what, name) not in told:
                told.add((what, name))
                place = table.entry.spec.at("sheet" if what == "工作表" and table.entry.spec.sheet else "workbook")
                yield _named_after(place, what, hidden)
    for one in prepared.data.one_offs:
        for what, name in (("文件", one.place.file), ("工作表", one.place.sheet or "")):
            hidden = without_identifiers(name)
            if hidden != name and (what, name) not in told:
                told.add((what, name))
                yield _named_after(prepared.report.at("data"), what, hidden)


def _named_after(place: Place, what: str, hidden: str) -> Finding:
    words = f"{what}名“{hidden}”里有没有脱敏的号码，会随出处写进数据核对表。"
    return Finding("PROOF-SENSITIVE", Severity.ERROR, place, words, f"请给{what}改名。")


def discreet(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with every ID, mobile and card number in their words hidden."""
    for finding in findings:
        words, advice = without_identifiers(finding.words), without_identifiers(finding.advice)
        if (words, advice) != (finding.words, finding.advice):
            finding = replace(finding, words=words, advice=advice)
        yield finding
