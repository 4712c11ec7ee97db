"""Which files a report becomes (document, proof, further outputs), and that they are written together."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.audit import Head, Proof, ProofError, proof_json, proof_workbook, read_proof
from reportgen.build.annexes import contents
from reportgen.build.deliver import digest, digest_beside, free_stem, safe_name, same_or_free, write_all
from reportgen.build.prepare import Prepared
from reportgen.build.produce import Product
from reportgen.document import plain_text
from reportgen.errors import Finding, FindingsError, Severity, has_errors
from reportgen.place import Place
from reportgen.word import unprintable, write_docx

_WORDS = {".docx": "报告", ".pdf": "PDF", ".html": "网页", ".txt": "纯文本"}


@dataclass(frozen=True, slots=True)
class Files:
    """What was written.

    files          the word for each kind, and its path
    proof          the proof with its head: which document, with which digest
    beside_edited  whether a person had edited the file of the plain name, so that （新） was written
    """

    files: tuple[tuple[str, Path], ...]
    proof: Proof
    beside_edited: bool
    findings: tuple[Finding, ...]


def remembered(folder: Path, title: str) -> Proof | None:
    """The proof of the last build of this name; None where there is none that can be read."""
    try:
        return read_proof((folder / f"{safe_name(title)}.proof.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, ProofError):
        return None


def finished_files(prepared: Prepared, product: Product, proof: Proof, folder: Path, *, preview: bool) -> Files:
    """Write the report and its proof, all or nothing; a file that a person edited stays as it is.

    Raises FindingsError where an asked-for output cannot be made, DeliveryError where the disk refuses.
    """
    document = write_docx(product.document)
    plain_name = safe_name(product.stem)
    stem = free_stem(folder, plain_name, ".docx", digest_beside(folder, plain_name))
    findings = list(unprintable(product.document, f"{stem}.docx"))
    outputs: dict[Path, bytes] = {folder / f"{stem}.docx": document}
    if "txt" in prepared.report.outputs:
        outputs[folder / f"{stem}.txt"] = plain_text(product.document).encode()
    if "html" in prepared.report.outputs:
        from reportgen.html import write_html

        outputs[folder / f"{stem}.html"] = write_html(product.document).encode()
    if "pdf" in prepared.report.outputs:
        pdf, told = _pdf(document, stem)
        findings += told
        if has_errors(told) or pdf is None:
            raise FindingsError(findings)
        outputs[folder / f"{stem}.pdf"] = pdf
    head = Head(
        document=f"{stem}.docx",
        sha256=digest(document),
        title=product.document.title,
        area=product.area,
        period=prepared.period.title,
        as_of=prepared.as_of.isoformat(),
    )
    proof = replace(proof, head=head)
    outputs[folder / f"{stem}.proof.json"] = proof_json(proof).encode()
    workbook = proof_workbook(proof, folder=folder.absolute(), spec_folder=prepared.folder.absolute())
    outputs[folder / f"{stem}.proof.xlsx"] = workbook
    attached = _attached(prepared, product, folder, findings)
    write_all(outputs | attached)
    files = tuple((_word(path), path) for path in outputs if path.suffix != ".json")
    pages = tuple(_pictures(document, stem, folder, findings)) if preview else ()
    if stem != plain_name:
        findings.append(_edited(folder / f"{plain_name}.docx", stem))
    files += tuple(("附件", path) for path in attached)
    return Files((*files, *pages), proof, stem != plain_name, tuple(findings))


def _attached(prepared: Prepared, product: Product, folder: Path, findings: list[Finding]) -> dict[Path, bytes]:
    """The files that go out beside the report; where there are reports of many areas, each with its area's name."""
    files: dict[Path, bytes] = {}
    for name, data in contents(product.attached).items():
        full = f"{product.area} {name}" if prepared.report.each else name
        ending = Path(full).suffix
        plain = safe_name(full.removesuffix(ending))
        stem = same_or_free(folder, plain, ending, data)
        files[folder / f"{stem}{ending}"] = data
        if stem != plain:
            words = f"“{plain}{ending}”已有一份，内容不同，没有覆盖它；这次的附件写成了“{stem}{ending}”。"
            place = Place(f"{plain}{ending}")
            findings.append(Finding("BUILD-EDITED", Severity.WARNING, place, words, "请比较两份，留下要用的一份。"))
    return files


def _word(path: Path) -> str:
    return "数据核对表" if path.name.endswith(".proof.xlsx") else _WORDS[path.suffix]


def _pdf(document: bytes, stem: str) -> tuple[bytes | None, tuple[Finding, ...]]:
    from reportgen.pdf import convert

    with tempfile.TemporaryDirectory(prefix="reportgen-") as work:
        source = Path(work) / f"{stem}.docx"
        source.write_bytes(document)
        done = convert([source], Path(work) / "pdf")
        made = done.pdfs.get(source)
        return (None if made is None else made.read_bytes()), done.findings


def _pictures(document: bytes, stem: str, folder: Path, findings: list[Finding]) -> Iterator[tuple[str, Path]]:
    """Draw the pages, where the office program is there; a note where it is not."""
    from reportgen.pdf import office, pictures

    if office() is None:
        words = "没有装 LibreOffice，页面图片没有生成；报告本身不受影响。"
        findings.append(Finding("BUILD-NO-PREVIEW", Severity.NOTICE, _here(stem), words))
        return
    pdf, told = _pdf(document, stem)
    findings += told
    if pdf is None:
        return
    with tempfile.TemporaryDirectory(prefix="reportgen-") as work:
        source = Path(work) / f"{stem}.pdf"
        source.write_bytes(pdf)
        drawn = {folder / f"{page.stem}.png": page.read_bytes() for page in pictures(source, Path(work) / "pages")}
    write_all(drawn)
    yield from (("页面图片", path) for path in drawn)


def _here(stem: str) -> Place:
    return Place(f"{stem}.docx")


def _edited(kept: Path, stem: str) -> Finding:
    words = f"“{kept.name}”在上次生成之后有人改过，没有覆盖它；这次写成了“{stem}.docx”。"
    advice = "对照下面列出的变动，把新数字改到原文件里；或改名、移走原文件后重新生成。"
    return Finding("BUILD-EDITED", Severity.WARNING, Place(kept.name), words, advice)
