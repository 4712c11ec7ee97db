"""What must not leave the office does not: not in a document, a message, a proof, or the properties of a file."""

import getpass
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from reportgen.audit import Kind, read_proof
from reportgen.build import build_report, check_report
from reportgen.errors import Finding, FindingsError

ID, PHONE, CARD = "430721198001011235", "13800005678", "6222021234567890128"
SPEC = """\
报告: half_year_review
标题: "{{ 地区 }}{{ 期间 }}简报"
地区: 江州县
期间: 2023年上半年
数据:
  - 工作簿: data.xlsx
模板: 总结.txt
公文:
  发文机关: 江州县乡村振兴局
  成文日期: 2023-07-05
输出: [docx, txt, html]
"""
TABLE = """\
name: work
title: 工作
fields:
  - {name: 乡镇, role: area}
  - {name: 户数, unit: 户}
  - {name: 新增监测户数, unit: 户}
  - {name: 户主, type: string, sensitive: true}
  - {name: 证件号, type: string, sensitive: true, constraints: {pattern: '\\d{17}[\\dX]'}}
  - {name: 电话, type: string}
  - {name: 金额, unit: 元}
  - {name: 工作亮点, role: text}
"""
HEAD = ["乡镇", "户数", "新增监测户数", "户主", "证件号", "电话", "金额", "工作亮点"]
WORDS = "　　扎实开展排查，新增监测户36户。\n# 不是标题，**也不加粗** {{ 户数 }}\n\n入户1200次，发放<资料>35份。"
ROW = ["青石镇", 100, 36, "张小三", ID, PHONE, 13800005678, WORDS]


class Report:
    """A report in a folder of its own, whose template and cells a test changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "data_specs").mkdir()
        self.write("report.yaml", SPEC)
        self.write("data_specs/work.yaml", TABLE)
        self.cells()

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def cells(self, **changed: object) -> None:
        with xlsxwriter.Workbook(self.folder / "data.xlsx") as book:
            sheet = book.add_worksheet("工作")
            rows = [HEAD, [changed.get(name, cell) for name, cell in zip(HEAD, ROW, strict=True)]]
            for number, row in enumerate([*rows, ["柳溪镇", 80, 4, "李四", "", "0736-7223456", 5, ""]]):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, column, value)
                    else:
                        sheet.write(number, column, value)

    def build(self, template: str, out: Path | None = None):
        self.write("总结.txt", template)
        return build_report(self.folder / "report.yaml", out)

    def stopped(self, template: str) -> list[Finding]:
        with pytest.raises(FindingsError) as caught:
            self.build(template)
        assert not (self.folder / "out").exists()
        return [one for one in caught.value.findings if one.severity.title == "错误"]

    def text(self) -> str:
        return next((self.folder / "out").glob("*.txt")).read_text(encoding="utf-8")


@pytest.fixture
def report(tmp_path) -> Report:
    folder = tmp_path / "spec"
    folder.mkdir()
    return Report(folder)


# --- sensitive fields ---


def test_a_sensitive_value_prints_hidden_and_is_nowhere_in_any_output(report):
    names = '{{ 地区("青石镇").户主|脱敏 }}（{{ 地区("青石镇").户主|脱敏("姓") }}）'
    built = report.build(f'{names}，证件号{{{{ 地区("青石镇").证件号|脱敏 }}}}。\n')
    assert "张*三（张**），证件号430721********1235。" in report.text()
    for data in outputs(built):
        assert not {text for text in (ID, PHONE, "张小三") if text.encode() in data}


def test_a_sensitive_value_stops_wherever_it_would_print_bare(report):
    (finding,) = report.stopped('户主{{ 地区("青石镇").户主 }}。\n')
    assert (finding.code, finding.place.line) == ("TPL-SENSITIVE", 1)
    assert "张小三" not in str(finding)


def test_a_finding_about_a_sensitive_cell_quotes_it_hidden(report):
    report.cells(证件号="430721198001011")
    (finding,) = report.stopped("共{{ 户数 }}户。\n")
    assert (finding.code, finding.place.cell) == ("DATA-ENUM", "E2")
    assert "430721*****1011" in finding.words
    assert "430721198001011" not in str(finding)


# --- bare numbers ---


@pytest.mark.parametrize(
    ("template", "place", "words"),
    [
        ('户数{{ 户数 }}户。\n电话{{ 地区("青石镇").电话 }}。\n', 3, "手机号“138****5678”，来自data.xlsx〔工作〕F2"),
        (f"证件{ID}。\n", 2, "身份证号“430721********1235”，来自总结.txt 第1行"),
        (f"账户{CARD}。\n", 2, "银行卡号“622202*********0128”"),
        ("证件430721800101123。\n", 2, "15位身份证号“430721*****1123”"),
    ],
)
def test_a_bare_number_of_a_person_stops_with_its_paragraph_and_its_cell(report, template, place, words):
    (finding,) = report.stopped(template)
    assert (finding.code, finding.place.paragraph) == ("PROOF-SENSITIVE", place)
    assert words in finding.words
    assert not {text for text in (ID, PHONE, CARD, "430721800101123") if text in str(finding)}


def test_a_bare_number_in_a_table_a_title_or_a_file_name_stops_too(report):
    table = "表格:\n  名单: {指标表: work, 列: [乡镇, 电话]}\n文件名: 简报13900001234\n"
    report.write("report.yaml", SPEC.replace("}}简报", f"}}}}简报{ID}") + table)
    found = report.stopped('{{ 表("名单") }}\n')
    assert {(one.code, one.place.file) for one in found} == {("PROOF-SENSITIVE", "正文"), ("PROOF-SENSITIVE", "文件名")}
    assert sorted(one.words.partition("有没有")[0] for one in found) == ["", "文件名", "表1第2行第2列"]
    assert all("139****1234" in one.words for one in found if one.place.file == "文件名")


def test_check_tells_it_as_well(report):
    report.write("总结.txt", f"电话{PHONE}。\n")
    assert "PROOF-SENSITIVE" in {one.code for one in check_report(report.folder / "report.yaml").findings}


def test_telephones_of_offices_and_long_amounts_are_no_alarm(report):
    template = '电话{{ 地区("柳溪镇").电话 }}，资金{{ 地区("青石镇").金额 }}元，江政发〔2023〕12号。\n'
    assert report.build(template).document.exists()


# --- the files ---


def outputs(built) -> list[bytes]:
    """The bytes of every file written, and of every member of those that are packages."""
    found = []
    for path in sorted(built.document.parent.iterdir()):
        found.append(path.read_bytes())
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                found += [package.read(name) for name in package.namelist()]
    return found


def test_no_file_holds_a_user_name_or_an_absolute_path(report, tmp_path, monkeypatch):
    monkeypatch.setenv("USER", "zhangwei")
    monkeypatch.setenv("LOGNAME", "zhangwei")
    monkeypatch.setenv("HOME", "/home/zhangwei")
    assert getpass.getuser() == "zhangwei"
    absolute = report.folder / "data.xlsx"
    report.write("report.yaml", SPEC.replace("工作簿: data.xlsx", f"工作簿: {absolute}"))
    built = report.build("共{{ 户数 }}户，消除{{ 户数 / 2 }}户。\n", tmp_path / "elsewhere" / "out")
    for data in outputs(built):
        assert not {text for text in ("zhangwei", str(tmp_path), str(Path.cwd())) if text.encode() in data}
    places = {one.origin.place for one in built.proof.evidence}
    assert {place.file for place in places if place is not None} == {"data.xlsx"}


# --- a township's own words ---


def test_a_text_column_is_placed_as_paragraphs_and_never_as_markup(report):
    report.build('{% for 镇 in 下级 %}{% if 镇.名称 == "青石镇" %}\n{{ 镇.工作亮点 }}\n{% endif %}{% endfor %}\n')
    assert report.text().splitlines()[1:4] == [
        "扎实开展排查，新增监测户36户。",
        "# 不是标题，**也不加粗** {{ 户数 }}",
        "入户1200次，发放<资料>35份。",
    ]


def test_the_numbers_in_a_text_column_are_quoted_from_its_cell(report):
    built = report.build('全县{{ 户数 }}户。\n{{ 地区("青石镇").工作亮点 }}\n')
    proof = read_proof(built.document.with_suffix(".proof.json").read_text(encoding="utf-8"))
    quoted = {number.text: proof[number.uses[0].evidence] for number in proof.numbers if number.kind is Kind.QUOTED}
    assert set(quoted) == {"36户", "1200次", "35份"}
    assert {str(one.origin.place) for one in quoted.values()} == {"data.xlsx〔工作〕H2"}
    assert proof.summary.literal == 0
    assert "其中引用3个" in proof.summary.words


def test_a_text_that_contradicts_the_table_is_a_warning(report):
    report.cells(新增监测户数=35)
    built = report.build("全县{{ 户数 }}户。\n")
    (finding,) = [one for one in built.findings if one.code == "CALC-TEXT-DIFFERS"]
    assert finding.place.cell == "H2"
    assert "〔工作〕C2" in finding.words
