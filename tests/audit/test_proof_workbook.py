from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.audit import Evidence, Head, Kind, Number, Proof, Source, Use, proof_workbook, prove
from reportgen.audit.links import Folders, link
from reportgen.audit.workbook import calculations as calculations_sheet
from reportgen.document import Line, Role, Run, Trail
from reportgen.fact import Fact, PathOrigin
from reportgen.place import Place

HEAD = Head("总结.docx", "", "江州县2023年上半年工作总结", "江州县", "2023年上半年", "2023年6月30日")
LITERALS = {"3个片区": "片区划分不随期变化"}


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(data))


def made(review) -> tuple[Path, openpyxl.Workbook]:
    out = review.folder / "out"
    out.mkdir()
    proof = prove(review.trail, head=HEAD, literals=LITERALS)
    data = proof_workbook(proof, folder=out, spec_folder=review.folder)
    (out / "总结.proof.xlsx").write_bytes(data)
    return out, opened(data)


def rows_of(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_workbook_has_a_page_to_sign_the_numbers_the_formulas_and_the_areas(review):
    _, book = made(review)
    assert book.sheetnames == ["汇总", "数据核对表", "计算过程", "分地区明细"]


def test_each_link_to_a_workbook_leads_to_a_cell_that_holds_the_value(review):
    out, book = made(review)
    followed = 0
    for title in ("数据核对表", "计算过程", "分地区明细"):
        heads = [cell.value for cell in book[title][1]]
        origin, exact = heads.index("出处（点击打开）"), heads.index("准确值")
        for row in book[title].iter_rows(min_row=2):
            target = row[origin].hyperlink
            if target is None or not target.target or not target.target.endswith(".xlsx"):
                continue
            assert "\\" not in target.target
            file = out / unquote(target.target)
            sheet, _, cell = target.location.rpartition("!")
            source = openpyxl.load_workbook(file)[sheet.strip("'").replace("''", "'")]
            value = row[exact].value
            if cell == "A4":  # two rows counted
                assert value == 2
            elif value == 130000:
                assert source[cell].value == "13万余"
            else:
                assert source[cell].value == (None if value == "缺" else value)
            followed += 1
    assert followed == 3 + 2 + 4  # one-off, gap, rows; two table cells; four cells rolled up


def test_each_link_inside_the_workbook_leads_to_the_value_that_it_speaks_of(review):
    _, book = made(review)
    sheet = book["数据核对表"]
    jumps = [(row[6].value, row[8].hyperlink.location) for row in sheet.iter_rows(min_row=2) if row[8].hyperlink]
    jumps = [
        (value, location)
        for value, location in jumps
        if location and ".xlsx" not in location and "监测" not in location
    ]
    assert len(jumps) == 3
    for value, location in jumps:
        title, _, cell = location.rpartition("!")
        target = book[title.strip("'")][cell]
        assert target.offset(column=3).value == value


def test_the_sheet_of_numbers_has_its_heading_on_every_page_stays_in_view_and_filters(review):
    _, book = made(review)
    for title in ("数据核对表", "计算过程", "分地区明细"):
        sheet = book[title]
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes; one page wide is the default


def test_a_literal_is_red_and_stands_on_the_page_that_is_signed(review):
    _, book = made(review)
    reds = [row for row in book["数据核对表"].iter_rows(min_row=2) if row[4].value == Kind.LITERAL.word]
    assert [row[3].value for row in reds] == ["35个", "第四位"]
    assert all(cell.fill.fgColor.rgb == "FFFBE3E1" for row in reds for cell in row)
    told = [row[2] for row in rows_of(book["汇总"])]
    assert "35个" in told
    assert "第四位" in told
    assert any("手打数字2个没有出处" in str(row[2]) for row in rows_of(book["汇总"]))


def test_the_day_of_the_data_reads_as_a_day(tmp_path):
    proof = prove(Trail(()), head=replace(HEAD, as_of="2023-06-30"))
    book = opened(proof_workbook(proof, folder=tmp_path, spec_folder=tmp_path))
    assert ["数据截至", None, "2023年6月30日", None, None] in rows_of(book["汇总"])


def test_a_formula_shows_its_parts_with_their_values_and_its_rounding(review):
    _, book = made(review)
    words = [row[7] for row in rows_of(book["数据核对表"]) if row[3] == "78.7%"]
    assert words == ["四舍五入到1位小数\n＝消除风险户数 / 监测对象户数\n消除风险户数 59户，监测对象户数 75户"]
    block = rows_of(book["计算过程"])[1:]
    assert [(row[0], row[3]) for row in block] == [
        ("风险消除率", pytest.approx(78.6666666666666)),
        ("　消除风险户数", 59),
        ("　监测对象户数", 75),
    ]


def test_a_rolled_up_number_is_laid_out_area_by_area(review):
    _, book = made(review)
    assert [(row[0], row[1], row[3]) for row in rows_of(book["分地区明细"])[1:4]] == [
        ("监测对象户数", "江州县", 75),
        ("　监测对象户数", "青石镇", 30),
        ("　监测对象户数", "柳溪镇", 45),
    ]


def test_a_calculated_number_holds_for_the_day_that_all_its_cells_share(review):
    _, book = made(review)
    days = {row[3]: row[9] for row in rows_of(book["数据核对表"])}
    assert days["78.7%"] == datetime(2023, 6, 30)
    other = replace(review.households, origin=replace(review.households.origin, parts=()))
    assert days["13万余"] is None
    trail = Trail((Line(1, "第1段", Role.BODY, (Run("0", (other,)),)),))
    book = opened(proof_workbook(prove(trail), folder=review.folder, spec_folder=review.folder))
    assert rows_of(book["数据核对表"])[1][9] is None


def test_the_value_is_a_number_that_shows_its_unit(review):
    _, book = made(review)
    cell = next(row[6] for row in book["数据核对表"].iter_rows() if row[3].value == "75")
    assert (cell.value, cell.number_format) == (75, '0"户"')


def test_two_runs_give_the_same_bytes(review):
    proof = prove(review.trail, head=HEAD)
    first = proof_workbook(proof, folder=review.folder / "out", spec_folder=review.folder)
    assert first == proof_workbook(proof, folder=review.folder / "out", spec_folder=review.folder)


def test_text_of_data_stays_text(tmp_path):
    nasty = ["=1+1", "<r><t>x</t></r>", "&amp;\x01\ufffe", "+cmd|' /C calc'!A0", "长" * 40_000]
    facts = [Fact(text, "", text[:9], "", None, PathOrigin(text[:9])) for text in nasty]
    trail = Trail(tuple(Line(n, f"第{n}段", Role.BODY, (Run(f"{f.value}", (f,)),)) for n, f in enumerate(facts, 1)))
    head = replace(HEAD, title="=A&B" * 100)
    data = proof_workbook(prove(trail, head=head), folder=tmp_path, spec_folder=tmp_path)
    sheet = opened(data)["数据核对表"]
    shown = [row[3] for row in sheet.iter_rows(min_row=2)]
    assert all(cell.data_type != "f" for cell in shown)
    assert [shown[0].value, shown[1].value] == ["=1+1", "<r><t>x</t></r> "]


def test_a_document_without_numbers_has_a_proof_too(tmp_path):
    data = proof_workbook(prove(Trail(())), folder=tmp_path, spec_folder=tmp_path)
    assert opened(data).sheetnames == ["汇总", "数据核对表"]


def test_more_links_than_a_sheet_may_have_are_written_as_text(tmp_path, monkeypatch):
    monkeypatch.setattr("reportgen.audit.workbook.look._MOST_LINKS", 2)
    place = Place("a.xlsx", sheet="表", cell="B2")
    pieces = tuple(Evidence(n, f"甲{n}", "", "", "", Decimal(n), "", Source(place)) for n in range(1, 6))
    numbers = tuple(Number(1, "第1段", n, n + 1, "1", Kind.TRACED, uses=(Use(n),)) for n in range(1, 6))
    data = proof_workbook(Proof(Head(), numbers, pieces), folder=tmp_path, spec_folder=tmp_path)
    cells = [row[8] for row in opened(data)["数据核对表"].iter_rows(min_row=2)]
    assert [cell.hyperlink is not None for cell in cells] == [True, True, False, False, False]
    assert {cell.value for cell in cells} == {"a.xlsx〔表〕B2"}


def test_what_is_too_long_for_a_sheet_is_said_to_stand_in_the_file_beside(review, monkeypatch):
    monkeypatch.setattr(calculations_sheet, "_MOST_ROWS", 4)
    proof = prove(review.trail, head=HEAD)
    book = opened(proof_workbook(proof, folder=review.folder, spec_folder=review.folder))
    assert "另有1个算得的数" in rows_of(book["分地区明细"])[-1][0]
    assert "见同名的 .proof.json" in [row[8] for row in rows_of(book["数据核对表"])]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place("data/a.xlsx", sheet="支出", cell="C7"), "../data/a.xlsx#'支出'!C7"),
        (Place("data/一 #2%.xlsx", sheet="县'本级", cell="B3:B17"), "../data/一%20%232%25.xlsx#'县''本级'!B3:B17"),
        (Place("report.yaml", line=12), "../report.yaml"),
        (Place("（自带）data_specs/funds.yaml", line=3), ""),
        (None, ""),
    ],
)
def test_a_link_is_relative_from_where_the_proof_lies(tmp_path, place, expected):
    assert link(place, Folders(tmp_path / "out", tmp_path)) == expected


@pytest.mark.office
def test_libreoffice_prints_the_proof_on_landscape_pages_with_the_heading_on_each(review, tmp_path):
    out, _ = made(review)
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "总结.proof.xlsx"]
    subprocess.run(
        command, cwd=out, check=True, capture_output=True, timeout=120, env={**os.environ, "LANG": "C.UTF-8"}
    )
    pages = subprocess.run(
        ["pdftotext", "-layout", "总结.proof.pdf", "-"], cwd=out, check=True, capture_output=True, encoding="utf-8"
    ).stdout.split("\f")
    told = subprocess.run(
        ["pdfinfo", "总结.proof.pdf"], cwd=out, check=True, capture_output=True, encoding="utf-8"
    ).stdout
    sizes = [line.split()[2:5] for line in told.splitlines() if line.startswith("Page size")]
    assert [[round(float(size)) for size in (width, height)] for width, _, height in sizes] == [[842, 595]]
    of_numbers = [page for page in pages if page.strip().split("\n")[0].endswith("数据核对表")]
    assert of_numbers
    assert all("准确值" in page for page in of_numbers)
