import json
import subprocess
import sys
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.quantity.printing import print_number
from reportgen.quantity.scan import Numeral, NumeralKind, scan


def found(text: str) -> list[str]:
    """What the scan finds, as "surface kind value unit"."""

    def value(numeral: Numeral) -> str:
        parts = numeral.value if isinstance(numeral.value, tuple) else (numeral.value,)
        return ",".join("-" if part is None else str(part) for part in parts)

    return [f"{n.surface} {n.kind} {value(n)} {n.unit}".strip() for n in scan(text)]


@pytest.mark.parametrize(
    ("text", "numerals"),
    [
        ("监测对象1753户5532人，", ["1753户 count 1753 户", "5532人 count 5532 人"]),
        ("覆盖13万余户，1400余人", ["13万余户 count 130000 户", "1400余人 count 1400 人"]),
        (
            "３５户，1,234.5万元，1，234户",
            ["３５户 count 35 户", "1,234.5万元 money 12345000 元", "1，234户 count 1234 户"],
        ),
        ("总规模5.8673亿元，3千万元", ["5.8673亿元 money 586730000 元", "3千万元 money 30000000 元"]),
        ("每床位1.66 万元/床位", ["1.66 万元/床位 money 16600 元/床位"]),
        (
            "占55.5%，增长-8.7％，提高2.1个百分点",
            ["55.5% percent 55.5 %", "-8.7％ percent -8.7 %", "2.1个百分点 percent 2.1 百分点"],
        ),
        ("3.5%至4%，15%～30%", ["3.5%至4% percent 3.5,4 %", "15%～30% percent 15,30 %"]),
        ("5至6处，9亿～16亿元", ["5至6处 count 5,6 处", "9亿～16亿元 money 900000000,1600000000 元"]),
        ("百分之八十的农户，近七成", ["百分之八十 percent 80 %", "七成 ratio 7 成"]),
        ("合格率百分之百", ["百分之百 percent 100 %"]),
        (
            "结构1.2:75.1:23.7，3倍，三分之一",
            ["1.2:75.1:23.7 ratio 1.2,75.1,23.7", "3倍 ratio 3 倍", f"三分之一 ratio {Decimal(1) / 3}"],
        ),
        ("召开四次会议，分三个片区", ["四次 zh-numeral 4 次", "三个 zh-numeral 3 个"]),
        ("三四十户，九市一区", ["三四十户 zh-numeral 30,40 户", "九市一区 zh-numeral 9,1"]),
        ("清理水塘1088品、沟渠", ["1088品 count 1088 品"]),
        ("1个空间+2个产业", ["1个 count 1 个", "2个 count 2 个"]),
        ("净增-3个", ["-3个 count -3 个"]),
        ("实现GDP5.3亿元", ["5.3亿元 money 530000000 元"]),
        ("合计 551，", ["551 count 551"]),
    ],
)
def test_quantities_are_found_with_value_and_unit(text, numerals):
    assert found(text) == numerals


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("截至2023年6月27日，6月底前", ["2023年6月27日", "6月"]),
        ("6月23日-26日，2013-2020年，1至6月", ["6月23日-26日", "2013-2020年", "1至6月"]),
        ("2021年10月1日至2022年5月31日", ["2021年10月1日至2022年5月31日"]),
        ("2023年第一季度、四季度、二〇二三年六月三十日", ["2023年第一季度", "四季度", "二〇二三年六月三十日"]),
        ("2023-06-30 12:30召开，每月15日前", ["2023-06-30", "12:30", "15日"]),
        ("8月30前", ["8月30"]),
    ],
)
def test_dates_end_at_their_last_sign(text, surfaces):
    assert [(n.surface, n.kind) for n in scan(text)] == [(s, NumeralKind.DATE) for s in surfaces]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("一、工作开展情况", ["一、"]),
        ("(一)明目标。一是完善。二是落实", ["(一)", "一是", "二是"]),
        ("1．稳面积", ["1．"]),
        ("（1）入户。①核实", ["（1）", "①"]),
        ("驻村第一书记", ["第一"]),
        ("附件1：方案；表2 进度", ["1", "2"]),
        ("二期工程、1号楼", ["二期", "1号"]),
    ],
)
def test_numbering_and_grades_are_ordinals(text, surfaces):
    assert [(n.surface, n.kind, n.value) for n in scan(text)] == [(s, NumeralKind.ORDINAL, None) for s in surfaces]


@pytest.mark.parametrize(
    ("text", "number", "date"),
    [
        ("附件：1.2024年上半年进度表", "1.", "2024年"),
        ("2．2023年工作", "2．", "2023年"),
        ("1.6月底前全部开工", "1.", "6月"),
    ],
)
def test_the_number_of_a_title_is_none_of_the_year_behind_it(text, number, date):
    found = [(n.surface, n.kind) for n in scan(text)]

    assert found == [(number, NumeralKind.ORDINAL), (date, NumeralKind.DATE)]


@pytest.mark.parametrize("text", ["历时：1.6个月", "3.10户", "任务1.2024年"])
def test_a_decimal_fraction_is_no_numbered_title(text):
    assert [n.kind for n in scan(text)] == [NumeralKind.COUNT]


def test_a_rank_is_an_ordinal_that_counts():
    ranks = [n for n in scan("在全省排第三位，居全市第4。第三，要落实。") if n.is_rank]

    assert [(n.surface, n.value) for n in ranks] == [("第三位", 3), ("第4", 4)]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("严格落实“四个不摘”要求", ["四个不摘"]),
        ("”三个抓好”确保成果，”三个聚焦”推进", ["三个抓好", "三个聚焦"]),
        ("实施“一户一方案，一人一措施”", ["一户一方案", "一人一措施"]),
        ("坚持“守住一条底线，紧盯两个短板，推进‘花开四季’”", ["一条底线", "两个短板", "花开四季"]),
        ("党的二十大精神，“三农”工作，村两委", ["二十大", "三农", "两委"]),
        ("“138+N”工程", ["138+N"]),
    ],
)
def test_slogans_count_nothing(text, surfaces):
    assert [(n.surface, n.kind) for n in scan(text)] == [(s, NumeralKind.SLOGAN) for s in surfaces]


@pytest.mark.parametrize("text", ["江政发〔2023〕7号", "第 7 期", "总第12期", "拨打12345热线", "0716-3312345"])
def test_numbers_of_documents_and_telephones_are_no_quantities(text):
    assert [n.kind for n in scan(text)] == [NumeralKind.DOCUMENT_NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        "进一步统一思想，举一反三，千方百计，一批项目一体推进",
        "县乡两级、一对一指导、一支支队伍、一方面",
        "5G网络、PM2.5、A4纸、G318国道",
        "20××年，__2户，20____年",
        "六合乡、八一街道、五里村",
        "“统一思想”“点对点”",
        "十分重要的一系列成果",
        "",
    ],
)
def test_where_no_number_is_meant_none_is_found(text):
    assert found(text) == []


def test_a_text_of_many_lines_keeps_its_offsets():
    text = "一、工作\n监测1753户。\n\n（一）资金\n支出6248万元"

    assert [text[n.start : n.end] for n in scan(text)] == [n.surface for n in scan(text)]
    assert [n.surface for n in scan(text)] == ["一、", "1753户", "（一）", "6248万元"]


@given(st.text(alphabet="0123456789.,:-/年月日第一二三十百万亿个户元%（）“”、。 \nA余多", max_size=60))
def test_any_text_is_scanned_without_overlaps(text):
    numerals = scan(text)

    assert all(text[n.start : n.end] == n.surface != "" for n in numerals)
    assert all(a.end <= b.start for a, b in pairwise(numerals))


@given(
    st.decimals(0, 10**8, places=2),
    st.sampled_from(["户", "人次", "万元", "亿元", "%", "公里", "个"]),
    st.sampled_from(["全县共有", "同比增长", "，"]),
    st.sampled_from(["，", "。", ""]),
)
def test_a_printed_number_is_found_where_it_stands(value, unit, before, after):
    printed = print_number(value, unit=unit, with_unit=True).text

    (numeral,) = scan(before + printed + after)
    scale = {"万": 10**4, "亿": 10**8}.get(unit[0], 1)
    assert (numeral.start, numeral.surface) == (len(before), printed)
    assert numeral.value == value * scale


def test_the_corpus_of_reports_is_read_nearly_without_fault(shared, tmp_path):
    for path in (shared / "corpus" / "texts").glob("*.txt"):
        figures = [_figure(n) for n in scan(path.read_bytes().decode("utf-8"))]
        prediction = tmp_path / f"{path.stem}.json"
        prediction.write_text(json.dumps({"doc": path.stem, "figures": figures}), encoding="utf-8")

    command = [sys.executable, shared / "tools" / "score_figures.py", shared / "corpus" / "labels", tmp_path]
    floors = ["span=0.98", "span_all=0.97", "value=0.98", "is_indicator=0.94"]
    scored = subprocess.run(
        [*map(str, command), *(f"--min={floor}" for floor in floors)], capture_output=True, text=True, check=False
    )
    assert scored.returncode == 0, scored.stdout + scored.stderr


def _figure(numeral: Numeral) -> dict[str, object]:
    value = numeral.value
    return {
        "start": numeral.start,
        "end": numeral.end,
        "value": None if value is None else [float(v) for v in value] if isinstance(value, tuple) else float(value),
        "unit": numeral.unit,
        "class": numeral.kind.value,
        "is_indicator": numeral.kind.is_quantity or numeral.is_rank,
    }
