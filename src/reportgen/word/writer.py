"""The whole .docx of a document in official style: which parts it has and how its blocks follow each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.document import Document, Layout, Table, trail
from reportgen.errors import Finding, Severity
from reportgen.gongwen import STANDARD, Placed, Profile, place
from reportgen.place import Place
from reportgen.word.heads import special_paragraphs
from reportgen.word.markup import HEAD, R, W, illegal
from reportgen.word.package import pack
from reportgen.word.parts import core_part, fixed_parts
from reportgen.word.sections import parted, section_properties, side_width
from reportgen.word.styles import styles_part
from reportgen.word.tables import table

# Two tables without a paragraph between them are one to Word, and the body may not end in a table.
_BETWEEN_TABLES = '<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/>{}</w:pPr></w:p>'


def write_docx(document: Document, profile: Profile = STANDARD) -> bytes:
    """Write the document in its layout of GB/T 9704-2012; equal documents give equal bytes.

    Characters that XML cannot hold are left out; `unprintable` tells of them.
    """
    sections = tuple(parted(place(document, profile)))
    fixed = fixed_parts(profile, sides=any(on_side for on_side, _ in sections))
    parts = {
        **{name: fixed[name] for name in ("[Content_Types].xml", "_rels/.rels")},
        "word/document.xml": _document_part(sections, profile, numberless=document.layout is Layout.LETTER),
        **fixed,
        "word/styles.xml": styles_part(profile),
        "docProps/core.xml": core_part(document),
    }
    return pack(parts)


def unprintable(document: Document, file: str) -> tuple[Finding, ...]:
    """Tell each paragraph that holds a character no document can contain; `file` is what the finding names."""
    findings = []
    for line in trail(document).lines:
        if signs := illegal(line.text):
            words = f"{line.where}含有无法写入文档的控制字符（{'、'.join(signs)}），已略去：{_visible(line.text)}"
            findings.append(
                Finding(
                    "WORD-ILLEGAL-CHARACTER",
                    Severity.WARNING,
                    Place(file),
                    words,
                    "请在来源单元格或模板中删去该字符（多由其他软件粘贴带入）。",
                )
            )
    return tuple(findings)


def _visible(text: str) -> str:
    shown = "".join("□" if illegal(character) else character for character in text)
    return shown if len(shown) <= 30 else shown[:30] + "…"


def _document_part(
    sections: Sequence[tuple[bool, list[Placed | Table]]], profile: Profile, *, numberless: bool
) -> bytes:
    """`numberless`: the first page has no number (a letter's, §10.1)."""
    parts: list[str] = []
    for number, (on_side, items) in enumerate(sections, start=1):
        properties = section_properties(profile, on_side=on_side, numberless=numberless and number == 1)
        last = number == len(sections)
        # A section begins a page of its own; a second break would leave an empty one.
        first = items[0] if items else None
        own = [replace(first, new_page=False), *items[1:]] if number > 1 and isinstance(first, Placed) else items
        width = side_width(profile) if on_side else profile.width
        parts += _blocks(own, width, profile, "" if last else properties)
        parts += [properties] if last else []
    body = "".join(parts)
    return (f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>').encode()


def _blocks(items: Sequence[Placed | Table], width: int, profile: Profile, section: str) -> Iterator[str]:
    """Write a section's blocks; `section` is its w:sectPr where another one follows, set in its last paragraph."""
    before_table = False
    for number, item in enumerate(items, start=1):
        if isinstance(item, Table):
            if before_table:
                yield _BETWEEN_TABLES.format("")
            yield table(item, width)
        else:
            yield special_paragraphs(item, profile, section if number == len(items) else "")
        before_table = isinstance(item, Table)
    if before_table:
        yield _BETWEEN_TABLES.format(section)
