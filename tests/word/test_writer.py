"""A document becomes a .docx in official style that Word opens and a person can review."""

import importlib.util
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import docx
import pytest
from lxml import etree

from outline import W, outline
from reportgen.document import (
    Align,
    AttachmentNote,
    Block,
    Cell,
    Document,
    Paragraph,
    Role,
    Row,
    Run,
    Signature,
    Table,
    trail,
)
from reportgen.fact import Fact, PathOrigin
from reportgen.gongwen import COMPENSATED
from reportgen.word import unprintable, write_docx


def text(role: Role, *runs: str | Run) -> Paragraph:
    return Paragraph(role, tuple(Run(run) if isinstance(run, str) else run for run in runs))


def document(*blocks: Block) -> Document:
    return Document(blocks, "江州县乡村振兴局2023年上半年工作总结", "江州县乡村振兴局", date(2023, 7, 5))


def row(*cells: str) -> Row:
    return tuple(Cell((Run(cell),), Align.RIGHT if cell[:1].isdigit() else Align.CENTER) for cell in cells)


def fact(value: str) -> Fact:
    return Fact(Decimal(value), "户", "监测对象户数", "江州县", None, PathOrigin("监测对象户数"))


REVIEW = document(
    text(Role.TITLE, "江州县", "乡村振兴局", "2023年上半年", "工作总结及下半年工作安排"),
    text(Role.RECIPIENT, "县委农村工作领导小组："),
    text(Role.BODY, "今年以来，全县", Run("1753", (fact("1753"),)), "户监测对象实现“三保障”。"),
    text(Role.HEADING_1, "一、上半年工作开展情况"),
    text(
        Role.HEADING_2,
        "（一）守底线。",
        Run("全县", role=Role.BODY),
        Run("【缺：满意度】", role=Role.BODY, marked=True),
    ),
    text(Role.HEADING_3, "1.资金。", Run("到位", role=Role.BODY), Run("5074万元", role=Role.BODY, bold=True)),
    text(Role.HEADING_4, "（1）小额信贷"),
    text(Role.BODY, Run("抓好动态监测。", bold=True), "一是……"),
    Table(
        (row("序号", "乡镇", "支出进度"),),
        (row("1", "青石镇", "81.04%"), row("", "合计", "81.04%")),
        caption=(Run("表1　支出进度"),),
        unit_note=(Run("单位：万元"),),
        total=(1,),
    ),
    text(Role.BODY, "专此报告。"),
    AttachmentNote(((Run("情况表"),), (Run("名单"),))),
    Signature((Run("江州县乡村振兴局"),), (Run("2023年7月5日"),)),
    text(Role.NOTE, "（联系人：李某某）"),
)


@pytest.fixture(scope="module")
def validator(shared: Path) -> ModuleType:
    path = shared / "tools" / "validate_docx.py"
    spec = importlib.util.spec_from_file_location("validate_docx", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def body(made: bytes) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml"))


def test_a_review_is_set_as_the_standard_asks(golden: Callable[[str, str], None]):
    golden("half_year_review.txt", outline(write_docx(REVIEW)))


def test_a_sealed_notice_is_set_as_the_standard_asks(golden: Callable[[str, str], None]):
    notice = document(
        text(Role.TITLE, "情况通报"),
        text(Role.SUBTITLE, "（2023年7月5日）"),
        text(Role.BODY, "现通报如下。"),
        AttachmentNote(((Run("情况表"),),)),
        Signature((Run("县民政局"),), (Run("2023年7月5日"),), seal=True),
    )
    golden("sealed_notice.txt", outline(write_docx(notice, COMPENSATED)))


def test_the_package_is_valid_for_word(validator: ModuleType, shared: Path, tmp_path: Path):
    path = tmp_path / "总结.docx"
    path.write_bytes(write_docx(REVIEW))
    command = [sys.executable, str(shared / "tools" / "validate_docx.py"), "--strict", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_another_program_reads_the_same_text_and_properties():
    read = docx.Document(io.BytesIO(write_docx(REVIEW)))
    words = [paragraph.text.replace("\n", "") for paragraph in read.paragraphs if paragraph.text]
    assert words == [line.text for line in trail(REVIEW).lines if line.role is not Role.CELL]
    assert [cell.text for cell in read.tables[0].rows[1].cells] == ["1", "青石镇", "81.04%"]
    assert read.core_properties.title == REVIEW.title
    assert read.core_properties.author == "江州县乡村振兴局"
    assert read.core_properties.created is not None
    assert read.core_properties.created.date() == date(2023, 7, 5)


def test_each_run_is_one_word_run_in_reading_order():
    lines = trail(REVIEW).lines
    words = ["".join(run.itertext()) for run in body(write_docx(REVIEW)).iter(f"{W}r")]
    assert words == [run.text for line in lines for run in line.runs]


def test_markup_in_data_stays_text():
    made = write_docx(document(text(Role.BODY, 'A<b>&"甲"]]></w:t>')))
    (run,) = body(made).iter(f"{W}r")
    assert "".join(run.itertext()) == 'A<b>&"甲"]]></w:t>'


def test_breaks_tabs_and_blanks_are_kept():
    made = write_docx(document(text(Role.BODY, " 甲\n乙\t丙  丁 ", "\r\n戊")))
    assert docx.Document(io.BytesIO(made)).paragraphs[0].text == " 甲\n乙\t丙  丁 \n戊"


def test_characters_that_no_document_can_hold_are_left_out_and_told():
    odd = document(text(Role.BODY, "青石\x0b镇\ufffe"), text(Role.BODY, "私用字\ue000可用"))
    assert docx.Document(io.BytesIO(write_docx(odd))).paragraphs[0].text == "青石镇"
    (finding,) = unprintable(odd, "总结.docx")
    assert finding.code == "WORD-ILLEGAL-CHARACTER"
    assert "第1段" in finding.words
    assert "U+000B、U+FFFE" in finding.words


def test_a_lone_surrogate_does_not_stop_the_writer():
    made = write_docx(document(text(Role.BODY, "甲\ud800乙")))
    assert docx.Document(io.BytesIO(made)).paragraphs[0].text == "甲乙"


def test_every_run_says_that_its_quotation_marks_are_chinese():
    for run in body(write_docx(REVIEW)).iter(f"{W}r"):
        assert run.find(f"{W}rPr/{W}rFonts").get(f"{W}hint") == "eastAsia"


def test_two_tables_in_a_row_stay_two_and_the_document_ends_in_a_paragraph():
    table = Table((row("乡镇"),), (row("青石镇"),))
    made = write_docx(document(table, table))
    assert len(docx.Document(io.BytesIO(made)).tables) == 2
    tags = [block.tag for block in body(made)[0]]
    assert tags == [f"{W}tbl", f"{W}p", f"{W}tbl", f"{W}p", f"{W}sectPr"]


def test_an_empty_document_is_still_a_valid_one():
    assert docx.Document(io.BytesIO(write_docx(document()))).paragraphs == []


def test_nothing_of_today_or_of_this_machine_is_written():
    code = (
        "import sys; from reportgen.document import *; from reportgen.word import write_docx; "
        "d = Document((Paragraph(Role.BODY, (Run('甲'),)), Table((), ((Cell((Run('1'),)),),))), '题', '局', None); "
        "sys.stdout.buffer.write(write_docx(d))"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "TZ": zone, "SYSTEMROOT": "C:/Windows"},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("7", "Asia/Shanghai"))
    }
    assert len(made) == 1
