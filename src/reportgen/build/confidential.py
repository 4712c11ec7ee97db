"""Where an unhidden ID, mobile or card number of a finished document was typed, and that no message repeats one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportgen.audit.confidential import bare_identifiers
from reportgen.build.prepare import Prepared
from reportgen.build.produce import Product
from reportgen.document import trail
from reportgen.errors import Finding, FindingsError
from reportgen.place import Place
from reportgen.quantity.identifiers import without_identifiers
from reportgen.spec.text import read_text


def leaks(prepared: Prepared, product: Product) -> tuple[Finding, ...]:
    """Find what would leave the office in a report of one area: in its text, its tables, its title, its file name."""
    names = {"标题": product.document.title, "文件名": product.stem}

    def typed(text: str) -> Place | None:
        """The line of the report spec or of a template that holds a text."""
        report = prepared.report
        files = [prepared.spec.name, report.template, *(section.file for section in report.sections)]
        for file in filter(None, files):
            try:
                lines = read_text(prepared.folder / file, file).splitlines()
            except (FindingsError, OSError):
                continue
            for number, line in enumerate(lines, start=1):
                if text in line:
                    return Place(file, number)
        return None

    return bare_identifiers(trail(product.document), names, typed)


def discreet(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with every ID, mobile and card number in their words hidden."""
    for finding in findings:
        words, advice = without_identifiers(finding.words), without_identifiers(finding.advice)
        if (words, advice) != (finding.words, finding.advice):
            finding = replace(finding, words=words, advice=advice)
        yield finding
