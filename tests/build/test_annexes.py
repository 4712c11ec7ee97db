"""Attachments follow the text as annexes, or lie beside the report; sections of several authors make one text."""

import json
from pathlib import Path

import pytest
import xlsxwriter

from reportgen.build import build_report, check_report, prepare, produce
from reportgen.document import Annex, AttachmentNote, Document, Table, plain_text
from reportgen.errors import FindingsError

SPEC = """\
报告: half_year_review
标题: 工作总结
地区: 江州县
期间: 2023年上半年
数据:
  - 工作簿: data.xlsx
模板: 总结.txt
表格:
  监测:
    列: [乡镇, {名称: 户数, 表头: 监测对象/户}, {名称: 人数, 表头: 监测对象/人}, 消除户数]
    合计: 末行
输出: [Word, 网页, 纯文本]
公文:
  发文机关: 江州县乡村振兴局
  成文日期: 2023-07-05
"""
TABLE = """\
name: work
title: 工作
fields:
  - {name: 乡镇, role: area}
  - {name: 户数, unit: 户}
  - {name: 人数, unit: 人}
  - {name: 消除户数, unit: 户}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data_specs").mkdir()
    (tmp_path / "data_specs" / "work.yaml").write_text(TABLE, encoding="utf-8")
    (tmp_path / "总结.txt").write_text("# 情况\n监测{{ 户数 }}户。\n{{ 表('监测') }}\n", encoding="utf-8")
    with xlsxwriter.Workbook(tmp_path / "data.xlsx") as book:
        sheet = book.add_worksheet("工作")
        rows = [["乡镇", "户数", "人数", "消除户数"], ["青石镇", 100, 300, 60], ["柳溪镇", 80, 240, 40]]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return tmp_path


def spec(folder: Path, attachments: str = "", text: str = SPEC) -> Path:
    (folder / "report.yaml").write_text(text + attachments, encoding="utf-8")
    return folder / "report.yaml"


def document(path: Path) -> Document:
    prepared = prepare(path)
    product = produce(prepared, "江州县")
    assert not [str(one) for one in (*prepared.findings, *product.findings)]
    return product.document


def annexes(made: Document) -> list[tuple[str, str]]:
    found = [block for block in made.blocks if isinstance(block, Annex)]
    return [(one.label, "".join(run.text for run in one.title)) for one in found]


def test_numbers_of_annexes_agree_with_the_list_of_attachments(folder: Path):
    (folder / "方案.txt").write_text("# 目标\n{{ 几是() }}监测{{ 户数 }}户。\n{{ 表('监测') }}\n", encoding="utf-8")
    (folder / "名单.xlsx").write_bytes((folder / "data.xlsx").read_bytes())
    listed = "  附件:\n    - {标题: 监测情况表, 表格: 监测}\n    - {标题: 名单, 文件: 名单.xlsx}\n"
    made = document(spec(folder, listed + "    - {标题: 实施方案, 模板: 方案.txt}\n"))
    (note,) = (block for block in made.blocks if isinstance(block, AttachmentNote))
    assert ["".join(run.text for run in title) for title in note.titles] == ["监测情况表", "名单", "实施方案"]
    assert annexes(made) == [("附件1", "监测情况表"), ("附件3", "实施方案")]
    assert isinstance(made.blocks[-1], Annex)


def test_headings_and_items_begin_anew_in_an_annex_and_tables_count_on(folder: Path):
    (folder / "方案.txt").write_text("# 目标\n{{ 几是() }}监测{{ 户数 }}户。\n{{ 表('监测') }}\n", encoding="utf-8")
    made = document(spec(folder, "  附件: [{标题: 实施方案, 模板: 方案.txt}]\n"))
    text = plain_text(made)
    assert "附件：实施方案" in text
    assert text[text.index("\n附件\n") :].startswith("\n附件\n实施方案\n一、目标\n一是监测180户。\n表2 监测\n")


def test_facts_of_annexes_are_in_the_proof_and_all_outputs(folder: Path):
    built = build_report(spec(folder, "  附件: [{标题: 监测情况表, 表格: 监测}]\n"))
    numbers = [number for number in built.proof.numbers if number.where.startswith("表2")]
    assert [number.text for number in numbers][:3] == ["100", "300", "60"]
    assert numbers[0].before == "青石镇　监测对象／户："
    files = {path.suffix: path for _, path in built.files}
    page = files[".html"].read_text(encoding="utf-8")
    assert 'class="annex keep page"' in page
    assert '<th colspan="2">监测对象</th>' in page
    assert '<th rowspan="2">' in page
    assert "监测情况表\n" in files[".txt"].read_text(encoding="utf-8")


def test_a_plain_text_is_printed_as_it_stands_and_may_hold_no_tags(folder: Path):
    (folder / "办法.txt").write_text("一、总则\n制定本办法。\n", encoding="utf-8")
    path = spec(folder, "  附件: [{标题: 管理办法, 文件: 办法.txt}]\n")
    assert plain_text(document(path)).endswith("附件\n管理办法\n一、总则\n制定本办法。\n")
    (folder / "办法.txt").write_text("总则\n共｛｛ 户数 ｝｝户。\n", encoding="utf-8")
    (finding,) = [one for one in check_report(path).findings if one.code == "SPEC-VALUE"]
    assert str(finding.place) == "办法.txt 第2行"


def test_other_files_lie_beside_the_report_under_the_name_of_the_annex(folder: Path):
    (folder / "名单.pdf").write_bytes(b"%PDF")
    path = spec(folder, "  附件: [{标题: 人员名单, 文件: 名单.pdf}]\n")
    built = build_report(path)
    assert built.files[-1] == ("附件", folder / "out" / "附件：人员名单.pdf")
    assert (folder / "out" / "附件：人员名单.pdf").read_bytes() == b"%PDF"
    (folder / "out" / "附件：人员名单.pdf").write_bytes(b"edited")
    built = build_report(path)
    assert built.files[-1][1].name == "附件：人员名单（新）.pdf"
    assert (folder / "out" / "附件：人员名单.pdf").read_bytes() == b"edited"
    assert "BUILD-EDITED" in [one.code for one in built.findings]


@pytest.mark.parametrize(
    ("attachment", "code"),
    [
        ("{标题: 甲, 表格: 没有}", "SPEC-UNKNOWN-TABLE"),
        ("{标题: 甲, 模板: 没有.txt}", "SPEC-NO-FILE"),
        ("{标题: 甲, 文件: 没有.xlsx}", "SPEC-NO-FILE"),
        ("{标题: 甲, 表格: 监测, 模板: 总结.txt}", "SPEC-VALUE"),
    ],
)
def test_each_fault_of_an_attachment_is_told_once_at_its_line(folder: Path, attachment: str, code: str):
    found = check_report(spec(folder, f"  附件:\n    - {attachment}\n")).findings
    assert [(one.code, one.place.file, one.place.line) for one in found] == [(code, "report.yaml", 17)]


def test_a_group_stands_above_its_columns_with_their_ranks(folder: Path):
    columns = "列: [乡镇, {名称: 户数, 分组: 监测对象, 位次: 位次}, {名称: 人数, 表头: 村/社区}]"
    text = SPEC.replace(
        "列: [乡镇, {名称: 户数, 表头: 监测对象/户}, {名称: 人数, 表头: 监测对象/人}, 消除户数]", columns
    )
    table = next(block for block in document(spec(folder, text=text)).blocks if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in table.header] == [
        ["乡镇", "监测对象", "", "村/社区"],
        ["", "户数", "位次", ""],
    ]
    assert [(cell.across, cell.down) for cell in table.header[0]] == [(1, 2), (2, 1), (1, 1), (1, 2)]


SECTIONS = """\
章节:
  - {文件: 01监测.txt, 负责: 监测股}
  - {文件: 02就业.txt, 负责: 就业股}
"""


def sections(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name[1:]}.txt").write_text(text, encoding="utf-8")
    return spec(folder, text=SPEC.replace("模板: 总结.txt\n", SECTIONS))


def test_sections_are_joined_in_order_and_numbered_through(folder: Path):
    path = sections(folder, _01监测="# 监测\n{{ 表('监测') }}\n", _02就业="# 就业\n## 务工\n{{ 表('监测') }}")
    text = plain_text(document(path))
    assert [line for line in text.splitlines() if line[:2] in ("一、", "二、", "（一", "表1", "表2")] == [
        "一、监测",
        "表1 监测",
        "二、就业",
        "（一）务工",
        "表2 监测",
    ]


def test_a_missing_section_is_one_finding_that_names_its_owner(folder: Path):
    (finding,) = check_report(sections(folder, _01监测="# 监测\n正文。\n")).findings
    assert finding.code == "SPEC-NO-FILE"
    assert "就业股" in finding.words
    assert finding.place.file == "report.yaml"


@pytest.mark.parametrize("block", ["{% if 户数 > 1 %}好。", "{% 可略 %}好。", "{% for x in 乡镇 %}好。", "**好。"])
def test_a_block_left_open_in_one_section_does_no_harm_to_the_next(folder: Path, block: str):
    path = sections(folder, _01监测=f"# 监测\n{block}\n", _02就业="# 就业\n共{{ 户树 }}户。\n")
    found = check_report(path).findings
    assert {one.place.file for one in found} == {"01监测.txt", "02就业.txt"}
    (other,) = [one for one in found if one.place.file == "02就业.txt"]
    assert "户树" in other.words
    assert "就业股" in other.advice
    assert all("监测股" in one.advice for one in found if one.place.file == "01监测.txt")


def test_nothing_is_written_where_an_attachment_is_missing(folder: Path):
    with pytest.raises(FindingsError):
        build_report(spec(folder, "  附件: [{标题: 甲, 文件: 没有.pdf}]\n"))
    assert not (folder / "out").exists()


def test_the_proof_remembers_cells_of_annexes(folder: Path):
    built = build_report(spec(folder, "  附件: [{标题: 监测情况表, 表格: 监测}]\n"))
    proof = json.loads(built.document.with_name(f"{built.document.stem}.proof.json").read_text(encoding="utf-8"))
    assert "data.xlsx" in json.dumps(proof, ensure_ascii=False)
