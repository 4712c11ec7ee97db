"""One report, start to end: read, check, render, write, prove."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from reportgen.audit import Proof, Summary, changed, proof_findings, prove
from reportgen.build.confidential import discreet, leaks
from reportgen.build.files import finished_files, remembered
from reportgen.build.prepare import Prepared, prepare
from reportgen.build.produce import Product, area_for, areas_of, produce
from reportgen.build.typed import StillTyped, stale_years, to_explain
from reportgen.document import trail
from reportgen.errors import Finding, FindingsError, Severity, has_errors, in_order
from reportgen.spec.model import ReportSpec

__all__ = ["Built", "Checked", "Prepared", "Product", "build_report", "check_report", "prepare", "produce"]

_MOST_CHANGES = 30


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, the numbers that the report would print, and those typed without a word of explanation."""

    findings: tuple[Finding, ...]
    tables: tuple[tuple[str, str], ...]
    numbers: Summary | None
    typed: tuple[StillTyped, ...] = ()

    def summary(self) -> tuple[str, ...]:
        """Lines for the user."""
        used = tuple(f"指标表 {name}：{file}" for name, file in self.tables)
        numbers = () if self.numbers is None else (self.numbers.words,)
        return (*used, *numbers, "检查通过。" if not self.findings else _count_words(self.findings))


@dataclass(frozen=True, slots=True)
class Built:
    """A report on disk.

    files    what was written, with the word for each kind, the document first
    changes  printed numbers that differ from the file which a person had edited, where there was one
    sample   the area whose report this is, where the spec makes many and none was asked for
    """

    files: tuple[tuple[str, Path], ...]
    proof: Proof
    findings: tuple[Finding, ...]
    changes: tuple[str, ...] = ()
    sample: str = ""

    @property
    def document(self) -> Path:
        """The .docx."""
        return next(path for kind, path in self.files if path.suffix == ".docx")

    def summary(self) -> tuple[str, ...]:
        """Lines for the user."""
        more = len(self.changes) - _MOST_CHANGES
        told = self.changes[:_MOST_CHANGES] + ((f"……另有{more}处，见数据核对表。",) if more > 0 else ())
        sample = (f"这是{self.sample}的一份，作样子；别的用 --area 指定。",) if self.sample else ()
        return (*told, *sample, self.proof.summary.words, _count_words(self.findings))


def check_report(spec: Path) -> Checked:
    """Find everything wrong with a report, its data and its template; write nothing.

    Where the spec makes many reports (`each:`), all of them are rendered: what one township has not filled in stops
    its report alone. The numbers told are those of the first.
    """
    prepared = prepare(spec)
    product, findings = _rendered(prepared, "")
    if prepared.can_render:
        rest = (_rendered(prepared, area)[1] for area in areas_of(prepared)[1:])
        findings = in_order((*findings, *chain.from_iterable(rest)))
    numbers = None
    if product is not None and not has_errors(findings):
        proof = _proof(prepared, product)
        numbers = proof.summary
        findings = in_order((*findings, *proof_findings(proof)))
    typed = to_explain(prepared)
    findings = in_order((*findings, *_named_owners(prepared.report, discreet(stale_years(typed)))))
    used = {table.table for table in (*prepared.data.tables, *prepared.data.records)}
    tables = tuple((name, file) for name, file in prepared.specs.files.items() if name in used)
    return Checked(findings, tables, numbers, typed)


def build_report(spec: Path, out: Path | None = None, *, area: str = "", preview: bool = False) -> Built:
    """Build one report into `out` (default: `out` beside the spec): document, proof sheet, further outputs.

    Raises FindingsError with all findings where any of them stops the work; then nothing is written.
    """
    prepared = prepare(spec)
    product, findings = _rendered(prepared, area)
    if product is None or has_errors(findings):
        raise FindingsError(findings)
    proof = _proof(prepared, product)
    folder = out if out is not None else prepared.folder / "out"
    written = finished_files(prepared, product, proof, folder, preview=preview)
    changes: tuple[str, ...] = ()
    # Beside an edited file the proof of its build stays as it was.
    if written.beside_edited and (before := remembered(folder, product.stem)) is not None:
        changes = tuple(str(change) for change in changed(before, proof))
    findings = in_order((*findings, *proof_findings(written.proof), *written.findings))
    sample = product.area if prepared.report.each and not area else ""
    return Built(written.files, written.proof, findings, changes, sample)


def _rendered(prepared: Prepared, area: str) -> tuple[Product | None, tuple[Finding, ...]]:
    """Render even where data have faults, so that the faults of template and data are told together."""
    if not prepared.can_render:
        return None, tuple(discreet(prepared.findings))
    product = produce(prepared, area_for(prepared, area))
    findings = _named_owners(prepared.report, (*prepared.findings, *product.findings, *leaks(prepared, product)))
    return product, in_order(discreet(findings))


def _named_owners(report: ReportSpec, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings in a section say whose it is, so that each author finds his own."""
    owners = {section.file: section.owner for section in report.sections if section.owner}
    for finding in findings:
        owner = owners.get(finding.place.file)
        yield finding if owner is None else replace(finding, advice=f"{finding.advice}（此处由{owner}写）")


def _proof(prepared: Prepared, product: Product) -> Proof:
    return prove(trail(product.document), names=prepared.names, literals=prepared.report.literals)


def _count_words(findings: tuple[Finding, ...]) -> str:
    counts = Counter(finding.severity for finding in findings)
    warnings, notices = counts[Severity.WARNING], counts[Severity.NOTICE]
    return f"警告{warnings}条，提示{notices}条。"
