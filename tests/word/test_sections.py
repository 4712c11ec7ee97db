"""Annexes begin pages of their own; tables too wide for an upright page stand on one that lies on its side."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from lxml import etree

from reportgen.document import Annex, Block, Cell, Document, Paragraph, Role, Row, Run, Table, plain_text, trail
from reportgen.gongwen import STANDARD
from reportgen.pdf import convert
from reportgen.word import write_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEAD = (
    (
        Cell((Run("乡镇"),), down=2),
        Cell((Run("监测对象"),), across=2),
        Cell((), covered=True),
        Cell((Run("消除率（%）"),), down=2),
    ),
    (Cell((), covered=True), Cell((Run("户"),)), Cell((Run("人"),)), Cell((), covered=True)),
)


def row(*cells: str) -> Row:
    return tuple(Cell((Run(cell),)) for cell in cells)


def table(columns: int, rows: int = 1, landscape: bool | None = None) -> Table:
    head = row(*[f"第{number}项指标（户）" for number in range(columns)])
    return Table((head,), (row(*["123"] * columns),) * rows, landscape=landscape)


def body(text: str) -> Paragraph:
    return Paragraph(Role.BODY, (Run(text),))


def written(*blocks: Block) -> bytes:
    return write_docx(Document(blocks, "题"))


def sides(made: bytes) -> list[bool]:
    return [one.orientation == WD_ORIENT.LANDSCAPE for one in docx.Document(io.BytesIO(made)).sections]


def test_a_table_too_wide_for_an_upright_page_stands_on_its_side_and_the_text_goes_on_upright():
    made = written(body("前文。"), table(16), body("后文。"))
    assert sides(made) == [False, True, False]
    (wide,) = docx.Document(io.BytesIO(made)).tables
    assert sum(round(column.width.twips) for column in wide.columns if column.width is not None) == STANDARD.height


def test_a_document_may_begin_and_end_with_a_wide_table():
    assert sides(written(table(16))) == [True]
    assert sides(written(table(16), body("后文。"), table(16), table(16))) == [True, False, True]


def test_the_spec_may_turn_a_narrow_table_and_keep_a_wide_one_upright():
    assert sides(written(body("前文。"), table(3, landscape=True))) == [False, True]
    assert sides(written(body("前文。"), table(16, landscape=False))) == [False]


def test_what_belongs_to_a_wide_table_stands_on_its_page():
    wide = Table(table(16).header, table(16).rows, (Run("表1 情况"),), (Run("单位：户"),))
    heading = Paragraph(Role.HEADING_1, (Run("一、情况"),))
    made = written(body("前文。"), heading, wide, body("注：数据由各乡镇提供。"), body("后文。"))
    tree = etree.fromstring(zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml"))
    ends = ["".join(one.getparent().getparent().itertext()) for one in tree.findall(f".//{W}pPr/{W}sectPr")]
    assert ends == ["前文。", "注：数据由各乡镇提供。"]
    assert sides(made) == [False, True, False]


def test_margins_of_a_page_on_its_side_are_the_upright_ones_turned():
    (section,) = docx.Document(io.BytesIO(written(table(16)))).sections
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(one.twips) for one in margins if one is not None] == [1588, 2098, 1474, 1984]


def test_only_a_document_with_a_page_on_its_side_carries_its_footers():
    upright = zipfile.ZipFile(io.BytesIO(written(body("文。")))).namelist()
    turned = zipfile.ZipFile(io.BytesIO(written(table(16))))
    assert "word/footer3.xml" not in upright
    box = etree.fromstring(turned.read("word/footer3.xml"))
    assert box.find(".//{*}bodyPr").get("vert") == "vert"
    assert "PAGE" in "".join(box.itertext())


def test_an_annex_begins_a_page_with_its_label_and_title():
    made = docx.Document(io.BytesIO(written(body("正文。"), Annex("附件1", (Run("情况表"),), (body("内容。"),)))))
    texts = [one.text for one in made.paragraphs]
    assert texts[:2] == ["正文。", "附件1"]
    label = made.paragraphs[1]
    assert label.paragraph_format.page_break_before
    assert [one for one in texts if one] == ["正文。", "附件1", "情况表", "内容。"]


def test_an_annex_of_a_wide_table_has_its_label_on_the_same_page_and_no_second_break():
    made = written(
        body("正文。"), Annex("附件", (Run("大表"),), (table(16),)), Annex("附件", (Run("小"),), (body("文。"),))
    )
    paragraphs = docx.Document(io.BytesIO(made)).paragraphs
    assert sides(made) == [False, True, False]
    assert not any(one.paragraph_format.page_break_before for one in paragraphs)


def test_a_head_of_two_rows_is_merged():
    made = docx.Document(io.BytesIO(written(Table(HEAD, (row("青石镇", "12", "33", "45.6"),)))))
    upper, lower, _ = made.tables[0]._tbl.tr_lst
    assert [cell.grid_span for cell in upper.tc_lst] == [1, 2, 1]
    assert [cell.vMerge for cell in upper.tc_lst] == ["restart", None, "restart"]
    assert [cell.vMerge for cell in lower.tc_lst] == ["continue", None, None, "continue"]


def test_merged_cells_are_printed_once_in_trail_and_text():
    document = Document((Table(HEAD, (row("青石镇", "12", "33", "45.6"),)),), "题")
    cells = [(line.where, line.text) for line in trail(document).lines]
    assert cells[:3] == [("表1第1行第1列", "乡镇"), ("表1第1行第2列", "监测对象"), ("表1第1行第4列", "消除率（%）")]
    assert cells[3:5] == [("表1第2行第2列", "户"), ("表1第2行第3列", "人")]
    assert plain_text(document).splitlines()[1] == "\t户\t人\t"


@pytest.mark.office
def test_no_page_is_left_empty_and_numbers_go_on(tmp_path: Path):
    import subprocess

    blocks = (
        body("正文。"),
        table(16),
        body("后文。"),
        Annex("附件1", (Run("大表"),), (table(16),)),
        Annex("附件2", (Run("方案"),), (body("方案正文。"),)),
    )
    source = tmp_path / "a.docx"
    source.write_bytes(written(*blocks))
    pdf = convert([source], tmp_path / "pdf").pdfs[source]

    def read(option: str) -> str:
        return subprocess.run(["pdftotext", option, str(pdf), "-"], capture_output=True, text=True, check=True).stdout

    text = read("-layout")
    pages = ["".join(page.split()) for page in text.split("\f")[:-1]]
    assert len(pages) == 5
    assert [str(number) in page for number, page in enumerate(pages, start=1)] == [True] * 5
    assert ["附件" in page for page in pages] == [False, False, False, True, True]
    # Turned upright, the line of the number begins 269 mm from the top: 28 mm, less half its own, from the left edge.
    found = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)".*?>2</word>', read("-bbox").split("<page ")[2])
    assert any(70 < float(x) < 76 and 100 < float(y) < 120 for x, y in found)
