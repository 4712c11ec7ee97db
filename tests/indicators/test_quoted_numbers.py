"""The numbers in a township's own words are compared with what it filled in; nothing is said without need."""

from decimal import Decimal
from pathlib import Path

import pytest

from books import entry, read_all, tree, write
from reportgen.errors import Finding
from reportgen.indicators import Catalogue, Figures, checked
from reportgen.period import Period
from reportgen.spec.model import DataSpec, FieldSpec

PERIOD = Period.parse("2023H1")
SPEC = DataSpec(
    name="households",
    title="监测",
    fields=(
        FieldSpec(name="乡镇", role="area"),
        FieldSpec(name="新增监测户数", unit="户", measure="flow", aliases=("新识别户",)),
        FieldSpec(name="监测对象户数", title="监测对象（户）", unit="户"),
        FieldSpec(name="监测对象人数", unit="人"),
        FieldSpec(name="支出金额", unit="万元"),
        FieldSpec(name="群众满意度", unit="%", rollup="own"),
        FieldSpec(name="工作亮点", role="text"),
    ),
)
HEAD = ["乡镇", "新增监测户数", "监测对象（户）", "监测对象人数", "支出金额", "群众满意度", "工作亮点"]


def findings(folder: Path, text: str) -> list[Finding]:
    """What is said of a text of 青石镇, which has 36 new households, 120 households of 305 people."""
    rows = [HEAD, ["青石镇", 36, 120, 305, 156.78, 98.53, text], ["柳溪镇", 1, 2, 3, 4, 5, ""]]
    data = read_all([entry(write(folder / "data.xlsx", {"监测": rows}))], SPEC, areas=tree("青石镇", "柳溪镇"))
    figures = Figures(Catalogue.compile([SPEC]), data, "江州县", PERIOD, PERIOD.last_day)
    return [finding for finding in checked(figures) if finding.code == "CALC-TEXT-DIFFERS"]


def test_a_number_that_differs_from_the_indicator_it_names_is_told_with_both_places(tmp_path):
    (finding,) = findings(tmp_path, "上半年动态监测不松劲，新增监测户35户。")
    assert finding.severity.title == "警告"
    assert str(finding.place) == "data.xlsx〔监测〕G2"
    assert finding.words == ("青石镇的“工作亮点”里写“新增监测户35户”，而“新增监测户数”是36户（data.xlsx〔监测〕B2）。")


@pytest.mark.parametrize(
    "text",
    [
        "全镇新增监测户35户、监测对象120户305人。",
        "今年以来，我镇共新识别户37户。",
        "截至6月底，青石镇监测对象共有121户。",
        "累计走访3次，监测对象人数为306人",
        "支出金额156.5万元。",
        "支出金额达1567900元。",
        "群众满意度98.6%。",
        "第一段。\n监测对象户数119户。",
    ],
)
def test_the_indicator_may_be_named_as_people_do(tmp_path, text):
    assert len(findings(tmp_path, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "新增监测户36户，监测对象120户305人，支出金额156.8万元，群众满意度98.5%。",
        "支出金额157万元。",
        "本月新增监测户3户。",
        "5月份，新增监测户3户。",
        "其中双溪村新增监测户3户。",
        "双溪村：新增监测户3户。",
        "在双溪村，新增监测户3户。",
        "去年同期，监测对象110户。",
        "计划新增监测户50户。",
        "新增监测户30余户。",
        "监测对象超过100户。",
        "监测对象平均3人。",
        "监测对象中新增大病户8户。",
        "对监测对象逐户走访，共110户。",
        "柳溪镇与我镇结对，监测对象2户。",
        "新增监测户较上年减少3户。",
        "走访监测对象35户次。",
        "帮扶监测对象12户。",
        "新增监测户35人。",
        "编号35户",
        "",
    ],
)
def test_what_agrees_or_speaks_of_something_else_is_not_told(tmp_path, text):
    assert findings(tmp_path, text) == []


def test_the_value_compared_is_that_of_the_area_itself(tmp_path):
    rows = [HEAD, ["青石镇", 36, 120, 305, 1, 90, "新增监测户36户。"], ["柳溪镇", 1, 2, 3, 4, 5, "新增监测户36户。"]]
    data = read_all([entry(write(tmp_path / "d.xlsx", {"监测": rows}))], SPEC, areas=tree("青石镇", "柳溪镇"))
    figures = Figures(Catalogue.compile([SPEC]), data, "江州县", PERIOD, PERIOD.last_day)
    (finding,) = [one for one in checked(figures) if one.code == "CALC-TEXT-DIFFERS"]
    assert finding.place.cell == "G3"
    assert figures("新增监测户数", "柳溪镇", PERIOD).value == Decimal(1)  # type: ignore[union-attr]
