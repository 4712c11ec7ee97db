"""YAML with lines: scalars by YAML 1.2, doubled keys, tags, bombs, and the traps of Chinese typing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.spec.yaml_lines import ListNode, MapNode, ScalarNode, read_yaml

EACH_LINE = "报告: half_year_review\n标题: 总结\n地区: 江州县\n期间: 2023H1\n模板: 总结.txt\n"


def found(text: str) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.place.line) for finding in read_yaml(text, "report.yaml").findings]


def value(text: str) -> object:
    root = read_yaml(f"a: {text}\n", "x.yaml").root
    assert isinstance(root, MapNode)
    node = root.entries[0][1]
    assert isinstance(node, ScalarNode)
    return node.value


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0734", 734),
        ("1_000", "1_000"),
        ("yes", "yes"),
        ("off", "off"),
        ("12:30", "12:30"),
        ("0x1F", "0x1F"),
        ("true", True),
        ("~", None),
        ("", None),
        ("56.350", Decimal("56.350")),
        ("-3", -3),
        ("2023-06-30", date(2023, 6, 30)),
        ("2023-02-30", "2023-02-30"),
        ("2023H1", "2023H1"),
        ('"734"', "734"),
        ("13万余", "13万余"),
    ],
)
def test_scalars_are_read_as_yaml_1_2_reads_them(written: str, meant: object) -> None:
    assert value(written) == meant
    assert type(value(written)) is type(meant)


def test_a_decimal_keeps_its_digits_and_a_leading_zero_stays_in_the_text() -> None:
    assert str(value("56.350")) == "56.350"
    root = read_yaml("代码: 0734\n", "areas.yaml").root
    assert isinstance(root, MapNode)
    node = root.entries[0][1]
    assert isinstance(node, ScalarNode)
    assert node.text == "0734"


def test_every_node_knows_its_line() -> None:
    root = read_yaml("甲: 1\n\n# 说明\n乙:\n  - 一\n  - 二: 3\n", "x.yaml").root
    assert isinstance(root, MapNode)
    (_, first), (_, second) = root.entries
    assert isinstance(second, ListNode)
    assert (root.line, first.line, second.line, [item.line for item in second.items]) == (1, 1, 5, [5, 6])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(EACH_LINE.replace("地区: ", "地区："), 3, id="full-width colon"),
        pytest.param(EACH_LINE.replace("报告: ", "报告："), 1, id="full-width colon in the first line"),
        pytest.param(EACH_LINE.replace("模板: ", "模板："), 5, id="full-width colon in the last line"),
        pytest.param(EACH_LINE.replace("地区: ", "地区:"), 3, id="no blank after the colon"),
        pytest.param(EACH_LINE.replace("总结\n", "{{ 地区 }}总结\n"), 2, id="unquoted braces, text behind them"),
        pytest.param(EACH_LINE.replace("总结\n", "{{ 地区 }}\n"), 2, id="unquoted braces alone"),
        pytest.param(EACH_LINE.replace("总结\n", "{% if 年 %}总结{% endif %}\n"), 2, id="unquoted statement"),
        pytest.param(EACH_LINE + "数据:\n  - {工作簿: data/{{ 年 }}.xlsx, 期间: 2023}\n", 7, id="braces in braces"),
        pytest.param(EACH_LINE + "公文:\n  主送: [{{ 地区 }}, 县直]\n", 7, id="braces in brackets"),
        pytest.param(EACH_LINE + "公文:\n\t附注: 一\n", 7, id="tab"),
        pytest.param(EACH_LINE + "公文:\n　　附注: 一\n", 7, id="full-width blanks"),
        pytest.param(EACH_LINE + "公文:\n  附注: 一\n    印数: 3\n", 8, id="indented too far"),
        pytest.param(EACH_LINE + "公文:\n  附注: 一\n    印数：3\n", 8, id="indented too far, full-width colon"),
        pytest.param(EACH_LINE + "数据:\n  -工作簿: 甲.xlsx\n", 7, id="no blank after the dash"),
        pytest.param(EACH_LINE + "数据:\n  - {工作簿: 甲.xlsx，期间: 2022}\n", 7, id="full-width comma in braces"),
        pytest.param(EACH_LINE + "数据:\n  - {工作簿：甲.xlsx}\n", 7, id="full-width colon in braces"),
        pytest.param(EACH_LINE + "数据:\n  - ｛工作簿: 甲.xlsx, 期间: 2022｝\n", 7, id="full-width braces"),
        pytest.param("字段:\n  - 字段: 率\n    单位: %\n", 3, id="unquoted percent sign"),
        pytest.param("字段:\n  - {字段: 率, 单位: %, 公式: 甲 / 乙}\n", 2, id="unquoted percent sign in braces"),
        pytest.param("字段:\n  - {字段: 大, 公式: max(甲, 乙), 单位: 户}\n", 2, id="comma in a formula"),
        pytest.param("勾稽:\n  - {规则: 状态 in [甲, 乙], 提示: 无}\n", 2, id="list in a formula"),
        pytest.param("勾稽: [max(甲, 乙) > 1, 甲 > 乙]\n", 1, id="comma in a formula in a list"),
        pytest.param(EACH_LINE.replace("总结\n", "报告: 总结\n"), 2, id="colon within the value"),
        pytest.param(EACH_LINE.replace("总结\n", '"{{ 地区 }}"总结\n'), 2, id="text behind the quotes"),
        pytest.param(EACH_LINE.replace("总结.txt", '"文本\\2023.txt"'), 5, id="backslash in quotes"),
        pytest.param(EACH_LINE.replace("总结\n", "*重要\n"), 2, id="star in front"),
        pytest.param(EACH_LINE.replace("总结\n", "*abc\n"), 2, id="star in front of letters"),
    ],
)
def test_a_trap_is_named_with_its_line_and_the_rest_is_read(text: str, line: int) -> None:
    read = read_yaml(text, "report.yaml")
    assert [(finding.code, finding.place.line) for finding in read.findings] == [("SPEC-TRAP", line)]
    assert isinstance(read.root, MapNode)


def test_every_line_in_a_trap_is_reported_in_one_run() -> None:
    faults = found(EACH_LINE.replace(": ", "："))
    assert sorted(line or 0 for code, line in faults if code == "SPEC-TRAP") == [1, 2, 3, 4, 5]
    assert len(faults) == 5


@pytest.mark.parametrize(
    "text",
    [
        "附注: |\n  单位：万元\n  期间: 上半年\n",
        '附注: "单位：万元"\n',
        "表格:\n  甲:\n    单位行: 单位：万元\n",
        "附注: 关于{{ 地区 }}的说明\n",
        "勾稽:\n  - 规则: max(甲, 乙) > 1\n",
        '勾稽:\n  - {规则: "max(甲, 乙) > 1", 提示: 新增数大于总数，请核实}\n',
        "公文:\n  主送: [各乡镇党委、政府，县直各部门]\n",
        "缺数写法: [—, -, /]\n",
    ],
)
def test_what_is_right_is_no_trap(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param("", "SPEC-YAML", None, id="empty"),
        pytest.param("# 只有注释\n", "SPEC-YAML", None, id="only a comment"),
        pytest.param("甲: 1\n乙: 2\n甲: 3\n", "SPEC-DOUBLE-KEY", 3, id="doubled key"),
        pytest.param('甲: "一\n乙: 2\n', "SPEC-YAML", 1, id="open quote"),
        pytest.param("输出: [docx, html\n编号: 重新\n", "SPEC-YAML", 1, id="open bracket"),
        pytest.param("甲: 1\n---\n乙: 2\n", "SPEC-YAML", 2, id="two documents"),
        pytest.param("甲: !!python/object:os.system x\n", "SPEC-YAML", 1, id="tag"),
        pytest.param("甲: &一 [*一]\n", "SPEC-TRAP", 1, id="anchor"),
        pytest.param("甲: &a [*a]\n", "SPEC-TRAP", 1, id="ring"),
        pytest.param("甲: " + "[" * 5000, "SPEC-YAML", 1, id="deep brackets"),
        pytest.param("- " * 5000 + "甲", "SPEC-YAML", 1, id="deep lists"),
        pytest.param("甲: 1\n乙 丙\n", "SPEC-YAML", 2, id="no colon"),
    ],
)
def test_what_cannot_be_read_gives_one_finding(text: str, code: str, line: int | None) -> None:
    assert found(text) == [(code, line)]


def test_an_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert found("\n".join(lines)) == [("SPEC-YAML", 5)]


def test_a_plain_alias_is_read() -> None:
    root = read_yaml("甲: &a 1\n乙: *a\n", "x.yaml").root
    assert isinstance(root, MapNode)
    assert root.entries[1][1] == root.entries[0][1]


@given(
    st.lists(
        st.sampled_from([*"甲乙:：，,-[]{}\"'|>#%*&!@ \t\n　1.（(", "{{", "}}", "标题", ": ", "\n  ", "- "]),
        max_size=40,
    )
)
def test_no_text_is_too_odd_to_be_read(pieces: list[str]) -> None:
    read = read_yaml("".join(pieces), "x.yaml")
    assert read.root is not None or read.findings
