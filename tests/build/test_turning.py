"""A working folder turned to the next period names each cell to fill, and builds once these are filled."""

import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from reportgen.build import build_report, check_report, prepare
from reportgen.build.period_words import moved
from reportgen.build.spec_text import SpecText
from reportgen.build.turning import turn_folder
from reportgen.errors import Severity, UsageError, has_errors
from reportgen.period import Period

EXAMPLES = Path(__file__).parents[2] / "examples"
TO_FILL = {
    "DATA-REQUIRED",
    "DATA-NO-FILE",
    "DATA-UNKNOWN-AREA",
    "SPEC-DATE",
    "BUILD-TO-FILL",
    "TPL-MISSING",
}
SOURCES = {
    "half_year_review": {
        "data/2023下半年.xlsx": "data/2023上半年.xlsx",
        "data/2022下半年.xlsx": "data/2022上半年.xlsx",
        "data/2024上半年.xlsx": "data/2023上半年.xlsx",
    },
    "achievements": {"data/2023上半年.xlsx": "data/2022上半年.xlsx"},
    "key_points": {
        "data/2022年统计表.xlsx": "data/2021年统计表.xlsx",
        "data/2023年目标任务分解表.xlsx": "data/2022年目标任务分解表.xlsx",
        "data/2023年度目标.xlsx": "data/2022年度目标.xlsx",
        "data/2023年项目库.xlsx": "data/2022年项目库.xlsx",
    },
}


@pytest.fixture
def folder(tmp_path):
    def copied(name):
        shutil.copytree(EXAMPLES / name, tmp_path / name, ignore=shutil.ignore_patterns("out", "*.py"))
        return tmp_path / name

    return copied


def refilled(old: Path, new: Path) -> None:
    """Give every emptied cell last period's number, every missing file last period's, every date a day."""
    sources = SOURCES[old.name]
    for path in sorted((new / "data").glob("*.xlsx")):
        name = f"data/{path.name}"
        source = old / sources.get(name, name)
        if source == old / name and (old / name).read_bytes() == path.read_bytes():
            continue
        fill_book(source, path)
    for path in sorted((old / "data").iterdir()):
        if not (new / "data" / path.name).exists():
            shutil.copy(path, new / "data" / path.name)
    spec = new / "report.yaml"
    text = spec.read_text(encoding="utf-8")
    text = text.replace("成文日期: 待填", "成文日期: 2024-07-20").replace("截至: 待填", "截至: 2023-12-27")
    text = text.replace("数值: 待填", "数值: 3").replace("工作表: 2022年执行", "工作表: 2021年执行")
    spec.write_text(text, encoding="utf-8")


def fill_book(source: Path, path: Path) -> None:
    book, filled = load_workbook(path), load_workbook(source, data_only=True)
    for sheet in book:
        for row in filled[sheet.title].iter_rows():
            for cell in row:
                there = sheet[cell.coordinate]
                if cell.value is not None and (there.value in (None, "待填") or str(there.value).startswith("=")):
                    there.value = cell.value
    book.save(path)


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("half_year_review", "2023H2"),
        ("half_year_review", "2024年上半年"),
        ("achievements", "2023H1"),
        ("key_points", "2023"),
    ],
)
def test_a_turned_example_asks_only_for_what_is_to_fill_and_builds_once_filled(folder, name, period, tmp_path):
    old = folder(name)
    before = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}

    new = turn_folder(old / "report.yaml", period, tmp_path / "新").folder

    assert {path: path.read_bytes() for path in old.rglob("*") if path.is_file()} == before
    told = check_report(new / "report.yaml").findings
    assert {finding.code for finding in told if finding.severity is not Severity.NOTICE} <= TO_FILL
    assert has_errors(told)

    refilled(old, new)
    findings = [one for one in check_report(new / "report.yaml").findings if one.severity is Severity.ERROR]
    assert findings == []
    built = build_report(new / "report.yaml")
    assert Period.parse(period).title in prepare(new / "report.yaml").period.title
    assert built.document.is_file()


def test_this_periods_workbooks_become_the_bases_of_the_next_year(folder, tmp_path):
    old = folder("half_year_review")

    new = turn_folder(old / "report.yaml", "2024H1", tmp_path / "新").folder

    tables = prepare(new / "report.yaml").data.tables
    bases = {(one.table, one.entry.file) for one in tables if one.period == Period.parse("2023H1")}
    assert ("households", "data/2023上半年.xlsx") in bases
    assert ("funds", "data/2023年上半年/财政支出台账.xlsx") in bases
    assert not (new / "data/2022上半年.xlsx").exists()
    assert (new / "data/2023上半年.xlsx").read_bytes() == (old / "data/2023上半年.xlsx").read_bytes()
    funds = next(one for one in tables if one.table == "funds")
    assert funds.as_of.isoformat() == "2023-06-27"


def test_goals_of_the_same_year_stay_and_those_of_another_are_cleared(folder, tmp_path):
    old = folder("key_points")

    same = turn_folder(old / "report.yaml", "2022H2", tmp_path / "同年").folder
    other = turn_folder(old / "report.yaml", "2023", tmp_path / "下年").folder

    kept, cleared = "data/2022年度目标.xlsx", "data/2023年度目标.xlsx"
    assert (same / kept).read_bytes() == (old / kept).read_bytes()
    sheet = load_workbook(other / cleared).active
    assert [sheet["A2"].value, sheet["B2"].value, sheet["C2"].value, sheet["D2"].value] == ["产业占比", None, "%", None]
    assert sheet["E2"].value == "省衔接资金管理要求"


def test_comments_and_order_of_the_spec_stay(folder, tmp_path):
    old = folder("half_year_review")
    text = (old / "report.yaml").read_text(encoding="utf-8")

    new = turn_folder(old / "report.yaml", "2023H2", tmp_path / "新").folder

    turned = (new / "report.yaml").read_text(encoding="utf-8").split("\n")
    assert len(turned) == len(text.split("\n"))
    assert [line for line in turned if "#" in line] == [line for line in text.split("\n") if "#" in line]


def test_titles_and_dates_above_the_headings_follow(folder, tmp_path):
    old = folder("half_year_review")

    new = turn_folder(old / "report.yaml", "2023H2", tmp_path / "新").folder

    sheet = load_workbook(new / "data/2023下半年.xlsx")["防止返贫监测"]
    assert sheet["A2"].value == "截至2023年12月31日"
    assert [cell.value for cell in sheet[4]] == ["滨江街道", *[None] * 9]


def test_what_is_still_typed_is_listed_and_the_stale_is_marked(folder, tmp_path):
    old = folder("half_year_review")

    turned = turn_folder(old / "report.yaml", "2023H2", tmp_path / "新")

    listed = {what: why for _, _, what, why in turned.listed}
    assert "期间可能过期：本期是2023年下半年" in listed["# 【上半年】工作开展情况"]
    assert any("【6月23日—26日】" in what and "具体日期" in why for what, why in listed.items())
    assert any("【两片】" in what and "已说明" in why for what, why in listed.items())
    sheet = load_workbook(turned.list_file).active
    assert sheet.max_row == 3 + len(turned.listed)


def test_what_is_planned_for_the_other_half_is_not_stale_when_the_half_is_the_same(folder, tmp_path):
    turned = turn_folder(folder("half_year_review") / "report.yaml", "2024H1", tmp_path / "新")

    halves = [why for _, _, what, why in turned.listed if "【上半年】" in what or "【下半年】" in what]
    assert set(halves) == {"期间"}


def test_a_second_turn_refuses_a_folder_that_is_not_empty_and_leaves_it(folder, tmp_path):
    old = folder("achievements")
    (tmp_path / "新").mkdir()
    (tmp_path / "新" / "我的.txt").write_text("不要动", encoding="utf-8")

    with pytest.raises(UsageError, match="不是空文件夹"):
        turn_folder(old / "report.yaml", "2023H1", tmp_path / "新")

    assert [path.name for path in (tmp_path / "新").iterdir()] == ["我的.txt"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".reportgen")]


@pytest.mark.parametrize(("period", "words"), [("下个月", "看不懂期间"), ("2022H1", "已经是2022年上半年")])
def test_a_period_that_is_none_or_the_same_is_told(folder, period, words):
    with pytest.raises(UsageError, match=words):
        turn_folder(folder("achievements") / "report.yaml", period)


def test_without_a_name_the_new_folder_lies_beside_the_old(folder):
    old = folder("achievements")

    assert turn_folder(old / "report.yaml", "2022H2").folder == old.with_name("achievements_2022年下半年")


def test_nothing_is_built_with_a_value_that_is_still_to_fill(folder, tmp_path):
    old = folder("achievements")
    spec = old / "report.yaml"
    text = spec.read_text(encoding="utf-8")
    spec.write_text(text.replace("  成文日期", "  发文字号: 望乡振发〔2022〕12号\n  成文日期"), encoding="utf-8")

    new = turn_folder(spec, "2023H1", tmp_path / "新").folder

    assert "发文字号: 望乡振发〔2023〕待填号" in (new / "report.yaml").read_text(encoding="utf-8")
    told = [str(one) for one in check_report(new / "report.yaml").findings if one.code == "BUILD-TO-FILL"]
    assert len(told) == 1
    assert "“发文字号”还没有填" in told[0]


@pytest.mark.parametrize(
    ("text", "old", "new", "then"),
    [
        ("data/{{ 年 }}上半年.xlsx", "2023H1", "2023H2", "data/{{ 年 }}下半年.xlsx"),
        ("data/{{ 年 }}上半年.xlsx", "2023H1", "2023", "data/{{ 年 }}年.xlsx"),
        ("data/2023上半年.xlsx", "2023H1", "2024H1", "data/2024上半年.xlsx"),
        ("报表2023H1.xlsx", "2023H1", "2023H2", "报表2023H2.xlsx"),
        ("2023年一季度.xlsx", "2023Q1", "2023Q2", "2023年第二季度.xlsx"),
        ("2023-06报表.xlsx", "2023-06", "2023-07", "2023-07报表.xlsx"),
        ("2021年执行", "2021", "2022", "2022年执行"),
        ("江州县2023年统计表", "2023H1", "2024H1", "江州县2024年统计表"),
        ("本级事项.xlsx", "2023H1", "2024H1", "本级事项.xlsx"),
    ],
)
def test_a_period_in_a_name_is_moved(text, old, new, then):
    assert moved(text, Period.parse(old), Period.parse(new)) == then


@pytest.mark.parametrize(
    ("line", "then"),
    [
        ("  期间: 2022H1  # 上年", "  期间: 2023H1  # 上年"),
        ("  - {工作簿: a.xlsx, 期间: 2022H1}", "  - {工作簿: a.xlsx, 期间: 2023H1}"),
        ("期间: '2022H1'", "期间: 2023H1"),
    ],
)
def test_a_value_is_changed_in_its_line_whatever_the_style(line, then):
    text = SpecText.of(line)

    assert text.put(1, ("期间", "period"), "2023H1")
    assert text.text() == then


BUREAU = """\
报告: half_year_review
标题: 2024年上半年总结
地区: 云川县
期间: 2024H1
数据:
- data/2024上半年.xlsx
- {工作簿: data/2023上半年.xlsx, 期间: 2023H1}   # 上年
- {工作簿: data/本级事项.xlsx, 排法: 清单}
数据项:
  组数: {数值: 2, 单位: 个, 截至: 2024-06-01, 来源: 通知}
  次数: 4
章节:
- {文件: 一.txt, 负责: 监测股}
公文: {发文机关: 云川县乡村振兴局, 成文日期: 2024-07-05}
"""


def bureau(folder: Path) -> Path:
    """A folder as people write it: one-line groups, bare paths, GB18030, CRLF."""
    shutil.copytree(EXAMPLES.parent / "templates" / "half_year_review", folder)
    words = "2024年上半年，监测对象{{ 监测对象户数 }}户，{{ 监测对象户数|环比 }}。"
    (folder / "一.txt").write_text(words, encoding="utf-8")
    (folder / "report.yaml").write_bytes(BUREAU.replace("\n", "\r\n").encode("gb18030"))
    return folder / "report.yaml"


def test_one_line_groups_and_bare_paths_are_turned_in_their_own_manner(tmp_path):
    spec = bureau(tmp_path / "旧")

    new = turn_folder(spec, "2025H1", tmp_path / "新").folder

    written = (new / "report.yaml").read_bytes().decode()
    assert written.count("\r\n") == written.count("\n")
    text = written.replace("\r\n", "\n")
    assert "- 工作簿: data/2025上半年.xlsx\n" in text
    assert "- {工作簿: data/2024上半年.xlsx, 期间: 2024年上半年}   # 上年\n" in text
    assert "  组数: {数值: 待填, 单位: 个, 来源: 通知}\n  次数: 待填\n" in text
    assert "成文日期: 待填}" in text


def test_the_last_period_becomes_the_base_that_the_template_asks_for(tmp_path):
    turned = turn_folder(bureau(tmp_path / "旧"), "2024H2", tmp_path / "新")

    text = (turned.folder / "report.yaml").read_text(encoding="utf-8")
    assert "- 工作簿: data/2024上半年.xlsx\n  期间: 2024年上半年\n数据项" in text
    periods = {str(one.period) for one in prepare(turned.folder / "report.yaml").data.tables}
    assert periods == {"2024H2", "2024H1", "2023H2"}


def test_the_list_names_lines_as_the_new_folder_counts_them(tmp_path):
    turned = turn_folder(bureau(tmp_path / "旧"), "2024H2", tmp_path / "新")

    lines = (turned.folder / "report.yaml").read_text(encoding="utf-8").split("\n")
    where = next(where for _, where, what, _ in turned.listed if what.startswith("成文日期"))
    number = int(where.removeprefix("report.yaml 第").removesuffix("行"))
    assert "成文日期: 待填" in lines[number - 1]


def test_a_base_that_nobody_has_is_asked_for(tmp_path):
    turned = turn_folder(bureau(tmp_path / "旧"), "2025H1", tmp_path / "新")

    assert any(todo == "要提供" and "上期（2024年下半年）" in what for todo, _, what, _ in turned.listed)


def test_of_a_ledger_only_the_headings_stay_and_its_first_row_asks_to_be_filled(folder, tmp_path):
    new = turn_folder(folder("achievements") / "report.yaml", "2023H1", tmp_path / "新").folder

    sheet = load_workbook(new / "data/项目台账.xlsx")["项目台账"]
    assert sheet["B3"].value == "项目名称"
    assert sheet["B4"].value == "待填"
    assert {cell.value for row in sheet["B5:N60"] for cell in row} == {None}


def test_a_workbook_with_a_column_for_the_period_goes_on(folder, tmp_path):
    old = folder("achievements")
    (old / "data_specs/teams_by_year.yaml").write_text(
        "名称: visits\n标题: 走访\n字段:\n  - {字段: 乡镇, 角色: 地区}\n  - {字段: 期间, 角色: 期间}\n"
        "  - {字段: 走访户数, 单位: 户}\n",
        encoding="utf-8",
    )
    book = Workbook()
    sheet = book.active
    sheet.title = "走访"
    for row in (["乡镇", "期间", "走访户数"], ["湖滨街道", "2021H1", 5], ["湖滨街道", "2022H1", 7]):
        sheet.append(row)
    book.save(old / "data/走访.xlsx")
    spec = old / "report.yaml"
    text = spec.read_text(encoding="utf-8")
    spec.write_text(text.replace("数据:\n", "数据:\n  - 工作簿: data/走访.xlsx\n", 1), encoding="utf-8")

    turned = turn_folder(spec, "2023H1", tmp_path / "新")

    assert (turned.folder / "data/走访.xlsx").read_bytes() == (old / "data/走访.xlsx").read_bytes()
    assert ("要填", "data/走访.xlsx", "加上2023年上半年的行") in [row[:3] for row in turned.listed]
