"""The parts of a .docx around its text: content types, relationships, settings, fonts, page numbers, properties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from reportgen.document import Document
from reportgen.gongwen import Profile, Typeface
from reportgen.word.markup import HEAD, R, W, escape
from reportgen.word.sections import (
    EVEN_FOOTER,
    ODD_FOOTER,
    SIDE_EVEN_FOOTER,
    SIDE_ODD_FOOTER,
    footer_part,
    side_footer_part,
)

_OOXML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PROPERTIES = "application/vnd.openxmlformats-officedocument.extended-properties+xml"

_CONTENT_TYPES = {
    "/word/document.xml": f"{_OOXML}.document.main+xml",
    "/word/styles.xml": f"{_OOXML}.styles+xml",
    "/word/settings.xml": f"{_OOXML}.settings+xml",
    "/word/fontTable.xml": f"{_OOXML}.fontTable+xml",
    "/word/footer1.xml": f"{_OOXML}.footer+xml",
    "/word/footer2.xml": f"{_OOXML}.footer+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": _PROPERTIES,
}
_SIDE_FOOTERS = {"footer3.xml": "right", "footer4.xml": "left"}
_DOCUMENT_RELATIONSHIPS = {
    "rId1": ("styles", "styles.xml"),
    "rId2": ("settings", "settings.xml"),
    "rId3": ("fontTable", "fontTable.xml"),
    ODD_FOOTER: ("footer", "footer1.xml"),
    EVEN_FOOTER: ("footer", "footer2.xml"),
}
_SIDE_RELATIONSHIPS = {
    key: ("footer", name) for key, name in zip((SIDE_ODD_FOOTER, SIDE_EVEN_FOOTER), _SIDE_FOOTERS, strict=True)
}


@lru_cache(maxsize=8)
def fixed_parts(profile: Profile, *, sides: bool) -> Mapping[str, bytes]:
    """Give the parts that are the same in every document, by name; `sides`: with those of pages on their side."""
    relationships = _DOCUMENT_RELATIONSHIPS | (_SIDE_RELATIONSHIPS if sides else {})
    footers = _SIDE_FOOTERS if sides else {}
    return {
        "[Content_Types].xml": _content_types(footers),
        "_rels/.rels": _package_relationships(),
        "word/_rels/document.xml.rels": _relationships(
            {key: (f"{R}/{kind}", target) for key, (kind, target) in relationships.items()}
        ),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        "word/footer1.xml": footer_part("right"),
        "word/footer2.xml": footer_part("left"),
        **{f"word/{name}": side_footer_part(side, profile) for name, side in footers.items()},
        "docProps/app.xml": _app(),
    }


def _content_types(footers: Iterable[str]) -> bytes:
    types = _CONTENT_TYPES | {f"/word/{name}": f"{_OOXML}.footer+xml" for name in footers}
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()


def _relationships(targets: dict[str, tuple[str, str]]) -> bytes:
    entries = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, (kind, target) in targets.items()
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'.encode()


def _package_relationships() -> bytes:
    return _relationships(
        {
            "rId1": (f"{R}/officeDocument", "word/document.xml"),
            "rId2": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            "rId3": (f"{R}/extended-properties", "docProps/app.xml"),
        }
    )


def _settings() -> bytes:
    """Odd and even pages differ (§7.5); punctuation keeps its width; Word lays out as it does since 2013."""
    return (
        f'{HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        "</w:settings>"
    ).encode()


def _font_table() -> bytes:
    """Tell Word by which other name a missing typeface may be installed (altName), and that it is Chinese."""
    entries = "".join(
        f'<w:font w:name="{face.face}"><w:altName w:val="{face.others[0]}"/>'
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for face in Typeface
    )
    return f'{HEAD}<w:fonts xmlns:w="{W}">{entries}</w:fonts>'.encode()


def _app() -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{HEAD}<Properties xmlns="{space}"><Application>reportgen</Application></Properties>'.encode()


def core_part(document: Document) -> bytes:
    """Write the document's properties: its title, who issues it, and its own date instead of today's."""
    stamp = f"{document.day.isoformat()}T00:00:00Z" if document.day else ""
    dates = "".join(
        f'<dcterms:{word} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{word}>'
        for word in ("created", "modified")
        if stamp
    )
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(document.title)}</dc:title><dc:creator>{escape(document.authority)}</dc:creator>"
        f"<dc:language>zh-CN</dc:language>{dates}</cp:coreProperties>"
    ).encode()
