"""The whole .docx of a document in official style: which parts it has and how its blocks follow each other."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.document import Document, Table, trail
from reportgen.errors import Finding, Severity
from reportgen.gongwen import PAGE_HEIGHT, PAGE_WIDTH, STANDARD, Placed, Profile, place
from reportgen.place import Place
from reportgen.word.markup import HEAD, R, W, illegal
from reportgen.word.package import pack
from reportgen.word.paragraphs import paragraph
from reportgen.word.parts import EVEN_FOOTER, ODD_FOOTER, core_part, fixed_parts
from reportgen.word.styles import styles_part
from reportgen.word.tables import table

# Two tables without a paragraph between them are one to Word, and the body may not end in a table.
_BETWEEN_TABLES = '<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'


def write_docx(document: Document, profile: Profile = STANDARD) -> bytes:
    """Write the document in the plain layout of GB/T 9704-2012; equal documents give equal bytes.

    Characters that XML cannot hold are left out; `unprintable` tells of them.
    """
    fixed = fixed_parts()
    parts = {
        **{name: fixed[name] for name in ("[Content_Types].xml", "_rels/.rels")},
        "word/document.xml": _document_part(document, profile),
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


def _document_part(document: Document, profile: Profile) -> bytes:
    body = "".join(_blocks(place(document, profile), profile))
    return (
        f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}{_section(profile)}</w:body></w:document>'
    ).encode()


def _blocks(items: tuple[Placed | Table, ...], profile: Profile) -> Iterator[str]:
    before_table = False
    for item in items:
        if isinstance(item, Table):
            if before_table:
                yield _BETWEEN_TABLES
            yield table(item, profile.width)
        else:
            yield paragraph(item)
        before_table = isinstance(item, Table)
    if before_table:
        yield _BETWEEN_TABLES


def _section(profile: Profile) -> str:
    """Set the page (§5.1, §5.2.1), its two footers, and a grid of the line pitch (§5.2.3)."""
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{ODD_FOOTER}"/>'
        f'<w:footerReference w:type="even" r:id="{EVEN_FOOTER}"/>'
        f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
        f'<w:pgMar w:top="{profile.top}" w:right="{profile.right}" w:bottom="{profile.bottom}" '
        f'w:left="{profile.left}" w:header="851" w:footer="{profile.footer}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{profile.pitch}"/></w:sectPr>'
    )
