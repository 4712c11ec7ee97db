"""Turns a .docx into lines that a person can review: what is set in which type, where, line by line."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALIGN = {"center": "居中", "right": "右齐", "left": "左齐", "distribute": "分散", "both": ""}
_UNITS = 315.86  # twips of one character in a line of 28


def outline(docx: bytes | Path) -> str:
    """Give the document's outline; a change of look inside a paragraph begins a new bracket."""
    data = docx.read_bytes() if isinstance(docx, Path) else docx
    return "\n".join(_Outline(data).lines()) + "\n"


class _Outline:
    def __init__(self, data: bytes) -> None:
        self.package = zipfile.ZipFile(io.BytesIO(data))
        self.body = self._tree("word/document.xml").find(f"{W}body")
        styles = self._tree("word/styles.xml")
        self.styles = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}
        self.defaults = styles.find(f"{W}docDefaults")

    def _tree(self, name: str) -> etree._Element:
        return etree.fromstring(self.package.read(name))

    def lines(self) -> Iterator[str]:
        yield from self._page()
        for block in self.body:
            if block.tag == f"{W}p":
                yield self._paragraph(block)
            elif block.tag == f"{W}tbl":
                yield from self._table(block)

    def _page(self) -> Iterator[str]:
        section = self.body.find(f"{W}sectPr")
        margin, grid = section.find(f"{W}pgMar"), section.find(f"{W}docGrid")
        sides = " ".join(margin.get(f"{W}{side}") for side in ("top", "right", "bottom", "left"))
        yield f"版面：页边 {sides}，行距 {grid.get(f'{W}linePitch')}"
        names = sorted(name for name in self.package.namelist() if name.startswith("word/footer"))
        for name in names:
            for paragraph in self._tree(name).iter(f"{W}p"):
                yield f"页脚：{self._paragraph(paragraph)}"

    def _table(self, table: etree._Element) -> Iterator[str]:
        widths = " ".join(column.get(f"{W}w") for column in table.iter(f"{W}gridCol"))
        yield f"表格：列宽 {widths}"
        for row in table.iter(f"{W}tr"):
            mark = "表头" if row.find(f"{W}trPr/{W}tblHeader") is not None else "　　"
            cells = ("".join(self._paragraph(p) for p in cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc"))
            yield f"{mark}｜" + "｜".join(cells) + "｜"

    def _paragraph(self, paragraph: etree._Element) -> str:
        runs = [run for run in paragraph.iter(f"{W}r") if self._text(run)]
        if not runs:
            return "（空行）"
        place = self._place(paragraph)
        pieces = []
        for look, same in groupby(runs, key=lambda run: self._look(paragraph, run)):
            text = "".join(map(self._text, same))
            pieces.append(f"[{look}{place}] {text}")
            place = ""
        return "".join(pieces)

    def _text(self, run: etree._Element) -> str:
        signs = {f"{W}br": "⏎", f"{W}tab": "⇥"}
        return "".join(signs.get(part.tag) or (part.text or "") for part in run
                       if part.tag in (f"{W}t", f"{W}instrText", *signs))  # fmt: skip

    def _place(self, paragraph: etree._Element) -> str:
        align = _ALIGN[self._get(paragraph, None, "jc", "val") or "both"]
        indents = [
            f"{word}{float(twips) / _UNITS:.1f}字"
            for side, word in (("left", "左"), ("right", "右"), ("firstLine", "首行"), ("hanging", "悬挂"))
            if (twips := self._get(paragraph, None, "ind", side)) not in (None, "0")
        ]
        keep = ["连下段"] if paragraph.find(f"{W}pPr/{W}keepNext") is not None else []
        level = self._get(paragraph, None, "outlineLvl", "val")
        outline_level = [f"{int(level) + 1}级"] if level is not None else []
        return "".join(f" {word}" for word in ([align] if align else []) + indents + outline_level + keep)

    def _look(self, paragraph: etree._Element, run: etree._Element) -> str:
        font = self._get(paragraph, run, "rFonts", "eastAsia")
        size = float(self._get(paragraph, run, "sz", "val") or 0) / 2
        bold = self._get(paragraph, run, "b", "val", default="1") == "1"
        marked = " 突出" if self._get(paragraph, run, "highlight", "val") else ""
        return f"{font} {size:g}pt{' 加粗' if bold else ''}{marked}"

    def _get(
        self, paragraph: etree._Element, run: etree._Element | None, name: str, key: str, default: str | None = None
    ) -> str | None:
        """Give an attribute as Word resolves it: run, paragraph, style and its bases, defaults."""
        for holder in self._holders(paragraph, run):
            for element in holder.iter(f"{W}{name}") if holder is not None else ():
                if (value := element.get(f"{W}{key}", default)) is not None:
                    return value
        return None

    def _holders(self, paragraph: etree._Element, run: etree._Element | None) -> Iterator[etree._Element | None]:
        part = "rPr" if run is not None else "pPr"
        yield (run if run is not None else paragraph).find(f"{W}{part}")
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        style = self.styles.get(named.get(f"{W}val") if named is not None else "Normal")
        while style is not None:
            yield style.find(f"{W}{part}")
            base = style.find(f"{W}basedOn")
            style = self.styles.get(base.get(f"{W}val")) if base is not None else None
        yield self.defaults.find(f"{W}{part}Default")
